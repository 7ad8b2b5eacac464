/**
 * Watches (C8): each armed watch gets exactly one event, for the first change after it was armed, of the right type,
 * before any reply that shows the change; and no event comes without a watch.
 *
 * Everything here happens in the order of the committed history, driven by the replay: replies arm, transactions
 * trigger, received events answer. A watch lives with its client: when a connection is lost the client registers it
 * again by setWatches, and a change it missed is made up for by an event without a zxid. What setWatches cannot see
 * (a node created and deleted again while an exists watch waited) stays armed and is not missed.
 *
 * An event goes only to who may read what it tells of; one that does not uses its watch up all the same, in silence.
 */
import type { SessionId, Zxid } from '../../protocol/ids.ts';
import { showZxid } from '../../protocol/ids.ts';
import { WatcherType, type AuthId, type WatchEventType } from '../../protocol/op.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import type { Findings } from './findings.ts';
import { Perm, permits } from './model-acl.ts';
import { provenBefore } from './proofs.ts';
import type { SessionRecord } from './session-record.ts';
import { StandingWatches, type StandingWatch } from './standing-watches.ts';
import type { ModelTrigger } from './znode-model.ts';

/** Which of the client's lists a watch is on; the first two share the servers' data watches. */
export type WatchKind = 'data' | 'exist' | 'child';

/** An event with a zxid, as a client received it. */
export interface ReceivedEvent {
  readonly record: SessionRecord;
  readonly event: WatchEventType;
  readonly path: string;
  readonly connection: number;
  readonly atUs: number;
  readonly at: number;
  used: boolean;
}

interface Watch {
  readonly record: SessionRecord;
  readonly path: string;
  readonly child: boolean;
  data: boolean;
  exist: boolean;
  /** The connection of the reply that armed it. */
  connection: number;
  /** What that connection had surely proven when it was armed. */
  ids: readonly AuthId[];
  /** Changes its server may have had no connection to tell of, as bits; 0 while none. */
  missed: number;
  /** The first of them. */
  missedAt: Zxid;
}

const bits: Readonly<Record<WatchEventType, number>> = {
  NodeCreated: 1,
  NodeDataChanged: 2,
  NodeDeleted: 4,
  NodeChildrenChanged: 8,
};
const CREATED = 1;
const CHANGED = 2;
const DELETED = 4;
const CHILDREN = 8;

const NO_HEARERS: readonly never[] = [];

type Table = Map<string, Map<SessionId, Watch>>;

/** A session that is to hear of a change, and which of its watches say so. */
interface Hearer {
  readonly record: SessionRecord;
  readonly once: Watch | null;
  readonly standing: StandingWatch | null;
}

export class WatchCheck {
  private readonly findings: Findings;
  private readonly standing = new StandingWatches();
  private readonly data: Table = new Map();
  private readonly child: Table = new Map();
  private readonly bySession = new Map<SessionId, Set<Watch>>();
  /** Watches with a missed change, per session. */
  private readonly late = new Map<SessionId, Watch[]>();
  /** Paths on which a read without an answer may have armed a watch, per session: an event is fine, none is too. */
  private readonly perhaps = new Map<SessionId, Set<string>>();
  /** Paths that setWatches lists twice, per session: a second event of one change is fine until the next reply. */
  private readonly twice = new Map<SessionId, Set<string>>();

  constructor(findings: Findings) {
    this.findings = findings;
  }

  /** A reply armed a watch. `ids`: what had surely been proven when it was asked for. */
  arm(record: SessionRecord, kind: WatchKind, path: string, connection: number, ids: readonly AuthId[]): void {
    const table = kind === 'child' ? this.child : this.data;
    let watches = table.get(path);
    if (watches === undefined) {
      watches = new Map();
      table.set(path, watches);
    }
    let watch = watches.get(record.session);
    if (watch === undefined) {
      watch = {
        record,
        path,
        child: kind === 'child',
        data: false,
        exist: false,
        connection,
        ids,
        missed: 0,
        missedAt: 0 as Zxid,
      };
      watches.set(record.session, watch);
      const own = this.bySession.get(record.session);
      if (own === undefined) this.bySession.set(record.session, new Set([watch]));
      else own.add(watch);
    }
    if (kind === 'data') watch.data = true;
    if (kind === 'exist') watch.exist = true;
    watch.connection = connection;
    watch.ids = ids;
    watch.missed = 0;
  }

