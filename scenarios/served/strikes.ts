/** What has become of each fault that somebody asked for: whoever asked wants to know when it has taken effect. */
import type { FaultNotice, Observer } from '../../sim/kernel/observer.ts';

export interface Strike {
  /** What was done, roles named: `crash 2`. */
  readonly text: string;
  /** It changed what some process could do. */
  readonly effective: boolean;
}

export class Strikes implements Observer {
  private readonly wanted = new Set<string>();
  private readonly struck = new Map<string, Strike>();

  /** Remember what becomes of this one; nothing else is kept. */
  want(id: string): void {
    this.wanted.add(id);
  }

  /** Null: it has not struck yet. */
  of(id: string): Strike | null {
    return this.struck.get(id) ?? null;
  }

  forget(id: string): void {
    this.wanted.delete(id);
    this.struck.delete(id);
  }

  onFault({ step, kind, text, effective }: FaultNotice): void {
    if (step !== undefined && kind !== 'undo' && this.wanted.has(step)) this.struck.set(step, { text, effective });
  }
}
