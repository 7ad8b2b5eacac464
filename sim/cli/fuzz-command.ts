/** `sim fuzz`: runs seeds of scenarios on all cores until something fails, or a budget is used up. */
import { plainPalette } from '../../reports/palette.ts';
import { fuzzText } from '../../reports/text/fuzz.ts';
import { exitCodes } from '../check/verdict.ts';
import type { FuzzStop } from '../record/fuzz-journal.ts';
import { InputError } from '../record/input-error.ts';
import type { FuzzCampaign } from '../search/fuzz-campaign.ts';
import { fuzzResultOf, fuzzVerdict } from '../search/fuzz-result-of.ts';
import { reportOf } from '../search/journal-run.ts';
import type { Engine } from './engine.ts';
import { FuzzDrive } from './fuzz-drive.ts';
import { readFuzzFlags, type FuzzFlags } from './fuzz-flags.ts';
import {
  checkFresh,
  eachRun,
  FuzzFolder,
  readJournal,
  writeCases,
  writeIndex,
  writeOutcome,
  type FuzzJournal,
} from './fuzz-folder.ts';
import { endText, treatFailures, wantedMarks } from './fuzz-outcome.ts';
import { settingOf, type FuzzHead, type FuzzSetting } from './fuzz-plan.ts';
import { choosePalette, EXIT_INTERRUPTED, print } from './output.ts';
import { readReportFlag, type AskedReports } from './report-flag.ts';
import { writeReports } from './reports.ts';
import { warnOfBug } from './run-command.ts';

/** Cases of failures, when no folder was named. */
const CASES_FOLDER = 'out';

/** Returns the exit code. */
export async function fuzzCommand(texts: readonly string[], flags: FuzzFlags): Promise<number> {
  const asked = readFuzzFlags(flags);
  const reports = readReportFlag(flags.report, flags.resume ?? flags.out ?? null);
  const journal = flags.resume === undefined ? null : heldJournal(flags.resume);
  const setting = await settingOf(texts, flags, asked, journal);
  if (flags.resume === undefined && flags.out !== undefined) checkFresh(flags.out);
  const path = flags.resume ?? flags.out ?? null;
  const drive = new FuzzDrive(setting, {
    jobs: asked.jobs,
    earlierMs: journal?.elapsedMs ?? 0,
    restore: (campaign) => (journal === null ? undefined : restore(campaign, journal)),
  });
  try {
    const folder = path === null ? null : await openFolder(path, drive, setting, journal);
    warnOfBugs(setting);
    const interrupted = await drive.runAll((record) => folder?.keep(record));
    const { elapsedMs: atMs, campaign } = drive;
    const why = interrupted || campaign.end === 'open' ? 'interrupted' : campaign.end;
    folder?.keep({ kind: 'end', atMs, why, seeds: campaign.settled });
    folder?.close();
    return await tell(drive, setting, {
      path,
      why,
      wallMs: atMs,
      json: flags.json === true,
      reports,
      compared: flags.baseline !== undefined,
    });
  } finally {
    await drive.close();
  }
}

function heldJournal(folder: string): FuzzJournal {
  const journal = readJournal(folder);
  if (journal === null) throw new InputError(`--resume: ${folder} holds no campaign to go on with.`);
  return journal;
}

function restore(campaign: FuzzCampaign, journal: FuzzJournal): void {
  eachRun(journal, (run, place) => {
    const { kind, report } = reportOf(run);
    const problem = campaign.restore(kind, report);
    if (problem !== null) throw new InputError(`${place}: ${problem}.`);
  });
}

/** Keeps what comes back in a folder. A build is known there by what it makes of the first seed. */
async function openFolder(
  path: string,
  drive: FuzzDrive,
  { head, go }: FuzzSetting,
  journal: FuzzJournal | null,
): Promise<FuzzFolder> {
  const fingerprint = await drive.pool.fingerprint(drive.caseOf({ seed: head.from, kind: 'random', parent: null }));
  if (journal !== null && journal.header.fingerprint !== fingerprint) {
    throw new InputError(`--resume: ${journal.file} is of another build of the program.`);
  }
  return new FuzzFolder(path, journal, { ...head, fingerprint }, go);
}

/** So many seeds tell whether a bug can show. */
const SEEDS_ASKED = 1000;

function warnOfBugs({ head, go, engines }: FuzzSetting): void {
  const from = BigInt(head.from);
  const to = from + BigInt(Math.max(1, go.seeds ?? SEEDS_ASKED)) - 1n;
  head.bases.forEach((base, i) => warnOfBug(engines[i] as Engine, base, { from, to }));
}

interface Ending {
  readonly path: string | null;
  readonly why: FuzzStop['why'];
  readonly wallMs: number;
  readonly json: boolean;
  readonly reports: AskedReports;
  /** There is a baseline, though it may be empty. */
  readonly compared: boolean;
}

/** Stores and prints what it came to. */
async function tell(drive: FuzzDrive, setting: FuzzSetting, ending: Ending): Promise<number> {
  const { path, why, wallMs, json, reports, compared } = ending;
  const { campaign, pool, jobs } = drive;
  const { head, go, engines } = setting;
  const failures = await treatFailures(campaign.tally, {
    header: head,
    known: campaign.plan.known,
    shrink: go.shrink,
    caseOf: ({ order }) => drive.caseOf(order),
    treat: (failure) => pool.treat(failure),
  });
  const result = fuzzResultOf({
    header: head,
    tally: campaign.tally,
    failures: failures.map(({ told }) => told),
    wanted: head.shard === null ? wantedMarks(head, engines) : [],
    complete: why === 'budget' || why === 'found',
    timing: { jobs, wallMs },
  });
  const cases = failures.map(({ stored }) => stored);
  if (path === null) {
    writeCases(CASES_FOLDER, cases);
    if (cases.length > 0) writeIndex(CASES_FOLDER, result);
  } else writeOutcome(path, result, cases);
  const verdict = fuzzVerdict(result, go.undecided);
  const text = { verdict, folder: path ?? CASES_FOLDER, ended: endText(why, go.stopAfter), shard: shardText(head) };
  print(json ? [JSON.stringify(result)] : fuzzText(result, await choosePalette(), text));
  writeReports(result, reports, {
    folder: text.folder,
    baseline: compared || campaign.plan.known.size > 0,
    undecidedFails: go.undecided === 'fail',
    text: fuzzText(result, plainPalette, text),
    json,
  });
  if (why !== 'interrupted') return exitCodes[verdict];
  const hint = path === null ? 'without --out there is nothing to go on from' : `go on with: sim fuzz --resume ${path}`;
  process.stderr.write(`sim: ${hint}\n`);
  return EXIT_INTERRUPTED;
}

function shardText({ shard, islands }: FuzzHead): string | null {
  return shard === null ? null : `${shard + 1}/${islands}`;
}
