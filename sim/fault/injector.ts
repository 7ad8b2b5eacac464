/**
 * Carries out a fault plan: waits for triggers, resolves roles, brings faults about and takes them back.
 *
 * It listens as an observer and acts as an agent, so every fault is an event of its own with a place in the order of
 * the run. A fault waits, for a while, when nobody has the role it names, or when it would destroy the last good
 * copy of a durable promise (`Roles.withinBudget`): then each failure that follows is a true bug of the protocol.
 */
import { assert } from '../../protocol/std/assert.ts';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import { fileKind } from '../disk/disk.ts';
import type { Place } from '../kernel/core.ts';
import type { Agent, World } from '../kernel/world.ts';
import type { Lifecycle, Moment, Observer } from '../kernel/observer.ts';
import type { Action, FaultStep, Target } from './action.ts';
import { apply, networkChanges, revert, type Change } from './change.ts';
import { processNames, Resolution } from './resolve.ts';
import type { FactVerb, Roles } from './roles.ts';
import { showAction } from './text.ts';
import { validateSteps } from './validate.ts';

export interface InjectorOptions {
  readonly steps: readonly FaultStep[];
  readonly roles: Roles;
  readonly verbs: readonly FactVerb[];
  /** Whether faults that lose durable data wait until nothing promised is lost; default true. */
  readonly budget?: boolean;
  /** How long a fault waits for somebody to have its role, or for the budget; default 10 s. */
  readonly patienceUs?: number;
}

/** A fault in force. */
interface Active {
  readonly step: FaultStep;
  readonly text: string;
  readonly changes: readonly Change[];
  /** Of a flap: whether its links are cut now. */
  cut: boolean;
}

interface Strike {
  readonly order: 'strike';
  readonly step: FaultStep;
  readonly sinceUs: number;
  /** Whose doing was the trigger. */
  readonly doer: ProcessName | null;
}

type Order =
  | Strike
  | { readonly order: 'undo'; readonly active: number }
  | { readonly order: 'start'; readonly name: ProcessName }
  | { readonly order: 'flap'; readonly active: number; readonly everyUs: number };

interface Armed {
  readonly step: FaultStep;
  readonly verb: FactVerb;
  readonly subject: Target | null;
  readonly argument: string;
  readonly delayUs: number;
  left: number;
}

const RETRY_US = 50_000;
/** A power of two: so many steps fit between two places in the order of events. */
const APPENDED_MOST = 65_536;
const losesData: ReadonlySet<Action['kind']> = new Set<Action['kind']>(['wipe', 'rot', 'lying disk']);

export class Injector implements Agent, Observer {
  readonly name = 'faults';
  private readonly world: World;
  private readonly roles: Roles;
  private readonly steps: readonly FaultStep[];
  private readonly verbs: readonly FactVerb[];
  private readonly budget: boolean;
  private readonly patienceUs: number;
  private armed: Armed[] = [];
  private readonly actives = new Map<number, Active>();
  private nextActive = 1;
  private closed = false;
  /** Where the steps of the plan end in the order of events, and how many were put there since. */
  private behind: Place | null = null;
  private appended = 0;
  /** When all was healed last, and the servers that were up then and have not ended since. */
  private healedUs = -1;
  private readonly upWhenHealed = new Set<ProcessName>();
  /** When a fault last began or ended. */
  lastChangeUs = 0;

  /** The world has all its processes; steps that no run could do fail here: validate user input first. */
  constructor(world: World, options: InjectorOptions) {
    const refused = validateSteps(options.steps, { names: world.names(), verbs: options.verbs });
    assert(refused.length === 0, 'a fault plan was validated', { first: refused[0]?.message });
    this.world = world;
    this.roles = options.roles;
    this.steps = options.steps;
    this.verbs = options.verbs;
    this.budget = options.budget ?? true;
    this.patienceUs = options.patienceUs ?? 10_000_000;
  }

