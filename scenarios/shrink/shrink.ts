/**
 * Makes a failing case small: it still ends with the same verdict and the same signature, and passes without its bug
 * where it did before.
 *
 * In this order: what comes behind the failure is cut off; the world is made quiet; servers, clients, faults and
 * operations are taken out; then what is left is made simpler, and all of it again until nothing more is found. Where
 * no quiet weather keeps the failure, the plan is reduced under its own seed first, for there taking something out
 * changes no decision about the rest, and the quiet world is tried with less and less in it; then what the seed still
 * decides is written down as overrides, which are reduced in their turn. If too many of them remain the case keeps its
 * seed.
 */
import { QUIET } from '../../sim/kernel/addresses.ts';
import type { Case, CaseWeather } from '../../sim/record/case.ts';
import { canonicalJson } from '../../sim/record/canonical.ts';
import type { ShrunkSize } from '../../sim/record/fuzz-result.ts';
import type { PlanFault, PlanOperation } from '../../sim/record/plan.ts';
import type { Setting } from '../../sim/record/scenario-document.ts';
import type { RunResult } from '../../sim/record/run-result.ts';
import { reduceList, reducePairs, type ListOf } from '../../sim/shrink/reduce-list.ts';
import { compareMeasures, ShrinkBudget, ShrinkSearch, shrinkToFixedPoint } from '../../sim/shrink/search.ts';
import { explicitCase } from '../explicit.ts';
import { run } from '../run.ts';
import { resolveSettings } from '../settings.ts';
import { prepareCase, type RunHost } from '../simulation.ts';
import { drawnAnew, isSmaller, smallEnsembles, type SmallEnsemble } from './drawn-anew.ts';
import { fewerClients, fewerServers, ofSize, SERVERS_ENOUGH } from './ensemble-passes.ts';
import { measureOf } from './measure.ts';
import { plainWeather } from './plain-weather.ts';
import {
  bareCandidates,
  barePlan,
  fewerOverrides,
  lateCandidates,
  overriddenCase,
  quietCandidates,
  simplerOverrides,
} from './quiet-world.ts';
import { EVENTS_MORE, EVENTS_QUICK, SameFailure, type Judged } from './same-failure.ts';
import { simplerFaults } from './simpler-faults.ts';
import { simplerOperations, simplerTimes } from './simpler-operations.ts';
import { shorterRun, simplerConfig, simplerWeather, soonerAll } from './simpler-settings.ts';
import { sizeOf, stepsOf } from './size.ts';
import { averageWeather } from './weathers.ts';
import { withFaults, withOperations, withOptions, type WrittenCase } from './written-case.ts';

export interface ShrinkOptions extends Pick<RunHost, 'registry'> {
  /** Candidates to try at most. */
  readonly attempts?: number;
  /** Of all runs together, at most. */
  readonly events?: number;
  /** Asked before each attempt; when it says so the best so far is the result. What depends on it is not deterministic. */
  readonly interrupted?: () => boolean;
  /** Called after each attempt. */
  readonly onProgress?: (progress: ShrinkProgress) => void;
}

export interface ShrinkProgress {
  readonly attempts: number;
  /** Of the best so far. */
  readonly size: ShrunkSize;
}

export interface Shrinking {
  /** The case as it was given, and its run. */
  readonly before: RunResult;
  readonly sizeBefore: ShrunkSize;
  /** Expects what it shows, and holds the fingerprint of its run. */
  readonly shrunk: Case;
  readonly after: RunResult;
  readonly size: ShrunkSize;
  readonly attempts: number;
  /** Nothing more was found; false when the budget ended it. */
  readonly finished: boolean;
}

