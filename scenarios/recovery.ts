/**
 * Liveness, asked once: after the last fault has healed, does the ensemble elect, synchronise and serve, within
 * five leader attempts and within a bound of virtual time? "It serves" is tried out: every client writes and reads.
 *
 * An agent that looks a few times per tick. What was possible and did not happen in time is a finding; what could
 * not happen, because a quorum cannot be up, is an excuse, which is told and leaves the run undecided.
 */
import type { Outcome } from '../protocol/client/outcome.ts';
import { connectTimeoutUs } from '../protocol/client/keep-alive.ts';
import type { Fact } from '../protocol/facts.ts';
import { epochOf, counterOf, showZxid, type Zxid } from '../protocol/ids.ts';
import type { UserOp } from '../protocol/op.ts';
import type { Plain, ProcessName } from '../protocol/process.ts';
import { assert } from '../protocol/std/assert.ts';
import { encodeText } from '../protocol/std/text-bytes.ts';
import type { CheckResult } from '../sim/check/verdict.ts';
import type { FaultNotice, Observer } from '../sim/kernel/observer.ts';
import type { Agent, World } from '../sim/kernel/world.ts';
import { damagedServers, strikes } from './contract/damage.ts';
import type { EnsembleView } from './ensemble-view.ts';
import { LateSessions } from './late-sessions.ts';
import { EPOCH_USED_UP } from './marks.ts';
import type { Tally } from './tally.ts';
import { PROBE_ID, type Workload } from './workloads/workload.ts';

export interface RecoveryOptions {
  readonly fromUs: number;
  readonly boundUs: number;
  readonly attemptsMax: number;
  readonly pollUs: number;
  /** After everything agreed, so much more is run, for what is still on its way. */
  readonly settleUs: number;
  readonly clients: readonly ProcessName[];
}

/** Takes back all faults; `final`: none follows. */
export interface Healer {
  healAll(final: boolean): void;
}

/** Probes of one client: a write, then a read behind it. */
class Probe {
  readonly client: ProcessName;
  step: 'idle' | 'write' | 'read' | 'done' = 'idle';
  id = 0;

  constructor(client: ProcessName) {
    this.client = client;
  }
}

export type RecoveryState = 'waiting' | 'recovering' | 'settling' | 'done' | 'late' | 'excused';

export class Recovery implements Agent, Observer {
  readonly name = 'recovery';
  readonly factTypes = ['applied', 'roleEnded'];
  state: RecoveryState = 'waiting';
  /** What is missing, as of the last look; the finding when time is up. */
  missing = 'the faults have not healed';
  private readonly world: World;
  private readonly options: RecoveryOptions;
  private readonly view: EnsembleView;
  private readonly tally: Tally;
  private readonly workload: Workload;
  private readonly faults: Healer;
  private readonly probes: readonly Probe[];
  private readonly lateSessions: LateSessions;
  /** Servers whose disk lied, or damaged what it had kept. */
  private readonly betrayed = new Set<ProcessName>();
  private nextId = PROBE_ID;
  private healedUs = 0;
  /**
   * Since when nothing is in its way: faults have healed, no epoch has ended because its counter was used up, and no client
   * has come in that went on from server to server before a session could be made for it.
   */
  private freeUs = 0;
  /** Since when it has served: all agreed then, and what came since were transactions that all got. */
  private agreedUs = 0;
  /** When all agreed last. */
  private lastAgreedUs = 0;
  /** Since when they have, at each look; null when they did not at the last. */
  private quietUs: number | null = null;
  private endedUs = 0;
  private endedEvent = 0;

  constructor(
    world: World,
    options: RecoveryOptions,
    view: EnsembleView,
    tally: Tally,
    workload: Workload,
    faults: Healer,
  ) {
    this.world = world;
    this.options = options;
    this.view = view;
    this.tally = tally;
    this.workload = workload;
    this.faults = faults;
    this.probes = options.clients.map((client) => new Probe(client));
    this.lateSessions = new LateSessions(options.clients);
  }

  begin(world: World): void {
    world.schedule(this.options.fromUs, this, null);
  }