  /** A reply to addWatch. */
  armStanding(watch: StandingWatch): void {
    this.standing.arm(watch);
  }

  /** Whether a session has a watch of that type on exactly this path, as far as it is known; null: it may. */
  hasWatch(session: SessionId, path: string, type: number): boolean | null {
    if (this.perhaps.get(session)?.has(path) === true) return null;
    const data = this.data.get(path)?.has(session) === true;
    const child = this.child.get(path)?.has(session) === true;
    switch (type) {
      case WatcherType.CHILDREN:
        return child;
      case WatcherType.DATA:
        return data;
      case WatcherType.PERSISTENT:
        return this.standing.has(session, path, false);
      case WatcherType.PERSISTENT_RECURSIVE:
        return this.standing.has(session, path, true);
      default:
        return data || child || this.standing.has(session, path, false) || this.standing.has(session, path, true);
    }
  }

  /** A reply to removeWatches: they are gone, at the server and at the client. */
  removeWatches(session: SessionId, path: string, type: number): void {
    const any = type === WatcherType.ANY;
    const data = this.data.get(path)?.get(session);
    const child = this.child.get(path)?.get(session);
    if (data !== undefined && (any || type === WatcherType.DATA)) this.remove(data);
    if (child !== undefined && (any || type === WatcherType.CHILDREN)) this.remove(child);
    if (any || type === WatcherType.PERSISTENT) this.standing.remove(session, path, false);
    if (any || type === WatcherType.PERSISTENT_RECURSIVE) this.standing.remove(session, path, true);
  }

  /** A read that asked for a watch got no answer. */
  perhapsArm(session: SessionId, path: string): void {
    const paths = this.perhaps.get(session);
    if (paths === undefined) this.perhaps.set(session, new Set([path]));
    else paths.add(path);
  }

  /** Transaction `zxid` fires these triggers, and these events were received for it. */
  onTriggers(zxid: Zxid, triggers: readonly ModelTrigger[], received: readonly ReceivedEvent[], moment: Moment): void {
    /** Who was told of the deletion by its data watches; its children's watches are used up in silence. */
    const told = new Set<SessionId>();
    const position = new Map<SessionId, number>();
    for (const trigger of triggers) {
      if (trigger.event !== 'NodeDeleted' || trigger.manager === 'data') told.clear();
      for (const hearer of this.hearersOf(trigger)) {
        const { session } = hearer.record;
        if (trigger.manager === 'child' && trigger.event === 'NodeDeleted' && told.has(session)) {
          if (hearer.once !== null) this.remove(hearer.once);
          continue;
        }
        if (this.hears(hearer, trigger, zxid, received, position, moment)) told.add(session);
      }
    }
    for (const item of received) if (!item.used) this.unexpected(item, zxid, received);
  }

  private hearersOf(trigger: ModelTrigger): readonly Hearer[] {
    const once = (trigger.manager === 'data' ? this.data : this.child).get(trigger.path);
    if (once === undefined && this.standing.isEmpty) return NO_HEARERS;
    const hearers: Hearer[] = [];
    for (const watch of once?.values() ?? []) hearers.push({ record: watch.record, once: watch, standing: null });
    if (this.standing.isEmpty) return hearers;
    for (const watch of this.standing.hearersOf(trigger)) {
      const at = hearers.findIndex(({ record }) => record === watch.record);
      if (at < 0) hearers.push({ record: watch.record, once: null, standing: watch });
      else hearers[at] = { record: watch.record, once: (hearers[at] as Hearer).once, standing: watch };
    }
    return hearers;
  }

