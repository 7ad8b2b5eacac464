/** The moments between two durable writes that agents wait for, and which of them are reached. */
import type { Plain } from '../../protocol/process.ts';
import type { Agent, WritePoint } from './agent.ts';

export class WritePoints {
  private points: WritePoint[] = [];

  get isEmpty(): boolean {
    return this.points.length === 0;
  }

  add(point: WritePoint): void {
    this.points.push(point);
  }

  of(agent: Agent): readonly WritePoint[] {
    return this.points.filter((point) => point.agent === agent);
  }

  /** Forgets those of an agent whose data pass. */
  remove(agent: Agent, passes: (data: Plain) => boolean): void {
    this.points = this.points.filter((point) => point.agent !== agent || !passes(point.data));
  }

  /** Those that are there, each for the last time: every one is reached once. */
  take(process: string, kind: string, write: number, when: WritePoint['when']): WritePoint[] {
    const isReached = (point: WritePoint): boolean =>
      point.process === process && point.kind === kind && point.write === write && point.when === when;
    const reached = this.points.filter(isReached);
    if (reached.length > 0) this.points = this.points.filter((point) => !reached.includes(point));
    return reached;
  }
}
