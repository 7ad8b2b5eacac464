/** From what a campaign counted to what is stored and printed of it: failures treated, cases written, one result. */
import { keptPage } from '../../reports/html/kept-page.ts';
import { failureStory } from '../../reports/text/fuzz.ts';
import { caseName, type Case } from '../record/case.ts';
import type { FuzzHeader, FuzzStop } from '../record/fuzz-journal.ts';
import type { FuzzFailure } from '../record/fuzz-result.ts';
import { replayLine } from '../record/replay-line.ts';
import type { Failure } from '../record/run-result.ts';
import type { FoundFailure, FuzzTally } from '../search/fuzz-tally.ts';
import { turnOf } from '../search/seed-lanes.ts';
import { caseFile } from './case-file.ts';
import type { Engine } from './engine.ts';
import type { StoredCase } from './fuzz-folder.ts';
import type { Treatable, Treated } from './fuzz-treatment.ts';
import { reportFile } from './report-file.ts';

export interface TreatedFailure {
  readonly told: FuzzFailure;
  readonly stored: StoredCase;
}

/** What is known about all failures of a campaign. */
export interface FailureContext {
  readonly header: Pick<FuzzHeader, 'bases' | 'origins' | 'islands' | 'campaign'>;
  readonly known: ReadonlySet<string>;
  readonly shrink: boolean;
  /** The case that was run for a failure. */
  readonly caseOf: (found: FoundFailure) => Case;
  readonly treat: (failure: Treatable) => Promise<Treated>;
}

/** In the order of the tally. Those that are known are kept as they are: somebody has seen them. */
export function treatFailures(tally: FuzzTally, context: FailureContext): Promise<TreatedFailure[]> {
  return Promise.all(tally.failures.map((found) => treated(found, context)));
}

async function treated(found: FoundFailure, context: FailureContext): Promise<TreatedFailure> {
  const { header, known, shrink, caseOf, treat } = context;
  const { signature, order, report, count } = found;
  const { verdict } = report;
  const failure: Failure = report.failure ?? { ...NO_WORDS, signature, message: verdict };
  const of = caseOf(found);
  const kept = await treat({ of, failure: { ...failure, verdict }, shrink: shrink && !known.has(signature) });
  const name = caseName(kept.case);
  const told: FuzzFailure = {
    signature,
    verdict,
    check: failure.check,
    message: failure.message,
    seed: order.seed,
    count,
    case: name,
    shrunk: kept.shrunk,
    known: known.has(signature),
    story: kept.story,
    replay: replayOf(found, of, name, header),
  };
  const page = await pageOf(kept.report, told);
  return { told, stored: { name, case: kept.case, story: failureStory(told, header.campaign), report: page } };
}

async function pageOf(report: Treated['report'], told: FuzzFailure): Promise<string> {
  if (report === null) return keptPage(told);
  return typeof report === 'string' ? report : reportFile(report);
}

const NO_WORDS: Omit<Failure, 'signature' | 'message'> = { check: 'verdict', atMs: 0, event: 0, replay: '' };

/** As a scenario and a seed where they tell it all, else as the stored file. */
function replayOf({ order }: FoundFailure, of: Case, name: string, header: FailureContext['header']): string {
  const { plan, overrides, options } = of;
  const plain = plan === null && Object.keys(overrides).length === 0 && options.weather === undefined;
  if (order.kind !== 'random' || !plain) return `sim replay ${caseFile(name)}`;
  const turn = turnOf(order.seed, header.islands, header.bases.length);
  return replayLine(of, header.origins[turn] ?? null, header.bases[turn]);
}

/** Rare situations that the scenarios ask for. */
export function wantedMarks({ bases }: Pick<FuzzHeader, 'bases'>, engines: readonly Engine[]): readonly string[] {
  return bases.flatMap((base, i) => engines[i]?.scenarioOf(base).sometimes ?? []);
}

/** Why it ended, in words; null when a budget did. */
export function endText(why: FuzzStop['why'], stopAfter: number | null): string | null {
  if (why === 'interrupted') return 'interrupted: the last complete generation counts';
  if (why !== 'found') return null;
  return stopAfter === 1 ? 'ended by the first new signature' : `ended by new signature ${stopAfter ?? 1}`;
}
