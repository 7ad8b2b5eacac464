/** `sim gauntlet`: how many seeds of the one profile it takes to find each re-created bug, and by which check. */
import { gauntletMarkdown } from '../../reports/markdown/gauntlet.ts';
import { gauntletText } from '../../reports/text/gauntlet.ts';
import type { Bug } from '../../scenarios/bugs/bug.ts';
import { exitCodes } from '../check/verdict.ts';
import type { Case } from '../record/case.ts';
import type { Assertions, GauntletHeader, GauntletRecord } from '../record/gauntlet-file.ts';
import type { GauntletProfile, GauntletResult, ShrunkDetection } from '../record/gauntlet-result.ts';
import { InputError } from '../record/input-error.ts';
import { seedProblem } from '../record/seed.ts';
import { drawnRanges } from '../search/drawn-ranges.ts';
import { Gauntlet, type GauntletTask } from '../search/gauntlet.ts';
import { scoreBug, scoreControl, scoreMode, verdictOf, type BugFacts } from '../search/score.ts';
import { loadEngine, type Engine } from './engine.ts';
import { chosenBugs, readGauntletFlags, type GauntletAsked, type GauntletFlags } from './gauntlet-flags.ts';
import { openStore, type GauntletStore } from './gauntlet-store.ts';
import { choosePalette, EXIT_INTERRUPTED, print, Progress } from './output.ts';
import { PROFILE, profileCase } from './profile.ts';
import { checkWritable, warnOfBug } from './run-command.ts';
import { BATCH, RunPool } from './run-pool.ts';

/** So many seeds tell what the profile draws. */
const SAMPLED = 200;

/** Returns the exit code. */
export async function gauntletCommand(texts: readonly string[], flags: GauntletFlags): Promise<number> {
  const asked = readGauntletFlags(flags);
  const engine = await loadEngine();
  const bugs = chosenBugs(engine, texts);
  const { modes, without } = possibleModes(engine, asked.modes);
  const order = { ...asked, modes, bugs: bugs.map(({ id }) => id), batchSeeds: BATCH };
  const gauntlet = new Gauntlet(order);
  checkSeeds(gauntlet, bugs.length);
  const store = openIfAsked(flags, engine, asked);
  if (without !== null) process.stderr.write(`sim: assertions stay on: ${without}\n`);
  const seeds = { from: asked.seedsFrom, to: gauntlet.controlFrom - 1n };
  for (const { id } of bugs) warnOfBug(engine, profileCase(engine.version, id, 'on'), seeds);
  for (const record of store?.records ?? []) gauntlet.restore(record);

  const progress = new Progress();
  let interrupted = await runAll(gauntlet, asked.jobs, engine.version, progress, (record) => store?.keep(record));
  store?.close();
  const shrunk = new Map<string, ShrunkDetection>();
  // What a strategy had learnt is not part of a seed, and neither is the case it came to.
  if (flags.shrink && asked.strategy === 'random' && !interrupted) {
    const detected = bugs.flatMap(({ id }) => firstDetection(gauntlet, engine.version, id) ?? []);
    interrupted = await shrinkAll(detected, asked.jobs, progress, shrunk);
  }
  progress.clear();

  const timing = { jobs: asked.jobs, wallMs: Math.round(progress.elapsedMs) };
  const result = resultOf(gauntlet, engine, bugs, timing, shrunk);
  if (flags.json === true) print([JSON.stringify(result)]);
  else if (flags.markdown === true) print(gauntletMarkdown(result));
  else print(gauntletText(result, await choosePalette()));
  if (!interrupted) return exitCodes[verdictOf(result)];
  if (flags.out !== undefined) process.stderr.write('sim: the same command with --resume goes on.\n');
  return EXIT_INTERRUPTED;
}

/** Without a switch for assertions there is one mode, and why; asking for the other alone is an error then. */
function possibleModes(
  engine: Engine,
  modes: readonly Assertions[],
): { readonly modes: readonly Assertions[]; readonly without: string | null } {
  try {
    for (const mode of modes) engine.check(profileCase(engine.version, null, mode));
    return { modes, without: null };
  } catch (error) {
    if (!(error instanceof InputError) || modes.length === 1) throw error;
    return { modes: ['on'], without: error.message };
  }
}

/** The last seed that may be asked for must be one. */
function checkSeeds({ order, controlFrom }: Gauntlet, bugs: number): void {
  const most = bugs * order.modes.length * order.campaigns * order.budget;
  const problem = seedProblem(String(controlFrom + BigInt(order.control ?? most)));
  if (problem !== null) throw new InputError(`--seeds-from: there are too few seeds behind it: ${problem}.`);
}

function openIfAsked(flags: GauntletFlags, engine: Engine, asked: GauntletAsked): GauntletStore | null {
  if (flags.out === undefined) return null;
  checkWritable('--out', flags.out);
  const first = String(asked.seedsFrom);
  const header: GauntletHeader = {
    kind: 'gauntlet',
    schema: 1,
    version: engine.version,
    profile: PROFILE,
    fingerprint: engine.run(profileCase(engine.version, null, 'on', first)).fingerprint,
    seedsFrom: first,
    strategy: asked.strategy,
    campaigns: asked.campaigns,
    budget: asked.budget,
    blockSeeds: BATCH,
  };
  return openStore(flags.out, header, flags.resume === true);
}