  /** Begins to listen and wait. Call once, before the run. */
  install(): void {
    this.world.observe(this);
    for (const step of this.steps) this.arm(step);
    this.behind = this.world.reserve();
  }

  /** Adds a step that strikes at a time to come, in a run under way, as if the plan had ended with it. */
  append(step: FaultStep): void {
    const { trigger } = step;
    assert(trigger.kind === 'at' && this.behind !== null, 'a step is appended that strikes at a time');
    const { seq, cause } = this.behind;
    this.appended++;
    const place = { seq: seq + this.appended / APPENDED_MOST, cause };
    this.world.schedule(trigger.atUs, this, this.strikeOrder(step, trigger.atUs, null), place);
  }

  /** Adds one step by hand, in a run under way. */
  arm(step: FaultStep): void {
    const trigger = step.trigger;
    if (trigger.kind === 'at') {
      this.world.schedule(Math.max(trigger.atUs, this.world.nowUs), this, this.strikeOrder(step, trigger.atUs, null));
    } else if (trigger.kind === 'write') {
      const { when, write, file, on } = trigger;
      this.world.addWritePoint({
        process: on,
        kind: file,
        write,
        when,
        agent: this,
        data: this.strikeOrder(step, -1, on),
      });
    } else {
      const verb = this.verbs.find((each) => each.verb === trigger.verb);
      assert(verb !== undefined, 'the verb is known', { verb: trigger.verb });
      const { subject, argument, count, delayUs } = trigger;
      this.armed.push({ step, verb, subject, argument, delayUs, left: count });
    }
  }

  /** Whether a step has had no part in the run yet: it has not struck, nor tried to. */
  isToCome(id: string): boolean {
    const { armed, world } = this;
    const isIts = isStrikeOf(id);
    return (
      armed.some(({ step }) => step.id === id) ||
      // One that has tried in vain comes again, and knows since when.
      world.callsToCome(this).some(({ atUs, data }) => isIts(data) && (data as Strike).sinceUs === atUs) ||
      world.writePointsOf(this).some(({ data }) => isIts(data))
    );
  }

  /** Takes a step that is to come out of a run under way, as if the plan had never had it. */
  withdraw(id: string): void {
    assert(this.isToCome(id), 'a step is taken out that is to come', { id });
    this.armed = this.armed.filter(({ step }) => step.id !== id);
    this.world.unschedule(this, isStrikeOf(id));
  }

  private strikeOrder(step: FaultStep, sinceUs: number, doer: ProcessName | null): Strike {
    return { order: 'strike', step, sinceUs, doer };
  }

  /** Faults in force. */
  get active(): number {
    return this.actives.size;
  }

  /** The same, as lines of the vocabulary without their moments. */
  inForce(): string[] {
    return [...this.actives.values()].map(({ text }) => text);
  }

  /**
   * Takes back every fault, starts every server, resumes all; with `final` no fault of the plan follows. A server that
   * ends in this very moment, by what had waited for it, is started like those that had ended before.
   */
  healAll(final = false): void {
    if (final) {
      this.closed = true;
      this.armed = [];
    }
    for (const id of [...this.actives.keys()]) this.undo(id);
    const world = this.world;
    world.network.healAll();
    this.upWhenHealed.clear();
    for (const name of this.roles.servers()) {
      world.disk(name).healAll();
      world.resume(name);
      if (world.isUp(name)) this.upWhenHealed.add(name);
      else world.restart(name);
    }
    for (const name of this.roles.clients()) world.resume(name);
    this.lastChangeUs = world.nowUs;
    this.healedUs = world.nowUs;
  }

  onLifecycle(process: ProcessName, lifecycle: Lifecycle): void {
    const { nowUs } = this.world;
    if (lifecycle.change !== 'exited' || nowUs !== this.healedUs || !this.upWhenHealed.delete(process)) return;
    this.world.schedule(nowUs, this, { order: 'start', name: process } satisfies Order);
  }