export const ATTEMPTS = 2000;
/** Some ten seconds of one core. */
export const EVENTS = 5_000_000;
/** Of runs that are not quick so many are tried to their end, which may be so many times as far as that of the original. */
const LONG_ONES = 4;
const LONGER = 2;
/** Of them at most so many where the seed still decides, and where a case has many overrides. */
const SEEDED_ATTEMPTS = 300;
const OVERRIDDEN_ATTEMPTS = 1000;
/** Where a seed decides more than this, its decisions are not gone through. */
const OVERRIDES_MOST = 10_000;
/** Of all ways to keep three servers so many are tried in every weather. */
const THREES_MOST = 4;
/** Seeds tried where more than three servers are left. */
const DRAWN_ANEW = 400;
/** A case of more steps than this is one that a seed tells better. */
const STEPS_MOST = 20;
/** Pairs are tried in lists up to this long. */
const PAIRS_LONGEST = 10;

type Search = ShrinkSearch<WrittenCase>;

const faults: ListOf<WrittenCase, PlanFault> = { read: (best) => best.plan.faults, write: withFaults };
const operations: ListOf<WrittenCase, PlanOperation> = { read: (best) => best.plan.operations, write: withOperations };

/** Null when the case does not fail: there is nothing to keep. */
export function shrinkCase(of: Case, options: ShrinkOptions = {}): Shrinking | null {
  const host = options.registry === undefined ? {} : { registry: options.registry };
  const written = { ...explicitCase(of, host), fingerprint: null } as WrittenCase;
  const before = run(written, host);
  if (before.verdict === 'ok' || before.verdict === 'undecided' || before.failure === null) return null;
  const start = { kept: written, result: before };
  const same = new SameFailure(written, before, host);
  const { attempts = ATTEMPTS, events = EVENTS, interrupted = () => false } = options;
  const budget = new ShrinkBudget(attempts, () => same.events >= events || interrupted());
  const shrink = (): Case => new Shrinker(of, start, same, budget, host, options.onProgress).shrink();
  let shrunk = shrink();
  let after = run(shrunk, host);
  if (same.isHasty && !same.isSame(after)) {
    same.takeTime();
    shrunk = shrink();
    after = run(shrunk, host);
  }
  return {
    before,
    sizeBefore: sizeOf(of, host),
    shrunk: { ...shrunk, fingerprint: after.fingerprint },
    after,
    size: sizeOf(shrunk, host),
    attempts: budget.attempts,
    finished: !budget.exhausted,
  };
}

/** A way of making the case small: a search, and the run of its best. */
interface Way {
  readonly search: Search;
  readonly result: () => RunResult;
}

class Shrinker {
  private readonly original: Case;
  private readonly start: Judged;
  private readonly same: SameFailure;
  private readonly budget: ShrinkBudget;
  private readonly host: Pick<RunHost, 'registry'>;
  private readonly onProgress: (progress: ShrinkProgress) => void;
  private readonly base: Readonly<Record<string, Setting>>;
  /** Of all ways. */
  private best: Judged;
  private size: ShrunkSize;
  /** Candidates that do not fail as the original did: different ways lead to the same. */
  private readonly others = new Set<string>();

  constructor(
    original: Case,
    start: Judged,
    same: SameFailure,
    budget: ShrinkBudget,
    host: Pick<RunHost, 'registry'>,
    onProgress: (progress: ShrinkProgress) => void = () => undefined,
  ) {
    this.original = original;
    this.start = start;
    this.best = start;
    this.size = sizeOf(start.kept, host);
    this.budget = budget;
    this.host = host;
    this.onProgress = onProgress;
    this.same = same;
    const { config, clientTimes } = resolveSettings(prepareCase(start.kept, host.registry).scenario, {});
    this.base = { ...config, ...clientTimes };
  }

  shrink(): Case {
    this.fromHere(this.start, false);
    if (this.serversOver(this.best.kept)) this.withThreeServers();
    if (this.best.kept.seed !== QUIET) this.fromHere(this.best, true);
    return { ...this.best.kept, expect: this.same.expect };
  }

