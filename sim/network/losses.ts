/** What packets lost below a connection come to: a later arrival, or none. */
import type { Decisions } from '../kernel/addresses.ts';
import { BUSY_GAP_US, LOSSES_MAX, RTO_MAX_US, RTO_US, type NetworkOptions } from './options.ts';
import type { Path } from './path.ts';

/** How often in a row a message is lost, LOSSES_MAX at most: `part` of the n-th decision. */
export function lossesOf(decisions: Decisions, n: number, part: number, path: Path): number {
  const given = decisions.overridden(n, 'loss');
  if (given >= 0) {
    decisions.took(n, 'loss', given, 0);
    return given;
  }
  const thresholds = path.thresholds;
  if (decisions.quiet || thresholds === null) return 0;
  const word = decisions.word(n, part);
  let losses = 0;
  while (losses < LOSSES_MAX && word < (thresholds[losses] as number)) losses++;
  decisions.took(n, 'loss', losses, 0);
  return losses;
}

/** One round trip for the first loss on a busy link, where the next packets show it; time-outs for all others. */
export function lossPenaltyUs(losses: number, gapUs: number, options: NetworkOptions): number {
  const first = gapUs < BUSY_GAP_US ? 2 * (options.latency.minUs + options.latency.spreadUs) : RTO_US;
  return first + (losses - 1) * RTO_MAX_US;
}