  onEvent(_data: Plain, world: World): void {
    if (this.state === 'waiting') {
      this.state = 'recovering';
      this.faults.healAll(true);
      this.healedUs = world.nowUs;
      this.freeUs = world.nowUs;
      this.tally.countAttemptsFrom();
    }
    const now = world.nowUs;
    const waitedFor = this.probes.find(({ client }) => this.missing === notConnected(client));
    const unserved = this.look(world);
    this.missing = unserved === '' ? this.disagreement() : unserved;
    const hasComeIn = waitedFor !== undefined && this.view.connected.has(waitedFor.client);
    if (hasComeIn && this.lateSessions.areTheRule) this.freeUs = now;
    if (this.missing === '') {
      if (this.state === 'recovering') this.agreedUs = now;
      this.state = 'settling';
      this.lastAgreedUs = now;
      this.quietUs ??= now;
      if (now >= this.quietUs + this.options.settleUs) {
        this.finish('done', world, 'recovered');
        return;
      }
    } else {
      this.quietUs = null;
      // Else a transaction is on its way in an ensemble that has recovered: a session ran out, a container is empty.
      if (unserved !== '' || now > this.lastAgreedUs + this.options.boundUs) this.state = 'recovering';
    }
    const late = this.state === 'recovering' && now > this.freeUs + this.options.boundUs;
    const tries = this.tally.attempts > this.options.attemptsMax;
    if (late || tries) this.finish(this.excuse() === null ? 'late' : 'excused', world, 'not recovered');
    else world.schedule(now + this.options.pollUs, this, null);
  }

  onFact(process: ProcessName, plain: Plain): void {
    const fact = plain as Extract<Fact, { type: 'applied' | 'roleEnded' }>;
    if (fact.type === 'roleEnded') {
      if (fact.reason === EPOCH_USED_UP) this.freeUs = this.world.nowUs;
    } else if (this.state === 'recovering' && fact.txn.body.type === 'createSession') {
      this.lateSessions.onMade(fact.txn.session, process, this.world);
    }
  }

  onFault(fault: FaultNotice): void {
    const damage = damagedServers(fault);
    if (damage === null || !damage.lasting || !fault.effective) return;
    for (const { name } of this.view.servers.values()) if (strikes(damage, Number(name))) this.betrayed.add(name);
  }

  onReply(process: ProcessName, id: number, value: Plain): void {
    if (id < PROBE_ID) return;
    const probe = this.probes.find((each) => each.client === process && each.id === id);
    if (probe === undefined) return;
    const outcome = value as Outcome;
    const ok = outcome.kind === 'answered' && outcome.err === 0;
    if (!ok) probe.step = 'idle';
    else probe.step = probe.step === 'write' ? 'read' : 'done';
    if (probe.step === 'read') probe.id = 0;
  }

  /** The row of the result. */
  result(): CheckResult {
    const name = 'recovery-in-time';
    switch (this.state) {
      case 'done':
      case 'settling': {
        const ms = Math.ceil((this.agreedUs - this.healedUs) / 1000);
        const attempts = `${this.tally.attempts} leader attempt${this.tally.attempts === 1 ? '' : 's'}`;
        return {
          name,
          verdict: 'ok',
          detail: `served ${ms} ms after the last fault healed, ${attempts}`,
          finding: null,
        };
      }
      case 'excused': {
        return { name, verdict: 'undecided', detail: `not possible: ${this.excuse() ?? ''}`, finding: null };
      }
      case 'late': {
        const tries = this.tally.attempts > this.options.attemptsMax;
        const how = tries ? `after ${this.tally.attempts} leader attempts` : `within ${this.options.boundUs / 1000} ms`;
        const message = `the ensemble had to recover after its faults healed, and did not ${how}: ${this.missing}`;
        const signature = `recovery-in-time: ${this.missing.replace(/[0-9]+(:[0-9a-f]+)?/g, 'n')}`;
        return {
          name,
          verdict: 'liveness',
          detail: message,
          finding: { signature, message, atUs: this.endedUs, event: this.endedEvent },
        };
      }
      case 'waiting':
      case 'recovering':
        return {
          name,
          verdict: 'undecided',
          detail: `the run ended before it was decided: ${this.missing}`,
          finding: null,
        };
    }
  }

  private finish(state: RecoveryState, world: World, why: string): void {
    this.state = state;
    this.endedUs = world.nowUs;
    this.endedEvent = world.events;
    world.stop(why);
  }