  /**
   * Makes a case small in the quiet world where it can, else under its own seed. `thorough`: however many servers there
   * are. Then each attempt takes long, and so what is left is made small under its seed before much else is tried.
   */
  private fromHere(start: Judged, thorough: boolean): void {
    const seeded = this.way(start, this.budget.part(SEEDED_ATTEMPTS));
    this.cutBehind(seeded);
    const quiet = this.becomeQuiet(seeded, thorough);
    if (quiet !== null) this.toTheEnd(this.way(quiet, this.budget));
    else if (thorough || !this.serversOver(seeded.search.best)) this.underItsSeed(seeded);
  }

  /** And when it has become small there, once more into the quiet world. */
  private underItsSeed(seeded: Way): void {
    const way = this.way({ kept: seeded.search.best, result: seeded.result() }, this.budget);
    this.toTheEnd(way);
    const { best } = way.search;
    const quiet = this.firstThatFails(quietCandidates(best, true)) ?? this.withFewDecisions(best);
    if (quiet !== null) this.toTheEnd(this.way(quiet, this.budget));
  }

  private becomeQuiet(seeded: Way, thorough: boolean): Judged | null {
    const { search } = seeded;
    if (search.best.seed === QUIET) return { kept: search.best, result: seeded.result() };
    const soon = thorough ? null : this.firstThatFails(quietCandidates(search.best, true));
    if (soon !== null) return soon;
    shrinkToFixedPoint(search, [...this.structure(seeded), simplerWeather]);
    if (thorough) return null;
    const { best } = search;
    const quiet = this.firstThatFails(quietCandidates(best, true));
    return quiet ?? (this.serversOver(best) ? null : this.withFewDecisions(best));
  }

  /**
   * Quiet but for few decisions: those that are left of all that the seed decided; where they are many, none with next to
   * nothing in the plan, or one that takes long.
   */
  private withFewDecisions(of: WrittenCase): Judged | null {
    return (
      this.withItsDecisions(of) ??
      this.firstThatFails(bareCandidates(of)) ??
      this.withOneLate(barePlan(of), plainWeather) ??
      this.withOneLate(of, plainWeather) ??
      this.withOneLate(of, averageWeather(of.options.weather))
    );
  }

  private withOneLate(of: WrittenCase, weather: CaseWeather): Judged | null {
    return this.budget.exhausted ? null : this.firstThatFails(lateCandidates(of, weather, this.host));
  }

  /** Null where too many decisions are left. */
  private withItsDecisions(of: WrittenCase): Judged | null {
    if (this.budget.exhausted) return null;
    const overridden = overriddenCase(of, this.host);
    if (Object.keys(overridden.overrides).length > OVERRIDES_MOST) return null;
    const recorded = this.judge(overridden, Infinity);
    if (typeof recorded === 'string') return null;
    const way = this.way(recorded, this.budget.part(OVERRIDDEN_ATTEMPTS));
    shrinkToFixedPoint(way.search, [fewerOverrides, ...this.structure(way)]);
    const few = stepsOf(sizeOf(way.search.best, this.host)) <= STEPS_MOST;
    return few ? { kept: way.search.best, result: way.result() } : null;
  }

  /**
   * Where servers could not be taken out: three of them in other weathers, then few drawn anew; as many as there are now,
   * where a seed still decides, for another one may tell it in the quiet world.
   */
  private withThreeServers(): void {
    const { kept } = this.best;
    const few = kept.seed === QUIET ? ofSize(kept, SERVERS_ENOUGH, 0).slice(0, THREES_MOST) : [];
    const three = this.firstThatFails(few.flatMap((each) => quietCandidates(each, true)));
    if (three !== null) this.fromHere(three, false);
    for (let n = 0; n < DRAWN_ANEW && this.serversOver(this.best.kept) && !this.budget.exhausted; n++) {
      const size = smallEnsembles[n % smallEnsembles.length] as SmallEnsemble;
      if (!isSmaller(size, this.best.kept)) continue;
      const anew = this.firstThatFails([drawnAnew(this.original, size, n, this.host)]);
      if (anew !== null) this.fromHere(anew, false);
    }
  }

