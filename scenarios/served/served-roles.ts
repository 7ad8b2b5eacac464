/**
 * Who is who in a served ensemble: as in any, but its sessions belong to clients outside. One that is to expire cannot
 * be made silent here; it is ended where sessions are tracked, as an operator of ZooKeeper ends one over JMX.
 */
import type { Fact } from '../../protocol/facts.ts';
import { NO_SESSION, ZXID_ZERO, type SessionId, type Zxid } from '../../protocol/ids.ts';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { ExpireRequest } from '../../protocol/zab/peer.ts';
import type { Observer } from '../../sim/kernel/observer.ts';
import type { World } from '../../sim/kernel/world.ts';
import { EnsembleRoles } from '../ensemble-roles.ts';
import type { EnsembleView } from '../ensemble-view.ts';

/** The sessions that some server has seen begin and none has seen end. */
export class OpenSessions implements Observer {
  readonly factTypes = ['applied'];
  private readonly open = new Set<SessionId>();
  /** Servers apply one history, each in its own time: what is not new was heard from another. */
  private heardUntil: Zxid = ZXID_ZERO;

  onFact(_process: ProcessName, plain: Plain): void {
    const fact = plain as Fact;
    if (fact.type !== 'applied') return;
    const { body, session, zxid } = fact.txn;
    if (zxid <= this.heardUntil) return;
    this.heardUntil = zxid;
    if (body.type === 'createSession') this.open.add(session);
    else if (body.type === 'closeSession') this.open.delete(session);
  }

  has(session: SessionId): boolean {
    return this.open.has(session);
  }

  /** Those that are open, in the order in which they began. */
  all(): readonly SessionId[] {
    return [...this.open];
  }
}

/** A session as a user writes it, in hexadecimal as servers print it or in decimal; null: it is no number of 64 bits. */
export function readSession(text: string): SessionId | null {
  if (!/^(0x[0-9a-fA-F]{1,16}|-?[0-9]{1,20})$/.test(text)) return null;
  const session = `0x${BigInt.asUintN(64, BigInt(text)).toString(16)}` as SessionId;
  return session === NO_SESSION ? null : session;
}

export class ServedRoles extends EnsembleRoles {
  private readonly ofServers: EnsembleView;
  private readonly sessions: OpenSessions;
  private nextRequest = 1;

  constructor(view: EnsembleView, sessions: OpenSessions) {
    super(view, [], 0);
    this.ofServers = view;
    this.sessions = sessions;
  }

  /** A server that stands alone leads nobody, and is what "the leader" means all the same. */
  override leader(): ProcessName | null {
    const leader = super.leader();
    if (leader !== null) return leader;
    for (const { name, up, state } of this.ofServers.servers.values()) if (up && state === 'STANDALONE') return name;
    return null;
  }

  override expire(text: string, world: World): boolean {
    const session = readSession(text);
    const leader = this.leader();
    if (session === null || leader === null || !this.sessions.has(session)) return false;
    world.request(leader, world.nowUs, this.nextRequest++, { type: 'expireSession', session } satisfies ExpireRequest);
    return true;
  }
}
