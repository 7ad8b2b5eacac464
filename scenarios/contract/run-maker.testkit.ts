/**
 * Makes small passing runs without servers: a sequential ZooKeeper of three that answers several sessions, and tells
 * an observer the facts, requests and replies a real run would. A run is a list of steps, so that a test can spoil
 * one of them before it is told. Test material.
 */
import { EVENT_ID, SESSION_ID, type EventNews, type Outcome, type SessionNews } from '../../protocol/client/outcome.ts';
import { ErrorCode } from '../../protocol/error-code.ts';
import type { Fact } from '../../protocol/facts.ts';
import { epoch, makeZxid, NO_SESSION, serverId, type ServerId, type SessionId, type Zxid } from '../../protocol/ids.ts';
import {
  isWrite,
  OPEN_ACL,
  type Acl,
  type AuthId,
  type CreateOp,
  type OpResult,
  type ReadOp,
  type RemoveWatchesOp,
  type UserOp,
  type WriteOp,
} from '../../protocol/op.ts';
import { encodeText } from '../../protocol/std/text-bytes.ts';
import { makeTxn, type Txn, type TxnBody } from '../../protocol/txn.ts';
import type { CheckResult } from '../../sim/check/verdict.ts';
import { SUPER_DIGEST } from '../workloads/identities.ts';
import { createContract, type ContractChecks, type ContractOptions } from './contract.ts';
import { Perm, permits } from './model-acl.ts';
import { addressIds, provenBy } from './proofs.ts';
import { PLAIN_RULES, ZnodeModel, type ModelTrigger } from './znode-model.ts';

export type Step =
  | { readonly kind: 'fact'; readonly server: ServerId; readonly fact: Fact }
  | { readonly kind: 'request'; readonly client: string; readonly id: number; readonly op: UserOp }
  | { readonly kind: 'reply'; readonly client: string; readonly id: number; readonly value: Outcome }
  | { readonly kind: 'event'; readonly client: string; readonly value: EventNews }
  | { readonly kind: 'news'; readonly client: string; readonly value: SessionNews }
  | { readonly kind: 'crash'; readonly process: string }
  | { readonly kind: 'fault'; readonly fault: string; readonly text: string };

export const servers = [1, 2, 3].map(serverId);
const LEADER = serverId(1);
const QUORUM = [serverId(1), serverId(2)];

export const contractOptions: ContractOptions = {
  voters: servers,
  observers: [],
  searchBudget: 100_000,
  syncMode: 'zookeeper',
  extendedTypesEnabled: true,
  enforceQuota: true,
  superDigest: SUPER_DIGEST,
};

/** Who has a watch of addWatch, where. */
interface Standing {
  readonly client: string;
  readonly path: string;
  readonly recursive: boolean;
}

/** An ensemble led by server 1; each call appends the steps of what it does. */
export class RunMaker {
  readonly steps: Step[] = [];
  readonly model = new ZnodeModel({ ...PLAIN_RULES, extendedTypes: true, enforceQuota: true });
  readonly sessions = new Map<string, SessionId>();
  private readonly xids = new Map<string, number>();
  private readonly watches = new Map<string, Set<string>>();
  private standing: Standing[] = [];
  private readonly proven = new Map<string, AuthId[]>();
  private epochNow = 0;
  private counter = 0;
  private nextId = 0;
  private timeMs = 1_000_000;
  /** A leader's clock, for the sessions. */
  private clockUs = 0;

  constructor() {
    for (const server of servers) {
      this.fact(server, {
        type: 'recovered',
        zxid: 0 as Zxid,
        snapshot: 0 as Zxid,
        treeDigest: 7,
        acceptedEpoch: epoch(0),
        currentEpoch: epoch(0),
        tornRecords: 0,
      });
    }
    this.elect();
  }

  get zxid(): Zxid {
    return this.model.zxid;
  }

  fact(server: ServerId, fact: Fact): void {
    this.steps.push({ kind: 'fact', server, fact });
  }

