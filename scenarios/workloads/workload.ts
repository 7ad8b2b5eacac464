/**
 * Asks the clients for their operations, each at its time: an agent of the world, and an observer of the answers,
 * from which it learns the versions that later operations expect. Between two operations of a client it holds that
 * client's next one and those without an answer, nothing else.
 */
import type { Outcome } from '../../protocol/client/outcome.ts';
import { compatOf, type Compat } from '../../protocol/compat.ts';
import { isCreate, type UserOp } from '../../protocol/op.ts';
import { createInMulti } from '../../protocol/pipeline/create-mode.ts';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import { AscendingMap } from '../../protocol/std/ascending-map.ts';
import { assert } from '../../protocol/std/assert.ts';
import type { CheckResult } from '../../sim/check/verdict.ts';
import type { Observer } from '../../sim/kernel/observer.ts';
import type { Place } from '../../sim/kernel/core.ts';
import type { Agent, World } from '../../sim/kernel/world.ts';
import type { PlanOp } from '../../sim/record/plan.ts';
import { Knowledge } from './knowledge.ts';
import type { OperationSource } from './source.ts';

/** Requests with this id and above are not the workload's. */
export const PROBE_ID = 1_000_000_000;

class ClientScript {
  source: OperationSource;
  readonly knowledge = new Knowledge();
  readonly waiting = new AscendingMap<number, UserOp>();
  next: PlanOp | null = null;
  asked = 0;
  /** Where its next operation would have gone in the order of events, had there been one. */
  place: Place | null = null;

  constructor(source: OperationSource) {
    this.source = source;
  }
}

/** What the client's library makes of an operation: the parts of a multi are those of Op.Create in its release. */
function asSent(op: UserOp, { multiKnowsCreateModes }: Compat): UserOp {
  if (op.type !== 'multi' || multiKnowsCreateModes) return op;
  return { ...op, parts: op.parts.map((part) => (isCreate(part) ? createInMulti(part, false) : part)) };
}

export class Workload implements Agent, Observer {
  readonly name = 'workload';
  private readonly scripts = new Map<ProcessName, ClientScript>();
  /** Operations asked for so far. */
  asked = 0;
  /** Of each client that asks nothing more because what draws its operations failed. */
  readonly failed: CheckResult[] = [];
  private readonly compat: Compat;

  /** `compat`: of the library that clients use. */
  constructor(sources: readonly OperationSource[], compat: Compat = compatOf('3.9')) {
    this.compat = compat;
    for (const source of sources) this.scripts.set(source.client, new ClientScript(source));
  }

  /** Puts every client's first operation on the world's calendar. */
  begin(world: World): void {
    for (const [client, script] of this.scripts) this.plan(client, script, world);
  }

  onEvent(data: Plain, world: World): void {
    const client = data as ProcessName;
    const script = this.scripts.get(client);
    if (script === undefined || script.next === null) return;
    const op = asSent(script.knowledge.resolve(script.next), this.compat);
    const id = ++script.asked;
    this.asked++;
    script.waiting.set(id, op);
    world.request(client, world.nowUs, id, op);
    this.plan(client, script, world);
  }

  onReply(process: ProcessName, id: number, value: Plain): void {
    if (id < 0 || id >= PROBE_ID) return;
    const script = this.scripts.get(process);
    const op = script?.waiting.get(id);
    if (script === undefined || op === undefined) return;
    script.waiting.delete(id);
    script.knowledge.learn(op, value as Outcome);
  }

  /** Operations asked for that have no answer yet. */
  get unanswered(): number {
    let count = 0;
    for (const script of this.scripts.values()) count += script.waiting.size;
    return count;
  }

  /** Operations are still to come. */
  get moreToCome(): boolean {
    for (const script of this.scripts.values()) if (script.next !== null) return true;
    return false;
  }

  /** How many operations of a client were taken from its source, the one that it is to ask next included. */
  takenBy(client: ProcessName): number {
    const script = this.scripts.get(client);
    return script === undefined ? 0 : script.asked + (script.next === null ? 0 : 1);
  }

  /** Replaces what a client is asked behind the operations it has taken, in a run under way. */
  continueWith(source: OperationSource, world: World): void {
    const script = this.scripts.get(source.client);
    assert(script !== undefined, 'the client has operations', { client: source.client });
    script.source = source;
    if (script.next === null) this.plan(source.client, script, world);
  }

  private plan(client: ProcessName, script: ClientScript, world: World): void {
    const operation = script.source.next();
    script.next = operation?.op ?? null;
    const { failure } = script.source;
    if (failure !== null) this.failed.push(failure.row({ atUs: world.nowUs, event: Math.max(0, world.events - 1) }));
    if (operation === null) script.place ??= world.reserve();
    else world.schedule(Math.max(operation.atUs, world.nowUs), this, client, script.place);
    if (operation !== null) script.place = null;
  }
}