  /** What became of one session's watches by one trigger; whether its server told it, or kept it from it. */
  private hears(
    hearer: Hearer,
    trigger: ModelTrigger,
    zxid: Zxid,
    received: readonly ReceivedEvent[],
    position: Map<SessionId, number>,
    moment: Moment,
  ): boolean {
    const { record, once, standing } = hearer;
    const index = received.findIndex(
      (item) => !item.used && item.record === record && item.event === trigger.event && item.path === trigger.path,
    );
    if (index < 0) {
      if (!this.surelyReads(hearer, trigger)) {
        if (once !== null) this.usedUpInSilence(once);
        return true;
      }
      if (once !== null) this.unanswered(once, trigger, zxid, moment);
      if (standing !== null) this.unansweredStanding(standing, trigger, zxid, moment);
      return false;
    }
    const item = received[index] as ReceivedEvent;
    item.used = true;
    if (once !== null) this.answered(once, zxid, item);
    else this.findings.count('watches');
    if (!this.perhapsReads(record, trigger)) {
      this.findings.report(
        'watches',
        'event of what its client may not read',
        `Session ${record.session} got ${item.event} ${item.path} of ${showZxid(zxid)}, though it may not read that node.`,
        { atUs: item.atUs, event: item.at },
      );
    }
    if (index < (position.get(record.session) ?? -1)) {
      this.findings.report(
        'watches',
        'events of one transaction out of order',
        `Session ${record.session} got ${item.event} ${item.path} of ${showZxid(zxid)} too early among the events of that transaction.`,
        { atUs: item.atUs, event: item.at },
      );
    }
    position.set(record.session, index);
    return true;
  }

  /** By what its connection had proven when the watch was armed. */
  private surelyReads({ once, standing }: Hearer, { acl }: ModelTrigger): boolean {
    if (once !== null && permits(acl, Perm.READ, once.ids)) return true;
    return standing !== null && permits(acl, Perm.READ, standing.ids);
  }

  /** By what its client has proven until now. */
  private perhapsReads(record: SessionRecord, { acl }: ModelTrigger): boolean {
    return permits(acl, Perm.READ, provenBefore(record, Infinity));
  }

  /** The server has no such watch any more and the client still waits for it: what comes of that is not known. */
  private usedUpInSilence(watch: Watch): void {
    this.perhapsArm(watch.record.session, watch.path);
    this.remove(watch);
  }

  /** The replay passes a reply of this session: what it missed before must have been made up for. */
  onReply(record: SessionRecord, connection: number, zxid: Zxid, at: Pick<Moment, 'atUs' | 'event'>): void {
    record.replayedConnection = connection;
    this.twice.delete(record.session);
    const late = this.late.get(record.session);
    if (late === undefined) return;
    const still: Watch[] = [];
    for (const watch of late) {
      if (watch.missed === 0) continue;
      if (watch.missedAt > zxid || connection <= watch.connection) {
        still.push(watch);
        continue;
      }
      if (watch.exist && !watch.data && (watch.missed & CREATED) !== 0 && (watch.missed & DELETED) !== 0) {
        watch.missed = 0;
        watch.connection = connection;
        continue;
      }
      this.findings.report(
        'watches',
        'event lost over a reconnection',
        `Session ${record.session} came back and was shown ${showZxid(zxid)}, but its watch on ${watch.path} missed ${showZxid(watch.missedAt)} and was told nothing.`,
        at,
      );
      this.remove(watch);
    }
    if (still.length === 0) this.late.delete(record.session);
    else this.late.set(record.session, still);
  }

  /** An event of setWatches, placed before the reply that followed it. */
  onCaughtUp(record: SessionRecord, event: WatchEventType, path: string, at: Pick<Moment, 'atUs' | 'event'>): void {
    this.findings.count('watches');
    const data = this.data.get(path)?.get(record.session);
    const child = this.child.get(path)?.get(record.session);
    if (data !== undefined && explains(data, event)) {
      if ((data.data && data.exist) || (event === 'NodeDeleted' && child !== undefined))
        this.allowTwice(record.session, path);
      this.remove(data);
      if (event === 'NodeDeleted' && child !== undefined) this.remove(child);
      return;
    }
    if (child !== undefined && explains(child, event)) {
      this.remove(child);
      return;
    }
    if (this.twice.get(record.session)?.delete(path) === true) return;
    if (this.perhaps.get(record.session)?.has(path) === true) {
      // For a watch that only the client still had, it gives up all that it takes the event for.
      if (data !== undefined && event !== 'NodeChildrenChanged') this.remove(data);
      if (child !== undefined && (event === 'NodeChildrenChanged' || event === 'NodeDeleted')) this.remove(child);
      return;
    }
    this.findings.report(
      'watches',
      `${event} without a missed change`,
      `Session ${record.session} got ${event} ${path} after a reconnection, but no watch of it missed such a change.`,
      at,
    );
  }

