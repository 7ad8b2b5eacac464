/**
 * Brings about the faults of a scenario while clients are served. Their times count from the moment at which clients
 * can connect; where the scenario draws its faults, a new round of them begins whenever one is over.
 */
import type { Plain } from '../../protocol/process.ts';
import type { Injector } from '../../sim/fault/injector.ts';
import type { Agent, World } from '../../sim/kernel/world.ts';
import type { ServedGround } from './served-ground.ts';

export class FaultRounds implements Agent {
  readonly name = 'rounds';
  private readonly ground: ServedGround;
  private readonly injector: Injector;

  constructor(ground: ServedGround, injector: Injector) {
    this.ground = ground;
    this.injector = injector;
  }

  /** Arms the first round, which begins now. */
  begin(world: World): void {
    this.arm(0, world);
  }

  onEvent(data: Plain, world: World): void {
    this.arm(data as number, world);
  }

  private arm(round: number, world: World): void {
    const fromUs = world.nowUs;
    for (const step of this.ground.faultsOf(round)) {
      const { trigger } = step;
      const at = trigger.kind === 'at' ? { ...trigger, atUs: fromUs + trigger.atUs } : trigger;
      this.injector.arm({ ...step, trigger: at });
    }
    if (this.ground.goesOn) world.schedule(fromUs + this.ground.roundUs, this, round + 1);
  }
}
