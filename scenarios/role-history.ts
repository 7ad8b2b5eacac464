/**
 * What each server was at any event of a run: leader, learner or looking, and in which phase of Zab. A finding is told
 * with it: one promise broken by a leader in discovery and by a learner in broadcast has two causes. Followers and
 * observers learn by the same code, so they are one role here.
 */
import type { Fact } from '../protocol/facts.ts';
import type { ServerState, ZabPhase } from '../protocol/messages.ts';
import type { Plain, ProcessName } from '../protocol/process.ts';
import type { Lifecycle, Moment, Observer } from '../sim/kernel/observer.ts';

interface Since {
  readonly event: number;
  /** As a person says it: `learner in synchronization`. */
  readonly standing: string;
}

/** As ZooKeeper's servers are from their start on. */
const LOOKING = 'looking';

export class RoleHistory implements Observer {
  readonly later = true;
  readonly factTypes = ['role'];
  private readonly servers = new Map<ProcessName, Since[]>();

  constructor(servers: readonly ProcessName[]) {
    for (const name of servers) this.servers.set(name, []);
  }

  onFact(process: ProcessName, plain: Plain, moment: Moment): void {
    const fact = plain as Fact;
    if (fact.type === 'role') this.note(process, moment.event, standingOf(fact.state, fact.phase));
  }

  onLifecycle(process: ProcessName, lifecycle: Lifecycle, moment: Moment): void {
    if (lifecycle.change === 'started') this.note(process, moment.event, LOOKING);
  }

  /** Just before that event; null of what is no server. */
  before(event: number, process: ProcessName): string | null {
    const since = this.servers.get(process);
    if (since === undefined) return null;
    for (let i = since.length - 1; i >= 0; i--) {
      const each = since[i] as Since;
      if (each.event < event) return each.standing;
    }
    return LOOKING;
  }

  private note(process: ProcessName, event: number, standing: string): void {
    this.servers.get(process)?.push({ event, standing });
  }
}

function standingOf(state: ServerState, phase: ZabPhase): string {
  if (state === 'LOOKING') return LOOKING;
  return `${state === 'LEADING' ? 'leader' : 'learner'} in ${phase.toLowerCase()}`;
}