  /** The session is over and nothing more is expected of it. */
  drop(session: SessionId): void {
    for (const watch of [...(this.bySession.get(session) ?? [])]) this.remove(watch);
    this.bySession.delete(session);
    this.standing.drop(session);
    this.late.delete(session);
    this.perhaps.delete(session);
    this.twice.delete(session);
  }

  /** The right event came. A change that was missed before it should have been told first. */
  private answered(watch: Watch, zxid: Zxid, item: ReceivedEvent): void {
    this.findings.count('watches');
    const blind = watch.exist && (watch.missed & DELETED) !== 0;
    if (watch.missed !== 0 && !blind) {
      this.findings.report(
        'watches',
        'event for a later change than the first',
        `Session ${watch.record.session} got ${item.event} ${watch.path} of ${showZxid(zxid)}, but ${showZxid(watch.missedAt)} had triggered that watch before.`,
        { atUs: item.atUs, event: item.at },
      );
    }
    this.remove(watch);
  }

  /** No event came. Its connection showed a later state: lost. Otherwise setWatches has to make up for it. */
  private unanswered(watch: Watch, trigger: ModelTrigger, zxid: Zxid, moment: Moment): void {
    const { record } = watch;
    const connection = Math.max(watch.connection, record.replayedConnection);
    if (watch.missed === 0 && (record.shownOn[connection] ?? -1) >= zxid) {
      this.findings.report(
        'watches',
        'event missing',
        `Session ${record.session} was shown the state after ${showZxid(zxid)} without ${trigger.event} ${trigger.path}, which it watched.`,
        moment,
      );
      this.remove(watch);
      return;
    }
    if (watch.missed === 0) {
      watch.missedAt = zxid;
      watch.connection = connection;
      const late = this.late.get(record.session);
      if (late === undefined) this.late.set(record.session, [watch]);
      else late.push(watch);
    }
    watch.missed |= bits[trigger.event];
  }

  /** No event came to a watch that is always there. What a client missed while it was away is nobody's fault. */
  private unansweredStanding(watch: StandingWatch, trigger: ModelTrigger, zxid: Zxid, moment: Moment): void {
    const { record } = watch;
    const connection = Math.max(watch.connection, record.replayedConnection);
    if ((record.shownOn[connection] ?? -1) < zxid) return;
    this.findings.report(
      'watches',
      'event of a standing watch missing',
      `Session ${record.session} was shown the state after ${showZxid(zxid)} without ${trigger.event} ${trigger.path}, for which it has a watch on ${watch.path}.`,
      moment,
    );
  }

  private unexpected(item: ReceivedEvent, zxid: Zxid, received: readonly ReceivedEvent[]): void {
    const { record, event, path } = item;
    if (this.perhaps.get(record.session)?.has(path) === true) return;
    // A second connection may be told of the same change again: the watch was armed anew at a server further behind.
    const again = received.some(
      (other) =>
        other.used &&
        other.record === record &&
        other.event === event &&
        other.path === path &&
        other.connection !== item.connection,
    );
    if (again) return;
    this.findings.report(
      'watches',
      `${event} without a watch`,
      `Session ${record.session} got ${event} ${path} of ${showZxid(zxid)}, which fires no watch of that session.`,
      { atUs: item.atUs, event: item.at },
    );
  }

  private allowTwice(session: SessionId, path: string): void {
    const paths = this.twice.get(session);
    if (paths === undefined) this.twice.set(session, new Set([path]));
    else paths.add(path);
  }

  private remove(watch: Watch): void {
    const table = watch.child ? this.child : this.data;
    const watches = table.get(watch.path);
    watches?.delete(watch.record.session);
    if (watches?.size === 0) table.delete(watch.path);
    this.bySession.get(watch.record.session)?.delete(watch);
    watch.missed = 0;
  }
}

/** Whether setWatches may answer a watch that missed these changes with this event. */
function explains(watch: Watch, event: WatchEventType): boolean {
  if (watch.missed === 0) return false;
  switch (event) {
    case 'NodeCreated':
      return watch.exist && (watch.missed & CREATED) !== 0;
    case 'NodeDataChanged':
      return watch.data && (watch.missed & (CHANGED | CREATED)) !== 0;
    case 'NodeDeleted':
      return (watch.missed & DELETED) !== 0;
    case 'NodeChildrenChanged':
      return watch.child && (watch.missed & (CHILDREN | DELETED)) !== 0;
  }
}