  /** Server 1 becomes the leader of the next epoch. */
  elect(): void {
    const next = epoch(++this.epochNow);
    this.counter = 0;
    for (const server of servers) {
      const state = server === LEADER ? 'LEADING' : 'FOLLOWING';
      this.fact(server, { type: 'acceptedEpoch', epoch: next });
      this.fact(server, { type: 'epochAcked', epoch: next });
      this.fact(server, { type: 'role', state, phase: 'SYNCHRONIZATION', epoch: next, leader: LEADER });
      this.fact(server, { type: 'currentEpoch', epoch: next });
      if (server !== LEADER) this.fact(server, { type: 'newLeaderAcked', epoch: next, zxid: this.zxid });
    }
    this.fact(LEADER, { type: 'established', epoch: next, zxid: this.zxid, quorum: QUORUM });
    for (const server of servers) {
      const state = server === LEADER ? 'LEADING' : 'FOLLOWING';
      this.fact(server, { type: 'role', state, phase: 'BROADCAST', epoch: next, leader: LEADER });
      if (server !== LEADER) this.fact(server, { type: 'upToDate', epoch: next });
    }
    for (const session of this.sessions.values()) this.opened(session);
  }

  connect(client: string, session: string): void {
    const id = session as SessionId;
    this.broadcast(id, 0, { type: 'createSession', timeoutMs: 4000 });
    this.model.write({ type: 'createSession', timeoutMs: 4000 }, id, this.head(), this.timeMs);
    this.opened(id);
    this.sessions.set(client, id);
    this.xids.set(client, 0);
    this.news(client, 'connected', false);
  }

  /** The connection of a client is lost; it comes back to its session. `caughtUp`: what setWatches tells it. */
  reconnect(client: string): void {
    this.news(client, 'disconnected', false);
    this.news(client, 'connected', true);
  }

  news(client: string, state: SessionNews['state'], resumed: boolean): void {
    const session = this.sessionOf(client);
    const server = state === 'connected' ? '2' : null;
    this.steps.push({ kind: 'news', client, value: { kind: 'session', state, session, server, resumed } });
  }

  /** Does an operation at once and returns the id of the request. `silent`: no answer comes. */
  ask(client: string, op: UserOp, silent = false): number {
    const id = this.nextId++;
    const session = this.sessionOf(client);
    const xid = (this.xids.get(client) ?? 0) + 1;
    this.xids.set(client, xid);
    this.steps.push({ kind: 'request', client, id, op });
    this.touch(session);
    if (op.type === 'auth') {
      this.idsOf(client).push(...provenBy(op, SUPER_DIGEST));
      this.xids.set(client, xid - 1);
      const told = { kind: 'answered', session, xid: -4, zxid: 0 as Zxid, err: 0, result: null } as const;
      this.steps.push({ kind: 'reply', client, id, value: told });
      return id;
    }
    const { err, result } = isWrite(op) ? this.update(session, xid, op, client) : this.look(op, client, silent);
    const value: Outcome = silent
      ? { kind: 'unknown', session, xid, why: 'CONNECTIONLOSS' }
      : { kind: 'answered', session, xid, zxid: this.zxid, err, result };
    this.steps.push({ kind: 'reply', client, id, value });
    if (op.type === 'closeSession' && !silent) this.news(client, 'closed', false);
    return id;
  }

  /** Several updates of one client that its leader prepares one after the other, before it applies any of them. */
  together(client: string, ops: readonly UserOp[]): void {
    const session = this.sessionOf(client);
    const applied = this.zxid;
    const made = ops.map((op) => {
      const id = this.nextId++;
      const xid = (this.xids.get(client) ?? 0) + 1;
      this.xids.set(client, xid);
      this.steps.push({ kind: 'request', client, id, op });
      const zxid = makeZxid(this.epochNow, ++this.counter);
      const answer = this.model.write(op as WriteOp, session, zxid, ++this.timeMs, {
        ids: this.idsOf(client),
        applied,
      });
      const txn = makeTxn({ zxid, session, cxid: xid, timeMs: this.timeMs }, answer.body);
      this.fact(LEADER, { type: 'proposed', txn });
      return { id, xid, answer, txn };
    });
    for (const { id, xid, answer, txn } of made) {
      this.commit(txn);
      this.fire(answer.triggers, txn.zxid);
      const { err, result } = answer;
      this.steps.push({
        kind: 'reply',
        client,
        id,
        value: { kind: 'answered', session, xid, zxid: txn.zxid, err, result },
      });
    }
  }

  /** The leader finds a node unused, and has it deleted. */
  reap(path: string): void {
    this.fact(LEADER, { type: 'unusedNode', path, wallMs: this.timeMs });
    const zxid = makeZxid(this.epochNow, this.counter + 1);
    const answer = this.model.write({ type: 'deleteContainer', path }, NO_SESSION, zxid, this.timeMs + 1);
    this.broadcast(NO_SESSION, 0, answer.body);
    this.fire(answer.triggers);
  }

  /** Nothing happens for so long. */
  wait(ms: number): void {
    this.timeMs += ms;
  }

