/**
 * One run, assembled from its case and not yet begun: the world, the checks that watch it, and the agents that act
 * on it. `run.ts` takes one to its end; a debugger or a test may take steps of its own.
 */
import { compatOf } from '../protocol/compat.ts';
import { serverId } from '../protocol/ids.ts';
import { standardParts, type Parts } from '../protocol/parts.ts';
import type { CheckResult } from '../sim/check/verdict.ts';
import type { FaultStep } from '../sim/fault/action.ts';
import { Injector } from '../sim/fault/injector.ts';
import { Addresses } from '../sim/kernel/addresses.ts';
import type { DecisionRecord } from '../sim/kernel/decision-record.ts';
import { deepCopy } from '../sim/kernel/fork.ts';
import { defaultLimits } from '../sim/kernel/limits.ts';
import type { Moment, Observer } from '../sim/kernel/observer.ts';
import type { Transcoder } from '../sim/kernel/transcoder.ts';
import type { RunEnd } from '../sim/kernel/world.ts';
import type { Case } from '../sim/record/case.ts';
import { activityRow, wholenessRow } from './activity.ts';
import { fieldOf, readingField } from './bad-field.ts';
import { findBug, type Bug } from './bugs/index.ts';
import { catalogue, grounds } from './catalogue/index.ts';
import { createContract, type ContractChecks } from './contract/contract.ts';
import { buildEnsemble, membersOf, type Ensemble } from './ensemble.ts';
import { EnsembleRoles } from './ensemble-roles.ts';
import { EnsembleView } from './ensemble-view.ts';
import { Conversation } from './conversation.ts';
import { EpochOrder } from './epoch-order.ts';
import { faultSteps } from './fault-plan.ts';
import { factVerbs } from './fault-verbs.ts';
import { innerChecks } from './inner-checks.ts';
import { Marks } from './marks.ts';
import { GuardedProperty } from './own-code.ts';
import { Recovery } from './recovery.ts';
import { ReplyOrder } from './reply-order.ts';
import { RoleHistory } from './role-history.ts';
import type { Property, Scenario } from './scenario.ts';
import {
  fastConfig,
  fastNetwork,
  LEADER_ATTEMPTS_MAX,
  recoveryBoundUs,
  resolveSettings,
  type Settings,
} from './settings.ts';
import { Tally } from './tally.ts';
import { readUntil, Until } from './until.ts';
import { givenWeather, showWeather, weatherOf, type Weather } from './weather.ts';
import { DrawnSource, PlannedSource, type DrawnWorkload, type OperationSource } from './workloads/source.ts';
import { Workload } from './workloads/workload.ts';

/** What a host may give to a run; none of it influences the run. */
export interface RunHost {
  /** Scenarios by the name that a case gives them; the catalogue unless said. */
  readonly registry?: ReadonlyMap<string, Scenario>;
  /** Watch beside the checks. */
  readonly observers?: readonly Observer[];
  /** Where the decisions that are not quiet are written down. */
  readonly record?: DecisionRecord | null;
  /** What messages and durable records pass through; with a ZabTranscoder, the bytes that ZooKeeper has for them. */
  readonly transcoder?: Transcoder | null;
  /** Events after which the run ends undecided; the scenario's own limit holds too. */
  readonly eventsMost?: number;
  /** A wall clock, read before and after the run and nowhere else. */
  readonly nowMs?: () => number;
}

/** The first operation, after most first elections; later ones are spread from here to the end. */
const FIRST_OPERATION_US = 500_000;
/** Operations that a workload leaves for the healed ensemble begin within so many ticks. */
const AFTER_TICKS = 3;
/** Of the black-box search, in one run: beyond it the certificate decides alone. */
const SEARCH_STEPS = 20_000;

/** What a case names, found and resolved; nothing is built yet. */
export interface Prepared {
  readonly scenario: Scenario;
  readonly settings: Settings;
  readonly parts: Parts;
  /** What the profile was drawn from; it knows the overrides that were asked for. */
  readonly profiling: Addresses;
}

/** What is decided before and beside the run is drawn from here, as the world draws what is decided in it. */
export function addressesOf(
  { seed, overrides, options }: Case,
  sites: Scenario['sites'],
  record: DecisionRecord | null = null,
): Addresses {
  return new Addresses(seed, overrides, sites, options.seeds, record);
}

