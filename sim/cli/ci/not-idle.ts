/** What a campaign must have been through for its verdicts to mean something. */
import type { RangeSummary } from '../../../reports/range-summary.ts';

const ELECTIONS_MIN = 3;
const FAULTS_MIN = 5;
const COMMITS_MIN = 150;
/** So many kinds of faults, each in at least this share of the seeds. */
const FAULT_KINDS_MIN = 8;
const FAULT_KIND_SHARE_MIN = 0.01;
/** Of any one check. */
const UNDECIDED_SHARE_MAX = 0.01;

/** One sentence for each way in which a campaign of chaos was idle. */
export function notIdle(summary: RangeSummary): string[] {
  const averages: readonly (readonly [string, number, number])[] = [
    ['elections', summary.perSeed(summary.elections), ELECTIONS_MIN],
    ['faults', summary.perSeed(summary.faults), FAULTS_MIN],
    ['commits', summary.perSeed(summary.commits), COMMITS_MIN],
  ];
  const common = [...summary.faultKinds.values()].filter(({ seeds }) => summary.perSeed(seeds) >= FAULT_KIND_SHARE_MIN);
  return [
    ...averages
      .filter(([, average, least]) => average < least)
      .map(([what, average, least]) => `${average.toFixed(2)} ${what} per seed on average, fewer than ${least}`),
    ...(common.length < FAULT_KINDS_MIN ? [`only ${common.length} kinds of faults in 1 % of the seeds or more`] : []),
  ];
}

/** One sentence for each check that too often came to no end. */
export function undecidedTooOften(summary: RangeSummary): string[] {
  return [...summary.undecided]
    .filter(([, seeds]) => summary.perSeed(seeds) > UNDECIDED_SHARE_MAX)
    .map(([check, seeds]) => `${check} is undecided in ${seeds} of ${summary.seeds} seeds`);
}
