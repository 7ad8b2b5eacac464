/** `sim merge`: puts the shards of a campaign together, to what one machine would have come to. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainPalette } from '../../reports/palette.ts';
import { fuzzText } from '../../reports/text/fuzz.ts';
import { exitCodes } from '../check/verdict.ts';
import { canonicalJson } from '../record/canonical.ts';
import { parseCase } from '../record/case-schema.ts';
import type { Case } from '../record/case.ts';
import type { FuzzGo, FuzzHeader, FuzzRun, FuzzStop } from '../record/fuzz-journal.ts';
import type { FuzzFailure, FuzzResult } from '../record/fuzz-result.ts';
import { fuzzSchema } from '../record/fuzz-schema.ts';
import { InputError, parseWith } from '../record/input-error.ts';
import { parseJson } from '../record/json-source.ts';
import { seedOfCut, type FailedSeed } from '../search/fuzz-merge.ts';
import { fuzzResultOf, fuzzVerdict } from '../search/fuzz-result-of.ts';
import { FuzzTally, signatureOf, type FoundFailure } from '../search/fuzz-tally.ts';
import { reportOf } from '../search/journal-run.ts';
import { lanesOf, positionOf, turnOf } from '../search/seed-lanes.ts';
import { caseFile } from './case-file.ts';
import {
  checkFresh,
  eachRun,
  readJournal,
  reportFileOf,
  RESULT_FILE,
  writeOutcome,
  type FuzzJournal,
} from './fuzz-folder.ts';
import { treatFailures, wantedMarks } from './fuzz-outcome.ts';
import type { Treated } from './fuzz-treatment.ts';
import { choosePalette, print } from './output.ts';
import { readReportFlag } from './report-flag.ts';
import { writeReports } from './reports.ts';
import { engineOf } from './target.ts';

export interface MergeFlags {
  readonly out?: string;
  readonly report: readonly string[];
  readonly json?: true;
}

/** One part of a campaign that has ended, and what it counted. */
interface Shard {
  readonly folder: string;
  readonly header: FuzzHeader;
  readonly go: FuzzGo;
  readonly end: FuzzStop;
  readonly journal: FuzzJournal;
  readonly result: FuzzResult;
}

/** Returns the exit code. */
export async function mergeCommand(folders: readonly string[], flags: MergeFlags): Promise<number> {
  if (flags.out !== undefined) checkFresh(flags.out);
  const reports = readReportFlag(flags.report, flags.out ?? null);
  const shards = folders.map(readShard);
  const [first] = shards;
  if (first === undefined) throw new InputError('name the folders of the shards.');
  for (const shard of shards) checkAlike(first, shard);
  checkWhole(shards);
  const { header, go } = first;
  const known = new Set(go.known);
  const cut = seedOfCut(failedSeeds(shards), { stopAfter: go.stopAfter, known });
  const { tally, cases } = addUp(shards, cut);
  const engines = await Promise.all(header.bases.map(engineOf));
  const failures = await treatFailures(tally, {
    header,
    known,
    shrink: go.shrink,
    caseOf: (found) => caseOf(found, header, cases),
    treat: ({ failure }) => Promise.resolve(storedBy(shards, failure.signature, tally)),
  });
  const complete = cut === null ? shards.every(({ end }) => end.why === 'budget') : reached(shards, cut);
  const result = fuzzResultOf({
    header,
    tally,
    failures: failures.map(({ told }) => told),
    wanted: wantedMarks(header, engines),
    complete,
    timing: {
      jobs: shards.reduce((sum, { result: { timing } }) => sum + timing.jobs, 0),
      wallMs: Math.max(...shards.map(({ result: { timing } }) => timing.wallMs)),
    },
  });
  if (flags.out !== undefined) {
    writeOutcome(
      flags.out,
      result,
      failures.map(({ stored }) => stored),
    );
  }
  const verdict = fuzzVerdict(result, go.undecided);
  const text = { verdict, folder: flags.out ?? null, ended: cut === null ? null : `ended by seed ${cut}`, shard: null };
  print(flags.json === true ? [JSON.stringify(result)] : fuzzText(result, await choosePalette(), text));
  writeReports(result, reports, {
    folder: text.folder,
    baseline: known.size > 0,
    undecidedFails: go.undecided === 'fail',
    text: fuzzText(result, plainPalette, text),
    json: flags.json === true,
  });
  return exitCodes[verdict];
}

function readShard(folder: string): Shard {
  const journal = readJournal(folder);
  if (journal === null) throw new InputError(`${folder}: there is no campaign in it.`);
  const { header, go, end } = journal;
  const file = join(folder, RESULT_FILE);
  if (header.shard === null) throw new InputError(`${folder}: it is a whole campaign, and no shard of one.`);
  if (end === null || end.why === 'interrupted' || !existsSync(file)) {
    throw new InputError(`${folder}: ${shardText(header)} has not ended: go on with sim fuzz --resume ${folder}.`);
  }
  const { value, source } = parseJson(file, readFileSync(file, 'utf8'));
  return { folder, header, go, end, journal, result: parseWith(fuzzSchema, value, source) };
}

