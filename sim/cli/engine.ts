/** What the command line needs of the library, in one place: the one file of the host that knows `scenarios/`. */
import type { Bug } from '../../scenarios/bugs/bug.ts';
import type { Chronicle } from '../../scenarios/chronicle.ts';
import type { Explanation } from '../../scenarios/explain.ts';
import type { CollectOptions } from '../../scenarios/report/collect.ts';
import type { OrderRun } from '../../scenarios/guided/run-order.ts';
import type * as Library from '../../scenarios/index.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { Shrinking, ShrinkOptions } from '../../scenarios/shrink/shrink.ts';
import type { Observer } from '../kernel/observer.ts';
import type { Case } from '../record/case.ts';
import { InputError, inputSentence, type InputSource } from '../record/input-error.ts';
import { didYouMean } from '../record/nearest.ts';
import type { PlanOp } from '../record/plan.ts';
import type { CollectedReport } from '../record/report-data.ts';
import type { ReplayedRun } from '../record/replayed.ts';
import type { RunResult } from '../record/run-result.ts';
import type { ShrunkSize } from '../record/fuzz-result.ts';
import type { ShrunkForm } from '../record/shrink-result.ts';
import type { Order } from '../search/strategy.ts';
import { bugByText } from './bug-id.ts';
import type { ShrunkAnswer } from './shrink-command.ts';

export interface Engine {
  readonly version: string;
  scenarios(): readonly Scenario[];
  /** The scenario a case names or holds; throws an InputError when there is none. */
  scenarioOf(of: Case): Scenario;
  /**
   * Throws an InputError when the case asks for what the library does not know; nothing has run then. `from`: the file
   * that holds the case or its scenario, so that a bad field is told with its line.
   */
  check(of: Case, from?: { readonly source: InputSource; readonly holds: 'case' | 'scenario' }): void;
  /** `paranoid`: messages and records pass through the bytes that ZooKeeper has for them. */
  run(of: Case, observers?: readonly Observer[], how?: { readonly paranoid?: boolean }): RunResult;
  /** The same case with all that its seed draws written out: the same run. Throws an InputError when that cannot be. */
  explicit(of: Case): Case;
  /** What an order of a campaign asks for. */
  caseOfOrder(base: Case, order: Order): Case;
  /** That case, run; `watches`: the strategy wants behaviours and a margin. */
  runOrder(base: Case, order: Order, watches: boolean): OrderRun;
  /** The same run, with how much of what the case decides it came to. */
  replay(of: Case, observers?: readonly Observer[]): ReplayedRun & { readonly result: RunResult };
  /** Writes down what a run of the case is like, when it is given to it as an observer. */
  chronicle(of: Case): Chronicle;
  /** The case as it is to be stored: with what it comes to here, and its landmarks. */
  stored(of: Case): Case;
  /** Why a case fails, found out run by run. */
  explanation(of: Case): Explanation;
  /** The run of a case, as its report shows it. */
  collect(of: Case, options: CollectOptions): CollectedReport;
  /** Whether a run ended with a finding, and neither with an error of ours nor undecided. */
  isCaught(result: RunResult): boolean;
  /** A small case that fails in the same way; null when the case does not fail. */
  shrink(of: Case, options: Omit<ShrinkOptions, 'registry'>): ShrunkAnswer | null;
  /** What each client of a case asks for first, without running it. */
  firstOperations(of: Case): readonly PlanOp[];
  /** What the seed of a case draws, sizes included, without running it. */
  drawn(of: Case): Readonly<Record<string, string | number | boolean>>;
  /** What each seed of a scenario draws, with its odds, one line for each; nothing when it has no profile. */
  parameters(scenario: Scenario): Readonly<Record<string, string>>;
  bugs(): readonly Bug[];
  /** The bug a user means; throws an InputError that tells the near ones when there is none. */
  bug(text: string): Bug;
  /** Why none of these seeds of the case can show its bug; null when one may. */
  bugNeeds(of: Case, seeds: readonly string[]): string | null;
}