  onFact(process: ProcessName, fact: Plain): void {
    if (this.armed.length === 0) return;
    let spent = false;
    for (const each of this.armed) {
      if (each.left === 0 || !each.verb.matches(fact, each.argument) || !this.isSubject(each.subject, process))
        continue;
      each.left--;
      if (each.left > 0) continue;
      spent = true;
      const atUs = this.world.nowUs + each.delayUs;
      this.world.schedule(atUs, this, this.strikeOrder(each.step, atUs, process));
    }
    if (spent) this.armed = this.armed.filter((each) => each.left > 0);
  }

  private isSubject(subject: Target | null, process: ProcessName): boolean {
    if (subject === null) return true;
    if (subject.kind === 'process') return subject.name === process;
    switch (subject.role) {
      case 'leader':
        return this.roles.leader() === process;
      case 'a follower':
      case 'followers':
        return this.roles.followers().includes(process);
      case 'a follower in sync':
        return this.roles.followersInSync().includes(process);
      case 'an observer':
      case 'observers':
        return this.roles.observers().includes(process);
      case 'a server':
      case 'servers':
        return this.roles.servers().includes(process);
      case 'clients':
        return this.roles.clients().includes(process);
      case 'all':
        return true;
      case 'it':
        return false;
    }
  }

  onEvent(data: Plain, world: World, _moment: Moment): void {
    const order = data as Order;
    if (order.order === 'undo') this.undo(order.active);
    else if (order.order === 'flap') this.flap(order.active, order.everyUs);
    else if (order.order === 'start') world.restart(order.name);
    else if (!this.closed) this.strike(order.step, order.sinceUs < 0 ? world.nowUs : order.sinceUs, order.doer);
  }

  // --- striking ------------------------------------------------------------------------------------------------

  /** Brings a fault about, or waits when it cannot be now. */
  private strike(step: FaultStep, sinceUs: number, doer: ProcessName | null): void {
    const resolution = new Resolution(this.world, this.roles, step.id, doer);
    const action = resolution.concrete(step.action);
    if (action === null || !this.affordable(action)) {
      this.wait(step, sinceUs, doer);
      return;
    }
    this.lastChangeUs = this.world.nowUs;
    const effective = this.perform(step, action, resolution);
    this.world.notice({
      kind: action.kind === 'shape' ? 'partition' : action.kind,
      text: showAction(action),
      effective,
      step: step.id,
    });
  }

  private affordable(action: Action): boolean {
    if (!this.budget || !losesData.has(action.kind) || !('targets' in action)) return true;
    const names = processNames(action.targets);
    return names.length === 1 && names.every((name) => this.roles.withinBudget(name, this.world));
  }

  private wait(step: FaultStep, sinceUs: number, doer: ProcessName | null): void {
    const world = this.world;
    if (world.nowUs + RETRY_US <= sinceUs + this.patienceUs) {
      world.schedule(world.nowUs + RETRY_US, this, this.strikeOrder(step, sinceUs, doer));
    } else {
      world.notice({
        kind: step.action.kind === 'shape' ? 'partition' : step.action.kind,
        text: showAction(step.action),
        effective: false,
        step: step.id,
      });
    }
  }

  private perform(step: FaultStep, action: Action, resolution: Resolution): boolean {
    switch (action.kind) {
      case 'restart':
        return some(processNames(action.targets), (name) => this.world.restart(name));
      case 'resume':
        return some(processNames(action.targets), (name) => this.world.resume(name));
      case 'heal':
        return this.heal(action.all);
      case 'reset':
        return some(resolution.directed(action.links), ([from, to]) => this.world.network.reset(from, to) > 0);
      case 'wipe':
        return some(processNames(action.targets), (name) => this.wipe(name));
      case 'rot':
        return some(processNames(action.targets), (name) => this.rot(step.id, name, action.file));
      case 'disk error':
        for (const name of processNames(action.targets)) this.world.disk(name).failNext(action.operation, action.count);
        return true;
      case 'expire':
        return this.roles.expire(action.session, this.world);
      default:
        return this.bringAbout(step, action, resolution.changes(action));
    }
  }