function shardText({ shard, islands }: FuzzHeader): string {
  return `shard ${(shard ?? 0) + 1}/${islands}`;
}

/** Shards of one campaign, with one build, and asked for the same. */
function checkAlike(first: Shard, other: Shard): void {
  const differs = (what: string): InputError => new InputError(`${other.folder} and ${first.folder} differ: ${what}.`);
  for (const name of ['campaign', 'version', 'islands'] as const) {
    const [here, there] = [other.header[name], first.header[name]];
    if (here !== there) throw differs(`${name} ${here} and ${there}`);
  }
  if (other.header.fingerprint !== first.header.fingerprint) throw differs('they are of two builds of the program');
  const asked = ({ go: { seeds, stopAfter, known, undecided, shrink } }: Shard): string =>
    canonicalJson({ seeds, stopAfter, known, undecided, shrink });
  if (asked(other) !== asked(first)) throw differs('they were asked for another budget, baseline or end');
}

function checkWhole(shards: readonly Shard[]): void {
  const { islands } = (shards[0] as Shard).header;
  for (let shard = 0; shard < islands; shard++) {
    const [one, two] = shards.filter(({ header }) => header.shard === shard);
    if (one === undefined) throw new InputError(`shard ${shard + 1}/${islands} is missing.`);
    if (two !== undefined) throw new InputError(`${one.folder} and ${two.folder} are the same shard.`);
  }
}

/** Tells the seeds of a shard that count, each once. */
function eachCounted({ journal, header, go, end }: Shard, take: (run: FuzzRun) => void): void {
  const lanes = lanesOf({ from: BigInt(header.from), seeds: go.seeds }, header.islands, header.shard);
  const seen = new Set<number>();
  eachRun(journal, (run, place) => {
    const position = positionOf(lanes, run.seed);
    if (position === null || position < 0) throw new InputError(`${place}: seed ${run.seed} is not of this shard.`);
    if (position >= end.seeds || seen.has(position)) return;
    seen.add(position);
    take(run);
  });
  if (seen.size < end.seeds) throw new InputError(`${journal.file}: ${end.seeds - seen.size} seeds are missing.`);
}

function failedSeeds(shards: readonly Shard[]): FailedSeed[] {
  const failed: FailedSeed[] = [];
  for (const shard of shards) {
    eachCounted(shard, (run) => {
      const signature = signatureOf(reportOf(run).report);
      if (signature !== null) failed.push({ seed: run.seed, signature });
    });
  }
  return failed;
}

/** All that counts, and the cases of failures that a seed does not tell. */
function addUp(
  shards: readonly Shard[],
  cut: bigint | null,
): { readonly tally: FuzzTally; readonly cases: ReadonlyMap<string, Case> } {
  const tally = new FuzzTally();
  const cases = new Map<string, Case>();
  for (const shard of shards) {
    eachCounted(shard, (run) => {
      if (cut !== null && BigInt(run.seed) > cut) return;
      const { kind, report } = reportOf(run);
      tally.add({ seed: run.seed, kind, parent: null }, report);
      if (run.case !== undefined) cases.set(run.seed, run.case);
    });
  }
  return { tally, cases };
}

function caseOf({ order }: FoundFailure, header: FuzzHeader, cases: ReadonlyMap<string, Case>): Case {
  const base = header.bases[turnOf(order.seed, header.islands, header.bases.length)] as Case;
  return cases.get(order.seed) ?? { ...base, seed: order.seed };
}

/** The shard that ran a failure's lowest seed has treated it already. */
function storedBy(shards: readonly Shard[], signature: string, tally: FuzzTally): Treated {
  const seed = tally.failures.find((found) => found.signature === signature)?.order.seed;
  for (const { folder, result } of shards) {
    const told = result.failures.find((failure) => failure.signature === signature && failure.seed === seed);
    if (told !== undefined) return storedIn(folder, told);
  }
  throw new InputError(`no shard has stored the case of "${signature}".`);
}

function storedIn(folder: string, { case: name, shrunk, story }: FuzzFailure): Treated {
  const file = join(folder, caseFile(name));
  const { value, source } = parseJson(file, readFileSync(file, 'utf8'));
  parseCase(value, source);
  // As it stands in the file: fields in another order would be other bytes.
  const report = join(folder, reportFileOf(name));
  return { case: value as Case, shrunk, story, report: existsSync(report) ? readFileSync(report, 'utf8') : null };
}

/** Whether every shard has run all its seeds up to the cut. */
function reached(shards: readonly Shard[], cut: bigint): boolean {
  return shards.every(({ header, go, end }) => {
    if (end.why !== 'time') return true;
    const lanes = lanesOf({ from: BigInt(header.from), seeds: go.seeds }, header.islands, header.shard);
    return lanes.first + BigInt(end.seeds) * lanes.step > cut;
  });
}