/** `modules`: scenarios of the user's own, by the path that their cases name. */
export async function loadEngine(modules: ReadonlyMap<string, Scenario> = new Map()): Promise<Engine> {
  const library = await import('../../scenarios/index.ts');
  const { explicitCase } = await import('../../scenarios/explicit.ts');
  const { caseOfOrder } = await import('../../scenarios/guided/case-of-order.ts');
  const { runOrder } = await import('../../scenarios/guided/run-order.ts');
  const { collectReport } = await import('../../scenarios/report/collect.ts');
  const { showProfile } = await import('../../scenarios/profile.ts');
  const registry: ReadonlyMap<string, Scenario> = new Map([...library.registry, ...modules]);
  const scenarioOf = (of: Case): Scenario => {
    const scenario = typeof of.scenario === 'string' ? registry.get(of.scenario) : of.scenario;
    if (scenario !== undefined) return scenario;
    const meant = didYouMean(String(of.scenario), registry.keys());
    throw new InputError(`there is no scenario "${String(of.scenario)}"${meant}; sim list tells them.`);
  };
  const bugOf = (text: string): Bug => bugByText(text, library.findBug, library.bugs.values());
  return {
    version: library.version,
    scenarios: () => [...library.registry.values()],
    scenarioOf,
    check: (of, from) => {
      const scenario = scenarioOf(of);
      if (from?.holds === 'scenario') checkMarks(scenario, library.markNames, from.source);
      if (of.bug !== null) checkBug(of.bug, bugOf, from?.source);
      try {
        library.checkCase(of, { registry });
      } catch (error) {
        if (error instanceof library.BadField && from !== undefined) {
          const path = from.holds === 'scenario' ? error.path.slice(1) : error.path;
          throw new InputError(inputSentence(from.source, path, `is wrong: ${error.message}`));
        }
        throw asInput(error);
      }
    },
    run: (of, observers = [], { paranoid = false } = {}) =>
      library.runCase(of, { registry, observers, transcoder: paranoid ? library.transcoderOf(of, registry) : null })
        .result,
    explicit: (of) => asking(() => explicitCase(of, { registry })),
    caseOfOrder: (base, order) => caseOfOrder(base, order, { registry }),
    runOrder: (base, order, watches) => runOrder(base, order, watches, { registry }),
    replay: (of, observers = []) => library.replayFully(of, { registry, observers }),
    chronicle: (of) => library.chronicleOf(of, { registry }),
    stored: (of) => library.storedCase(of, library.version, { registry }),
    explanation: (of) => {
      refuseServed(of, 'explained');
      return asking(() => new library.Explanation(of, { registry }));
    },
    collect: (of, options) => collectReport(of, options, { registry }),
    isCaught: library.isCaught,
    shrink: (of, options) => {
      refuseServed(of, 'shrunk');
      const shrinking = library.shrinkCase(of, { ...options, registry });
      return shrinking === null ? null : shrunkAnswer(of, shrinking, library, registry);
    },
    firstOperations: (of) => library.firstOperations(of, { registry }),
    drawn: (of) => {
      const simulation = new library.Simulation(of, library.prepareCase(of, registry), []);
      const { voters, observers } = simulation.ensemble;
      return { voters: voters.length, observers: observers.length, ...simulation.drawn };
    },
    parameters: ({ profile }) => (profile === undefined ? {} : showProfile(profile)),
    bugs: () => [...library.bugs.values()],
    bug: bugOf,
    bugNeeds: (of, seeds) => {
      const bug = of.bug === null ? undefined : library.findBug(of.bug);
      if (bug?.needs?.observers !== true) return null;
      const observed = (seed: string): boolean => library.prepareCase({ ...of, seed }, registry).settings.observers > 0;
      if (seeds.some(observed)) return null;
      return `${bug.id} shows only where there are observers, and this ensemble has none`;
    },
  };
}

function shrunkAnswer(
  of: Case,
  { before, sizeBefore, shrunk, after, size, attempts, finished }: Shrinking,
  { phaseStepsOf, totalOf, prepareCase }: typeof Library,
  registry: ReadonlyMap<string, Scenario>,
): ShrunkAnswer {
  const formOf = (each: Case, result: RunResult): Omit<ShrunkForm, keyof ShrunkSize> => ({
    seed: each.seed,
    durationMs: Math.floor(prepareCase(each, registry).settings.durationUs / 1000),
    events: result.events,
    phaseSteps: totalOf(phaseStepsOf(each, { registry })),
  });
  return {
    verdict: after.verdict,
    signature: after.failure?.signature ?? '',
    message: after.failure?.message ?? '',
    before: { ...sizeBefore, ...formOf(of, before) },
    after: { ...size, ...formOf(shrunk, after) },
    attempts,
    finished,
    case: shrunk,
  };
}

/** The id, as a case writes it, of what the user gave as `--bug`; `none` is the correct protocol. */
export function bugFlag(engine: Engine, text: string): string | null {
  return text.toLowerCase() === 'none' ? null : engine.bug(text).id;
}

function checkBug(text: string, bugOf: (text: string) => Bug, source: InputSource | undefined): void {
  try {
    bugOf(text);
  } catch (error) {
    if (!(error instanceof InputError) || source === undefined) throw error;
    throw new InputError(inputSentence(source, ['bug'], `is wrong: ${error.message.replace(/\.$/, '')}`));
  }
}

/** A scenario without code of its own reaches no marks of its own: a case that was stored may know one of old. */
function checkMarks({ hooks, sometimes = [] }: Scenario, known: readonly string[], source: InputSource): void {
  const at = hooks === undefined ? sometimes.findIndex((mark) => !known.includes(mark)) : -1;
  if (at < 0) return;
  const problem = `is no mark that there is${didYouMean(sometimes[at] as string, known)}`;
  throw new InputError(inputSentence(source, ['sometimes', at], problem));
}

/** Steps of real clients depend on what they were answered: none of them can be left out. */
export function refuseServed({ inputs }: Case, what: string): void {
  if (inputs !== null) throw new InputError(`a case of real clients cannot be ${what}; sim replay --columns shows it`);
}

function asking<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw asInput(error);
  }
}

/** The library tells bad options by a RangeError with a sentence. */
function asInput(error: unknown): unknown {
  return error instanceof RangeError ? new InputError(`${error.message.replace(/\.$/, '')}.`) : error;
}