/** Fails with a RangeError whose sentence says what the case asks for and nobody knows. */
export function prepareCase(of: Case, registry: ReadonlyMap<string, Scenario> = catalogue): Prepared {
  const scenario =
    typeof of.scenario === 'string' ? (registry.get(of.scenario) ?? grounds.get(of.scenario)) : of.scenario;
  if (scenario === undefined) throw new RangeError(`there is no scenario "${String(of.scenario)}"`);
  const bug = of.bug === null ? undefined : findBug(of.bug);
  if (of.bug !== null && bug === undefined) throw new RangeError(`there is no bug "${of.bug}"`);
  const { hooks, sites } = scenario as Scenario;
  const profiling = addressesOf(of, sites);
  const settings = resolveSettings(scenario, of.options, profiling);
  if (hooks?.server !== undefined) refuseOthers(scenario, settings, bug);
  return {
    scenario,
    settings,
    parts: bug?.parts ?? hooks?.parts ?? standardParts,
    profiling,
  };
}

/** Servers of another protocol are as many as their scenario says, and have mistakes of their own only. */
function refuseOthers({ name, ensemble }: Scenario, { voters, observers }: Settings, bug: Bug | undefined): void {
  if (bug !== undefined) throw new RangeError(`${bug.id} is a bug of ZooKeeper, and ${name} runs another protocol`);
  if (voters !== ensemble.voters || observers !== (ensemble.observers ?? 0)) {
    throw new RangeError(`${name} has ${ensemble.voters} servers and no observers, not ${voters} and ${observers}`);
  }
}

export class Simulation {
  readonly of: Case;
  readonly prepared: Prepared;
  readonly weather: Weather;
  readonly ensemble: Ensemble;
  /** The faults of the plan, drawn or given. */
  readonly steps: readonly FaultStep[];
  readonly contract: ContractChecks;
  readonly marks: Marks;
  readonly tally = new Tally();
  readonly view: EnsembleView;
  readonly roleHistory: RoleHistory;
  readonly workload: Workload;
  readonly roles: EnsembleRoles;
  readonly injector: Injector;
  /** Null when the scenario does not heal. */
  readonly recovery: Recovery | null;
  /** Rows about inner steps that the results do not have, because assertions are off. */
  hidden: readonly CheckResult[] = [];
  private readonly until: Until | null;
  private readonly properties: readonly Property[];
  /** The scenario's own. */
  private readonly own: readonly GuardedProperty[];
  /** Draws what is decided before and beside the run; its addresses are the world's. */
  private readonly planning: Addresses;

  constructor(
    of: Case,
    prepared: Prepared,
    observers: readonly Observer[],
    {
      record = null,
      eventsMost = Infinity,
      transcoder = null,
    }: Pick<RunHost, 'record' | 'eventsMost' | 'transcoder'> = {},
  ) {
    this.of = of;
    this.prepared = prepared;
    const { scenario, settings, parts } = prepared;
    this.planning = addressesOf(of, scenario.sites, record);
    this.weather = givenOrDrawn(of, prepared, this.planning);
    this.ensemble = buildEnsemble({
      scenario,
      settings,
      parts,
      draws: this.planning,
      world: {
        seed: of.seed,
        overrides: of.overrides,
        ...(of.options.seeds === undefined ? {} : { seeds: of.options.seeds }),
        ...(of.options.priorities === undefined ? {} : { priorities: of.options.priorities }),
        network: { ...fastNetwork, ...this.weather.network, ...scenario.network },
        disk: { ...this.weather.disk, ...scenario.disk },
        stageDelays: this.weather.stageDelays,
        sites: scenario.sites ?? {},
        record,
        transcoder,
        limits: { events: Math.min(scenario.limits?.events ?? defaultLimits.events, eventsMost) },
      },
    });
    const { world, voters, observers: learners, clients } = this.ensemble;
    this.contract = createContract({
      voters: voters.map((name) => serverId(Number(name))),
      observers: learners.map((name) => serverId(Number(name))),
      searchBudget: scenario.limits?.searchSteps ?? SEARCH_STEPS,
      ...settings.config,
    });
    this.marks = new Marks({ voters, observers: learners });
    this.view = new EnsembleView(voters, learners);
    this.roleHistory = new RoleHistory([...voters, ...learners]);
    this.workload = new Workload(sourcesOf(of, prepared, clients, this.planning), compatOf(settings.config.compat));
    const roles = (this.roles = new EnsembleRoles(this.view, clients, settings.clientTimes.sessionTimeoutMs));
    const faultsPath = of.plan === null ? fieldOf(of.options, 'faults') : ['plan', 'faults'];
    this.steps = readingField(faultsPath, () =>
      faultSteps(this.planning, settings, of.plan, [...voters, ...learners], world.names()),
    );
    this.injector = new Injector(world, { steps: this.steps, roles, verbs: factVerbs });
    this.tally.faultsInForce = this.injector;
    this.recovery = scenario.heal === false ? null : this.makeRecovery();
    this.own = (scenario.hooks?.properties ?? []).map((make) => new GuardedProperty(make()));
    this.properties = this.isZooKeeper ? [new ReplyOrder(), new EpochOrder(), new Conversation()] : [];
    // The view first: roles are asked about the fact that triggers a fault.
    const judges = this.isZooKeeper ? [this.contract] : [];
    for (const observer of [this.view, this.roleHistory, ...judges, this.marks, this.tally, this.workload])
      world.observe(observer);
    if (this.recovery !== null) world.observe(this.recovery);
    for (const observer of [...this.properties, ...this.own, ...observers]) world.observe(observer);
    this.injector.install();
    this.until = this.makeUntil();
    if (this.until !== null) world.observe(this.until);
    this.workload.begin(world);
    this.recovery?.begin(world);
  }