  private serversOver({ options }: WrittenCase): boolean {
    return options.voters + options.observers > SERVERS_ENOUGH;
  }

  private structure(way: Way): readonly ((search: Search) => void)[] {
    return [
      fewerServers,
      (search) => reduceList(search, faults),
      (search) => reduceList(search, operations),
      fewerClients,
      () => this.cutBehind(way),
    ];
  }

  private toTheEnd(way: Way): void {
    shrinkToFixedPoint(way.search, [
      fewerOverrides,
      ...this.structure(way),
      (search) => reducePairs(search, faults, PAIRS_LONGEST),
      (search) => reducePairs(search, operations, PAIRS_LONGEST),
      simplerWeather,
      simplerFaults,
      simplerOperations,
      simplerTimes,
      soonerAll,
      shorterRun,
      simplerConfig(this.base),
      simplerOverrides,
    ]);
  }

  /** Of many, of which few will do: none may take long, but where none will, of those that take long a few may. */
  private firstThatFails(candidates: readonly WrittenCase[]): Judged | null {
    const long: WrittenCase[] = [];
    for (const candidate of candidates) {
      if (this.budget.exhausted) return null;
      const judged = this.judge(candidate, EVENTS_QUICK);
      if (typeof judged !== 'string') return judged;
      if (judged === 'too long') long.push(candidate);
    }
    for (const candidate of long.slice(0, LONG_ONES)) {
      if (this.budget.exhausted) return null;
      const judged = this.judge(candidate, LONGER * this.start.result.events);
      if (typeof judged !== 'string') return judged;
    }
    return null;
  }

  private judge(candidate: WrittenCase, eventsMost: number): Judged | 'other' | 'too long' {
    const name = canonicalJson(candidate);
    if (this.budget.exhausted || this.others.has(name)) return 'other';
    this.budget.spend();
    const judged = this.same.judge(candidate, eventsMost);
    if (judged === 'other') this.others.add(name);
    this.onProgress({ attempts: this.budget.attempts, size: this.size });
    return judged;
  }

  /** What begins after the failure has no part in it. */
  private cutBehind({ search, result }: Way): void {
    const atMs = result().failure?.atMs ?? 0;
    const { best } = search;
    const before = withOperations(
      best,
      best.plan.operations.filter(({ atUs }) => atUs <= 1000 * (atMs + 1)),
    );
    const roomy = 100 * Math.ceil((atMs + 1) / 100);
    search.tryEach([
      withOptions(before, { durationMs: roomy }),
      withOptions(before, { durationMs: atMs + 1 }),
      before,
      withOptions(best, { durationMs: roomy }),
    ]);
  }

  private way(start: Judged, budget: ShrinkBudget): Way {
    let { result } = start;
    const search = new ShrinkSearch<WrittenCase>(
      start.kept,
      {
        judge: (candidate) => {
          const judged = this.same.judge(candidate, result.events + EVENTS_MORE);
          this.onProgress({ attempts: this.budget.attempts, size: this.size });
          if (typeof judged === 'string') return null;
          result = judged.result;
          this.offer(judged);
          return judged.kept;
        },
        measure: (of) => measureOf(of, this.base),
        name: canonicalJson,
      },
      budget,
    );
    this.offer(start);
    return { search, result: () => result };
  }

  /** The best of all ways. A seed, which decides everything, counts as much as the most steps that a case may have. */
  private offer(judged: Judged): void {
    const worth = ({ kept }: Judged): number[] => {
      const [over = 0, steps = 0, ...rest] = measureOf(kept, this.base);
      const seeded = kept.seed === QUIET ? 0 : STEPS_MOST;
      return [over, Math.max(0, steps - STEPS_MOST), steps + seeded, ...rest];
    };
    if (compareMeasures(worth(judged), worth(this.best)) >= 0) return;
    this.best = judged;
    this.size = sizeOf(judged.kept, this.host);
  }
}