  private bringAbout(step: FaultStep, action: Action, changes: readonly Change[]): boolean {
    let effective = false;
    const kept: Change[] = [];
    for (const change of changes) {
      if (change.kind === 'crash') this.sparePromises(change.name);
      const done = apply(this.world, change);
      effective ||= done;
      // A process that was down or paused already is not ours to start again.
      if (done || (change.kind !== 'crash' && change.kind !== 'pause')) kept.push(change);
    }
    if (action.kind === 'clock jump') return effective;
    const id = this.nextActive++;
    this.actives.set(id, { step, text: showAction(action), changes: kept, cut: true });
    const world = this.world;
    if (step.forUs !== null)
      world.schedule(world.nowUs + step.forUs, this, { order: 'undo', active: id } satisfies Order);
    if (action.kind === 'flap') {
      world.schedule(world.nowUs + action.everyUs, this, {
        order: 'flap',
        active: id,
        everyUs: action.everyUs,
      } satisfies Order);
    }
    return effective;
  }

  /** A disk that lied loses what it promised only while others hold it; else its cache was written out in time. */
  private sparePromises(name: ProcessName): void {
    if (!this.world.isUp(name) || !this.hasDisk(name)) return;
    const disk = this.world.disk(name);
    if (disk.lied && this.budget && !this.roles.withinBudget(name, this.world)) disk.settleLies();
  }

  private hasDisk(name: ProcessName): boolean {
    return this.roles.servers().includes(name);
  }

  /** An empty disk in place of the old one; a server that was up begins anew on it. */
  private wipe(name: ProcessName): boolean {
    const wasUp = this.world.crash(name);
    const had = this.world.disk(name).wipe();
    if (wasUp) this.world.restart(name);
    return wasUp || had;
  }

  private rot(id: string, name: ProcessName, kind: string): boolean {
    const disk = this.world.disk(name);
    const file = disk.names().findLast((each) => fileKind(each) === kind && (disk.records(each)?.length ?? 0) > 0);
    if (file === undefined) return false;
    const records = disk.records(file)?.length ?? 0;
    return disk.rot(file, this.world.draw.range(`fault/${id}/record`, records));
  }

  // --- taking back ---------------------------------------------------------------------------------------------

  private heal(all: boolean): boolean {
    if (all) {
      this.healAll();
      return true;
    }
    let effective = false;
    for (const [id, active] of [...this.actives]) {
      if (!active.changes.some((change) => networkChanges.has(change.kind))) continue;
      effective = true;
      this.undo(id);
    }
    return effective;
  }

  private undo(id: number): void {
    const active = this.actives.get(id);
    if (active === undefined) return;
    this.actives.delete(id);
    let effective = false;
    if (active.cut) for (const change of active.changes) effective = revert(this.world, change) || effective;
    this.lastChangeUs = this.world.nowUs;
    this.world.notice({ kind: 'undo', text: active.text, effective, step: active.step.id });
  }

  private flap(id: number, everyUs: number): void {
    const active = this.actives.get(id);
    if (active === undefined) return;
    for (const change of active.changes) {
      if (active.cut) revert(this.world, change);
      else apply(this.world, change);
    }
    active.cut = !active.cut;
    this.world.schedule(this.world.nowUs + everyUs, this, { order: 'flap', active: id, everyUs } satisfies Order);
  }
}

function isStrikeOf(id: string): (data: Plain) => boolean {
  return (data) => {
    const order = data as Order;
    return order.order === 'strike' && order.step.id === id;
  };
}

/** Does it to all, and tells whether it worked on any. */
function some<T>(items: readonly T[], each: (item: T) => boolean): boolean {
  let any = false;
  for (const item of items) any = each(item) || any;
  return any;
}