  private makeUntil(): Until | null {
    const { until } = this.prepared.settings;
    if (until === null) return null;
    const names = this.world.names();
    const trigger = readingField(fieldOf(this.of.options, 'until'), () => readUntil(until, names));
    return new Until(this.world, this.roles, trigger);
  }

  private makeRecovery(): Recovery {
    const { config, durationUs } = this.prepared.settings;
    const options = {
      fromUs: durationUs,
      boundUs: recoveryBoundUs(config),
      attemptsMax: LEADER_ATTEMPTS_MAX,
      pollUs: Math.max(1000, config.tickTimeMs * 250),
      settleUs: config.tickTimeMs * 1000,
      clients: this.ensemble.clients,
    };
    return new Recovery(this.world, options, this.view, this.tally, this.workload, this.injector);
  }

  /** The servers are ZooKeeper's, so that its contract and Zab's properties are asked of them. */
  get isZooKeeper(): boolean {
    return this.prepared.scenario.hooks?.server === undefined;
  }

  get world(): Ensemble['world'] {
    return this.ensemble.world;
  }

  /** Virtual time at which the run ends at the latest. */
  get untilUs(): number {
    const { settings } = this.prepared;
    return this.recovery === null ? settings.durationUs : settings.durationUs + 2 * recoveryBoundUs(settings.config);
  }

  /** Runs to the end, or to where the run stops by itself. */
  runToEnd(): RunEnd {
    return this.world.run(this.untilUs);
  }

  /** Every row, once the run is over. */
  results(end: RunEnd): CheckResult[] {
    const { world, voters, observers } = this.ensemble;
    const recovered = this.recovery?.state === 'done';
    const moment: Moment = { atUs: world.nowUs, event: world.events, cause: -1 };
    const rows: CheckResult[] = [];
    if (this.isZooKeeper) {
      const servers = [...voters, ...observers].map((name) => ({
        sid: serverId(Number(name)),
        up: world.isUp(name),
        healed: recovered,
      }));
      rows.push(...this.contract.finish({ atUs: moment.atUs, event: moment.event, servers }));
    }
    const stoppedEarly = this.until?.reached === true;
    if (this.recovery !== null && !stoppedEarly) rows.push(this.recovery.result());
    for (const property of this.properties) rows.push(...property.results({ ...moment, reason: end }));
    for (const property of this.own) rows.push(...property.results({ ...moment, reason: end }));
    rows.push(...this.workload.failed);
    rows.push(
      activityRow(this.prepared.settings, this.tally, this.workload.asked),
      wholenessRow(world, end, this.unusedOverrides()),
    );
    const { assertions } = this.prepared.settings.config;
    if (assertions) return rows;
    this.hidden = rows.filter((row) => innerChecks.includes(row.name));
    return rows.filter((row) => !innerChecks.includes(row.name));
  }