/** Returns whether it was interrupted. `keep` is told what is finished, as soon as it is. */
async function runAll(
  gauntlet: Gauntlet,
  jobs: number,
  version: string,
  progress: Progress,
  keep: (record: GauntletRecord) => void,
): Promise<boolean> {
  if (gauntlet.over) return false;
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  const pool = new RunPool(jobs);
  const finished = (record: GauntletRecord | null): void => {
    if (record !== null) keep(record);
    progress.tell(() => progressText(gauntlet, progress.elapsedMs));
  };
  const run = async (task: GauntletTask): Promise<() => void> => {
    const { seeds } = task;
    if (task.kind === 'hunt') {
      const base: Case = profileCase(version, task.of.bug, task.of.assertions);
      const hunted = await pool.run('hunt', { base, seeds, strategy: gauntlet.order.strategy });
      return () => finished(gauntlet.take(task, hunted));
    }
    const tally = await pool.run('control', { base: profileCase(version, null, 'on'), seeds });
    return () => finished(gauntlet.take(task, tally));
  };
  try {
    await pool.drive({ next: () => gauntlet.next(), run, stopped: stop.signal });
  } finally {
    process.off('SIGINT', interrupt);
    await pool.close();
  }
  return stop.signal.aborted;
}

/** The case that found a bug first, in the first mode in which it was found. */
function firstDetection(gauntlet: Gauntlet, version: string, id: string): Case | null {
  for (const mode of gauntlet.order.modes) {
    for (const { detection } of gauntlet.ends(id, mode)) {
      if (detection !== null) return profileCase(version, id, mode, detection.seed);
    }
  }
  return null;
}

/** Returns whether it was interrupted. Sizes go into `shrunk`, by bug. */
async function shrinkAll(
  cases: readonly Case[],
  jobs: number,
  progress: Progress,
  shrunk: Map<string, ShrunkDetection>,
): Promise<boolean> {
  if (cases.length === 0) return false;
  const pool = new RunPool(Math.min(jobs, cases.length));
  const waiting = [...cases];
  const run = async (of: Case): Promise<() => void> => {
    const small = await pool.run('shrinkAlike', of);
    return () => {
      progress.tell(
        () => `${(progress.elapsedMs / 1000).toFixed(0)} s: shrunk ${shrunk.size} of ${cases.length} detections`,
      );
      if (small === null || of.bug === null) return;
      const { servers, clients, faults, operations, overrides, phaseSteps } = small.after;
      shrunk.set(of.bug, { servers, clients, faults, operations, overrides, phaseSteps });
    };
  };
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    await pool.drive({ next: () => waiting.shift() ?? null, run, stopped: stop.signal });
  } finally {
    process.off('SIGINT', interrupt);
    await pool.close();
  }
  return stop.signal.aborted;
}

function progressText(gauntlet: Gauntlet, elapsedMs: number): string {
  const { bugs, modes, campaigns } = gauntlet.order;
  const total = bugs.length * modes.length * campaigns;
  const { controlDone, controlTotal } = gauntlet;
  const more = gauntlet.hunted || gauntlet.order.control !== null ? '' : ' or more';
  const control = gauntlet.order.control === 0 ? '' : `, ${controlDone} of ${controlTotal}${more} control seeds`;
  return `${(elapsedMs / 1000).toFixed(0)} s: ${gauntlet.finishedCampaigns} of ${total} campaigns${control}`;
}

function resultOf(
  gauntlet: Gauntlet,
  engine: Engine,
  bugs: readonly Bug[],
  { jobs, wallMs }: { readonly jobs: number; readonly wallMs: number },
  shrunk: ReadonlyMap<string, ShrunkDetection>,
): GauntletResult {
  const { modes, campaigns, budget, seedsFrom, strategy } = gauntlet.order;
  const endsOf = (id: string): ReturnType<Gauntlet['ends']> => modes.flatMap((mode) => gauntlet.ends(id, mode));
  const ends = bugs.flatMap(({ id }) => endsOf(id));
  const tally = gauntlet.controlTally;
  const controlSeedsPerSecond = tally.cpuMs === 0 ? null : (1000 * tally.seeds) / tally.cpuMs;
  return {
    schema: 1,
    version: engine.version,
    profile: profileOf(engine, seedsFrom),
    seedsFrom: String(seedsFrom),
    strategy,
    campaigns,
    budget,
    complete: gauntlet.over,
    bugs: bugs.map((bug) => {
      const facts = factsOf(bug);
      const scored = modes.map((mode) => scoreMode(facts, mode, gauntlet.ends(bug.id, mode)));
      return { ...scoreBug(facts, scored), shrunk: shrunk.get(bug.id) ?? null };
    }),
    control: scoreControl(String(gauntlet.controlFrom), tally, ends),
    timing: {
      jobs,
      wallMs,
      bugCpuMs: Math.round(ends.reduce((sum, { cpuMs }) => sum + cpuMs, 0)),
      controlCpuMs: Math.round(tally.cpuMs),
      controlSeedsPerSecond,
    },
  };
}

function factsOf({ id, name, kind, phase, title, properties, masked }: Bug): BugFacts {
  return { id, name, kind, phase, title, properties, maskedBy: masked?.by ?? null };
}

function profileOf(engine: Engine, seedsFrom: bigint): GauntletProfile {
  const seeds = Array.from({ length: SAMPLED }, (_, i) => String(seedsFrom + BigInt(i)));
  const scenario = engine.scenarioOf(profileCase(engine.version, null, 'on'));
  const drawn = drawnRanges(seeds.map((seed) => engine.drawn(profileCase(engine.version, null, 'on', seed))));
  const { name, story } = scenario;
  return { scenario: name, story, parameters: engine.parameters(scenario), sampled: SAMPLED, drawn };
}