  /** Asks for an update that the leader refuses, for a reason the model does not know; `body` is what it writes down. */
  refuse(client: string, op: UserOp, body: TxnBody, answer: { err: ErrorCode; result: OpResult | null }): void {
    const id = this.nextId++;
    const session = this.sessionOf(client);
    const xid = (this.xids.get(client) ?? 0) + 1;
    this.xids.set(client, xid);
    this.steps.push({ kind: 'request', client, id, op });
    this.touch(session);
    const { zxid } = this.broadcast(session, xid, body);
    this.model.skip(zxid);
    this.steps.push({ kind: 'reply', client, id, value: { kind: 'answered', session, xid, zxid, ...answer } });
  }

  /** The leader expires the session of a client that has been silent long enough. */
  expire(client: string, silentMs = 5000): void {
    const session = this.sessionOf(client);
    this.clockUs += silentMs * 1000;
    this.fact(LEADER, { type: 'sessionExpired', session, atUs: this.clockUs });
    const before = this.model.ephemeralsOf(session);
    this.broadcast(session, 0, { type: 'closeSession', paths: before });
    const answer = this.model.write({ type: 'closeSession' }, session, this.head(), this.timeMs);
    this.fire(answer.triggers);
    this.news(client, 'expired', false);
  }

  /** A transaction goes through the ensemble: proposed, logged, synced, acknowledged, committed, applied. */
  broadcast(session: SessionId, cxid: number, body: TxnBody): Txn {
    const zxid = makeZxid(this.epochNow, ++this.counter);
    const txn = makeTxn({ zxid, session, cxid, timeMs: ++this.timeMs }, body);
    this.fact(LEADER, { type: 'proposed', txn });
    this.commit(txn);
    return txn;
  }

  private commit(txn: Txn): void {
    const { zxid } = txn;
    for (const server of servers) {
      this.fact(server, { type: 'logged', txn });
      this.fact(server, { type: 'synced', zxid, group: 1 });
      this.fact(server, { type: 'acked', zxid });
    }
    this.fact(LEADER, { type: 'committed', zxid, acks: QUORUM });
    for (const server of servers) this.fact(server, { type: 'applied', txn, treeDigest: zxid % 1000 });
  }

  private head(): Zxid {
    return makeZxid(this.epochNow, this.counter);
  }

  private update(
    session: SessionId,
    xid: number,
    op: Extract<UserOp, WriteOp>,
    client: string,
  ): { err: 0; result: null } | ReturnType<ZnodeModel['write']> {
    const zxid = makeZxid(this.epochNow, this.counter + 1);
    const answer = this.model.write(op, session, zxid, this.timeMs + 1, { ids: this.idsOf(client) });
    this.broadcast(session, xid, answer.body);
    this.fire(answer.triggers);
    if (op.type === 'closeSession') this.fact(LEADER, { type: 'sessionClosed', session });
    return answer;
  }

  private look(op: UserOp, client: string, silent: boolean): ReturnType<ZnodeModel['read']> {
    const done = { err: 0, result: null } as const;
    switch (op.type) {
      case 'sync':
        return { err: 0, result: { type: 'sync', path: op.path } };
      case 'addWatch':
        if (!silent) this.standing.push({ client, path: op.path, recursive: op.mode === 1 });
        return { err: 0, result: { type: 'addWatch' } };
      case 'checkWatches':
        return this.matching(op, client).length > 0 ? done : { err: ErrorCode.NOWATCHER, result: null };
      case 'removeWatches': {
        const gone = this.matching(op, client);
        this.standing = this.standing.filter((watch) => !gone.includes(watch));
        return gone.length > 0 ? done : { err: ErrorCode.NOWATCHER, result: null };
      }
      default:
        return this.read(op as ReadOp, client, silent);
    }
  }

  private read(read: ReadOp, client: string, silent: boolean): ReturnType<ZnodeModel['read']> {
    const answer = this.model.read(read, { session: this.sessionOf(client), ids: this.idsOf(client) });
    const manager = read.type === 'getChildren' || read.type === 'getChildren2' ? 'child' : 'data';
    const armed = answer.err === 0 || (read.type === 'exists' && answer.err === ErrorCode.NONODE);
    if ('watch' in read && read.watch && !silent && armed) {
      const key = `${manager} ${read.path}`;
      const clients = this.watches.get(key) ?? new Set<string>();
      this.watches.set(key, clients.add(client));
    }
    return answer;
  }

