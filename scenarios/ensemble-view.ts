/**
 * Where each server and client of an ensemble stands, as its facts tell: who leads, who follows in sync, what each
 * applied last, which client is connected where. Roles of the fault vocabulary and the recovery check ask it.
 */
import type { Outcome, EventNews, SessionNews } from '../protocol/client/outcome.ts';
import type { Fact } from '../protocol/facts.ts';
import { CANNOT_LOAD } from '../protocol/durable/recovery.ts';
import type { ServerState } from '../protocol/messages.ts';
import type { Plain, ProcessName } from '../protocol/process.ts';
import type { Lifecycle, Observer } from '../sim/kernel/observer.ts';

export class ServerStanding {
  readonly name: ProcessName;
  readonly voter: boolean;
  up = false;
  state: ServerState = 'LOOKING';
  epoch = 0;
  /** The name of whom it follows, its own when it leads. */
  leader: ProcessName | null = null;
  /** It leads an established epoch, or was told UPTODATE by its leader. */
  serving = false;
  /** Why it could not load its database when it started last; empty: it could. */
  refusal = '';
  /** Last zxid in its tree. */
  applied = 0;
  /** Last zxid in its log, and the last one there that is durable. */
  logged = 0;
  durable = 0;
  /** Durable promises: epochs in its files, and the last zxid it acknowledged. */
  acceptedEpoch = 0;
  currentEpoch = 0;
  promised = 0;

  constructor(name: ProcessName, voter: boolean) {
    this.name = name;
    this.voter = voter;
  }

  leave(): void {
    this.state = 'LOOKING';
    this.leader = null;
    this.serving = false;
  }
}

export class EnsembleView implements Observer {
  readonly factTypes = [
    'applied',
    'logged',
    'synced',
    'acked',
    'newLeaderAcked',
    'acceptedEpoch',
    'currentEpoch',
    'role',
    'established',
    'upToDate',
    'recovered',
    'truncated',
    'snapshotInstalled',
    'fastForwarded',
  ];
  readonly servers = new Map<ProcessName, ServerStanding>();
  /** The server each connected client talks to. */
  readonly connected = new Map<ProcessName, string>();
  /** The session of each client that has one. */
  readonly sessions = new Map<ProcessName, string>();

  constructor(voters: readonly ProcessName[], observers: readonly ProcessName[]) {
    for (const name of voters) this.servers.set(name, new ServerStanding(name, true));
    for (const name of observers) this.servers.set(name, new ServerStanding(name, false));
  }

  /** The serving leader of the highest epoch; null when nobody leads. */
  leader(): ServerStanding | null {
    let best: ServerStanding | null = null;
    for (const server of this.servers.values()) {
      if (!server.up || server.state !== 'LEADING' || !server.serving) continue;
      if (best === null || server.epoch > best.epoch) best = server;
    }
    return best;
  }

  onFact(process: ProcessName, plain: Plain): void {
    const server = this.servers.get(process);
    if (server === undefined) return;
    const fact = plain as Fact;
    switch (fact.type) {
      case 'applied':
        server.applied = fact.txn.zxid;
        return;
      case 'logged':
        server.logged = fact.txn.zxid;
        return;
      case 'synced':
        server.durable = fact.zxid;
        return;
      case 'acked':
        server.promised = fact.zxid;
        return;
      case 'newLeaderAcked':
        server.promised = fact.zxid;
        return;
      case 'acceptedEpoch':
        server.acceptedEpoch = fact.epoch;
        return;
      case 'currentEpoch':
        server.currentEpoch = fact.epoch;
        return;
      case 'role':
        if (fact.state === 'LOOKING') server.leave();
        // A server that stands alone waits for nobody.
        if (fact.state === 'STANDALONE') server.serving = true;
        server.state = fact.state;
        server.epoch = fact.epoch;
        server.leader = fact.leader === null ? null : String(fact.leader);
        return;
      case 'established':
        server.serving = true;
        server.epoch = fact.epoch;
        return;
      case 'upToDate':
        server.serving = true;
        server.epoch = fact.epoch;
        return;
      case 'recovered':
        server.refusal = '';
        server.applied = fact.zxid;
        server.logged = fact.zxid;
        server.durable = fact.zxid;
        return;
      case 'truncated':
      case 'snapshotInstalled':
        server.applied = fact.zxid;
        server.logged = fact.zxid;
        server.durable = fact.zxid;
        return;
      case 'fastForwarded':
        server.applied = fact.zxid;
        return;
      default:
        return;
    }
  }

  onReply(process: ProcessName, id: number, value: Plain): void {
    if (id >= 0) return;
    const news = value as Outcome | EventNews | SessionNews;
    if (news.kind !== 'session') return;
    if (news.state === 'connected' && news.server !== null) {
      this.connected.set(process, news.server);
      this.sessions.set(process, news.session);
    } else {
      this.connected.delete(process);
      if (news.state !== 'disconnected') this.sessions.delete(process);
    }
  }

  onLifecycle(process: ProcessName, lifecycle: Lifecycle): void {
    const server = this.servers.get(process);
    if (lifecycle.change === 'paused' || lifecycle.change === 'resumed') return;
    if (server === undefined) {
      if (lifecycle.change !== 'started') this.connected.delete(process);
      return;
    }
    server.up = lifecycle.change === 'started';
    if (lifecycle.change === 'exited') server.refusal = refusalIn(lifecycle.reason);
    server.leave();
  }
}

/** Why a server that ended itself could not load its database; empty: it ended for something else. */
function refusalIn(reason: string): string {
  return reason.startsWith(CANNOT_LOAD) ? reason.slice(CANNOT_LOAD.length) : '';
}