  /** What every check says on what was seen until now. More may come; asking changes nothing. */
  resultsSoFar(): CheckResult[] {
    const { contract, properties, own } = deepCopy({
      contract: this.contract,
      properties: this.properties,
      own: this.own,
    });
    const { world, voters, observers } = this.ensemble;
    const moment: Moment = { atUs: world.nowUs, event: world.events - 1, cause: -1 };
    const servers = [...voters, ...observers].map((name) => ({
      sid: serverId(Number(name)),
      up: world.isUp(name),
      healed: false,
    }));
    const rows = this.isZooKeeper ? contract.finish({ atUs: moment.atUs, event: moment.event, servers }) : [];
    for (const property of properties) rows.push(...property.results({ ...moment, reason: 'time' }));
    for (const property of own) rows.push(...property.results({ ...moment, reason: 'time' }));
    rows.push(...this.workload.failed);
    rows.push(wholenessRow(world, 'time', []));
    return rows;
  }

  /** Overrides that neither the run, nor its planning, nor the profile asked for. */
  unusedOverrides(): string[] {
    const planning = new Set(this.planning.unused());
    const profiling = new Set(this.prepared.profiling.unused());
    return this.world.unusedOverrides().filter((text) => planning.has(text) && profiling.has(text));
  }

  /** What the run used of options that somebody chose or the seed drew, in the order in which to print them. */
  get drawn(): Record<string, string | number | boolean> {
    const { scenario, settings } = this.prepared;
    const { faults, config } = settings;
    const changed: Record<string, string | number | boolean> = {};
    for (const [name, value] of Object.entries(config)) {
      if (value !== fastConfig[name as keyof typeof config]) changed[name] = value;
    }
    return {
      clients: settings.clients,
      ops: this.of.plan?.operations.length ?? settings.workloadOptions.ops,
      workload: this.of.plan === null ? settings.workload : 'plan',
      durationMs: Math.floor(settings.durationUs / 1000),
      faults:
        this.of.plan !== null
          ? 'plan'
          : typeof faults === 'string'
            ? faults
            : Array.isArray(faults)
              ? 'lines'
              : 'profile',
      plannedFaults: this.steps.length,
      ...(this.of.bug === null ? {} : { bug: this.of.bug }),
      ...(settings.until === null ? {} : { until: settings.until }),
      ...(scenario.clocks === 'skewed' ? { clocks: 'skewed' } : {}),
      ...showWeather(this.weather),
      ...showOrdering(this.of.options),
      tickTimeMs: config.tickTimeMs,
      ...changed,
    };
  }
}

/** The ground a case runs on, drawn or given. */
export function weatherOfCase(of: Case, host: Pick<RunHost, 'registry'> = {}): Weather {
  const prepared = prepareCase(of, host.registry);
  return givenOrDrawn(of, prepared, addressesOf(of, prepared.scenario.sites));
}

/** Priorities, and what is drawn from other seeds, where a case has them. */
function showOrdering({ priorities, seeds }: Case['options']): Record<string, string> {
  const shown: Record<string, string> = {};
  if (priorities !== undefined) {
    const { delaysUs, changes } = priorities;
    const falls = changes.length === 0 ? '' : `, falls at ${changes.join(', ')}`;
    shown['priorities'] = `${delaysUs.join('/')} us${falls}`;
  }
  const others = Object.entries(seeds ?? {}).map(([site, seed]) => `${site} ${seed}`);
  if (others.length > 0) shown['otherSeeds'] = others.join(', ');
  return shown;
}

function givenOrDrawn(of: Case, { scenario, settings }: Prepared, draws: Addresses): Weather {
  if (of.options.weather !== undefined) return givenWeather(of.options.weather);
  const servers = membersOf(settings).map((member) => String(member.sid));
  return weatherOf(scenario, draws, servers);
}

export function sourcesOf(
  of: Case,
  { scenario, settings }: Prepared,
  clients: readonly string[],
  addresses: Addresses,
): OperationSource[] {
  if (of.plan !== null) {
    const { operations } = of.plan;
    return clients.map((client) => new PlannedSource(client, operations));
  }
  const workload = drawnWorkload(scenario, settings);
  return clients.map((_, index) => new DrawnSource(workload, index, addresses));
}

export function drawnWorkload(scenario: Scenario, settings: Settings): DrawnWorkload {
  return {
    options: settings.workloadOptions,
    pacing: {
      fromUs: Math.min(FIRST_OPERATION_US, Math.floor(settings.durationUs / 10)),
      untilUs: settings.durationUs,
      afterUs: AFTER_TICKS * settings.config.tickTimeMs * 1000,
    },
    clients: settings.clients,
    operation: scenario.hooks?.operation ?? null,
  };
}