  /** Of standing watches only, which is all that tests ask for. */
  private matching({ path, watcherType }: RemoveWatchesOp, client: string): Standing[] {
    return this.standing.filter(
      (watch) =>
        watch.client === client &&
        watch.path === path &&
        (watcherType === 3 || watcherType === (watch.recursive ? 5 : 4)),
    );
  }

  private fire(triggers: readonly ModelTrigger[], zxid: Zxid = this.zxid): void {
    let told = new Set<string>();
    for (const { manager, event, path, acl } of triggers) {
      if (manager === 'data') told = new Set();
      const key = `${manager} ${path}`;
      const hearers = new Set(this.watches.get(key) ?? []);
      for (const watch of this.standing) if (hears(watch, manager, path)) hearers.add(watch.client);
      for (const client of hearers) {
        if (event === 'NodeDeleted' && told.has(client)) continue;
        told.add(client);
        if (!permits(acl, Perm.READ, this.idsOf(client))) continue;
        const value: EventNews = { kind: 'event', session: this.sessionOf(client), event, path, zxid };
        this.steps.push({ kind: 'event', client, value });
      }
      this.watches.delete(key);
    }
  }

  private idsOf(client: string): AuthId[] {
    let ids = this.proven.get(client);
    if (ids === undefined) {
      ids = [...addressIds(client)];
      this.proven.set(client, ids);
    }
    return ids;
  }

  private opened(session: SessionId): void {
    this.fact(LEADER, { type: 'sessionOpened', session, timeoutMs: 4000, atUs: this.clockUs });
  }

  private touch(session: SessionId): void {
    this.clockUs += 1000;
    this.fact(LEADER, { type: 'sessionTouched', session, atUs: this.clockUs });
  }

  private sessionOf(client: string): SessionId {
    return this.sessions.get(client) ?? ('0x0' as SessionId);
  }
}

function hears({ path: watched, recursive }: Standing, manager: ModelTrigger['manager'], path: string): boolean {
  if (!recursive) return path === watched;
  return manager === 'data' && (path === watched || watched === '/' || path.startsWith(`${watched}/`));
}

/** Tells the steps to a contract, one event each, and returns its results. */
export function judge(steps: readonly Step[], options: Partial<ContractOptions> = {}): CheckResult[] {
  const contract = createContract({ ...contractOptions, ...options });
  tell(contract, steps);
  const end = { atUs: steps.length * 10, event: steps.length };
  return contract.finish({ ...end, servers: servers.map((sid) => ({ sid, up: true, healed: true })) });
}

export function tell(contract: ContractChecks, steps: readonly Step[]): void {
  steps.forEach((step, event) => {
    const moment = { atUs: event * 10, event, cause: -1 };
    switch (step.kind) {
      case 'fact':
        contract.onFact(String(step.server), step.fact, moment);
        return;
      case 'request':
        contract.onRequest(step.client, step.id, step.op, moment);
        return;
      case 'reply':
        contract.onReply(step.client, step.id, step.value, moment);
        return;
      case 'event':
        contract.onReply(step.client, EVENT_ID, step.value, moment);
        return;
      case 'news':
        contract.onReply(step.client, SESSION_ID, step.value, moment);
        return;
      case 'crash':
        contract.onLifecycle(step.process, { change: 'crashed' }, moment);
        return;
      case 'fault':
        contract.onFault({ kind: step.fault, text: step.text, effective: true });
        return;
    }
  });
}

/** Rows with a finding, in their order. */
export function violations(results: readonly CheckResult[]): string[] {
  return results.filter((row) => row.verdict === 'violation').map((row) => row.name);
}

export function create(path: string, flags = 0, data = ''): CreateOp {
  return { type: 'create', path, data: encodeText(data), acl: OPEN_ACL, flags };
}
export function remove(path: string, version = -1): UserOp {
  return { type: 'delete', path, version };
}
export function set(path: string, data: string, version = -1): UserOp {
  return { type: 'setData', path, data: encodeText(data), version };
}
export function get(path: string, watch = false): UserOp {
  return { type: 'getData', path, watch };
}
export function exists(path: string, watch = false): UserOp {
  return { type: 'exists', path, watch };
}
export function children(path: string, watch = false): UserOp {
  return { type: 'getChildren', path, watch };
}
export function createWith(acl: readonly Acl[], path: string): CreateOp {
  return { ...create(path), acl };
}
export function setAcl(path: string, acl: readonly Acl[], version = -1): Extract<UserOp, { type: 'setACL' }> {
  return { type: 'setACL', path, acl, version };
}
export function standing(path: string, recursive = false): UserOp {
  return { type: 'addWatch', path, mode: recursive ? 1 : 0 };
}