  /** The first thing that is missing for all to be served, as a phrase; empty when nothing is. Starts probes on its way. */
  private look(world: World): string {
    for (const server of this.view.servers.values()) if (!server.up) return `server ${server.name} is down`;
    const leader = this.view.leader();
    if (leader === null) return 'nobody leads';
    for (const server of this.view.servers.values()) {
      if (!server.serving) return `server ${server.name} (${server.state}) does not serve`;
      if (server.epoch !== leader.epoch) return `server ${server.name} is not in the epoch of the leader`;
    }
    this.probe(world);
    for (const probe of this.probes) {
      if (probe.step === 'done') continue;
      return this.view.connected.has(probe.client)
        ? `client ${probe.client} has no answer to its ${probe.step === 'read' ? 'read' : 'write'}`
        : notConnected(probe.client);
    }
    if (this.workload.moreToCome) return 'operations of the workload are still to come';
    if (this.workload.unanswered > 0) return 'operations of the workload have no answer';
    return '';
  }

  /**
   * What keeps logs from being durable to their end, or trees from standing at one zxid, as a phrase. That of a fresh leader,
   * e:0, is no transaction: it may be seen of one server, or be the label of the SNAP that another got, and not of a third.
   */
  private disagreement(): string {
    const leader = this.view.leader();
    assert(leader !== null, 'an ensemble that serves has a leader');
    const { applied } = leader;
    for (const server of this.view.servers.values()) {
      if (server.durable < server.logged) {
        return `server ${server.name} has ${showZxid(server.logged as Zxid)} in its log and not on its disk`;
      }
      if (server.applied === applied) continue;
      if (isFresh(applied, server.epoch) || isFresh(server.applied, server.epoch)) continue;
      // Nothing was ever committed.
      if (counterOf(applied as Zxid) === 0 && counterOf(server.applied as Zxid) === 0) continue;
      return `server ${server.name} has applied ${showZxid(server.applied as Zxid)}, its leader ${showZxid(applied as Zxid)}`;
    }
    return '';
  }

  private probe(world: World): void {
    for (const probe of this.probes) {
      if (probe.step === 'idle') this.ask(probe, 'write', world);
      else if (probe.step === 'read' && probe.id === 0) this.ask(probe, 'read', world);
    }
  }

  private ask(probe: Probe, step: 'write' | 'read', world: World): void {
    probe.step = step;
    probe.id = this.nextId++;
    const op: UserOp =
      step === 'write'
        ? { type: 'setData', path: '/', data: encodeText(`probe ${probe.client} ${probe.id}`), version: -1 }
        : { type: 'getData', path: '/', watch: false };
    world.request(probe.client, world.nowUs, probe.id, op);
  }

  /** Why recovery was not possible; null when it was. */
  private excuse(): string | null {
    let voters = 0;
    let up = 0;
    for (const server of this.view.servers.values()) {
      // As ZooKeeper does: what such a disk has left is for an operator to look at, and none is modelled.
      if (!server.up && server.refusal !== '' && this.betrayed.has(server.name)) {
        return `server ${server.name} refuses to load its database: ${server.refusal}`;
      }
      if (!server.voter) continue;
      voters++;
      if (server.up) up++;
    }
    return up * 2 > voters ? this.impatience() : `only ${up} of ${voters} voters are up`;
  }

  /** The client that is missing, when it goes on to the next server before a session can be made; null when none does. */
  private impatience(): string | null {
    const { client } = this.probes.find(({ step }) => step !== 'done') ?? {};
    if (client === undefined || this.missing !== notConnected(client) || !this.lateSessions.areTheRule) return null;
    const { timeoutMs } = this.world.process(client).inspect() as { timeoutMs: number };
    const waitsMs = Math.floor(connectTimeoutUs(timeoutMs, this.view.servers.size) / 1000);
    return `client ${client} gives each server ${waitsMs} ms, and the sessions made for it came later`;
  }
}

function notConnected(client: ProcessName): string {
  return `client ${client} is not connected`;
}

/** Whether a zxid stands for the whole initial history of an epoch. */
function isFresh(zxid: number, epoch: number): boolean {
  return counterOf(zxid as Zxid) === 0 && epochOf(zxid as Zxid) === epoch;
}
