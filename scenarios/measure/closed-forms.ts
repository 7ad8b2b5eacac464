/** What theory says: closed forms that measurements stand beside. */
import { binomialAtLeast } from '../../sim/search/binomial.ts';
import { BUSY_GAP_US, LOSSES_MAX, RTO_MAX_US, RTO_US } from '../../sim/network/options.ts';
import type { SharedConfig } from '../settings.ts';

/** Servers of a majority of `voters`. */
export function majority(voters: number): number {
  return Math.floor(voters / 2) + 1;
}

/** The chance that a majority is up when each server is up with probability `p`, whatever the others are. */
export function majorityUp(voters: number, p: number): number {
  return binomialAtLeast(majority(voters), voters, p);
}

/** PROPOSAL and COMMIT to each follower, ACK from each: for one transaction of a client of the leader. */
export function broadcastPackets(voters: number): number {
  return 3 * (voters - 1);
}

/** Of clients that choose their server evenly, those that do not choose the leader: their writes are forwarded to it. */
export function forwardedShare(voters: number): number {
  return (voters - 1) / voters;
}

/** Between the leader and its followers in `spanUs`: one each way for each follower every half tick. */
export function pings(voters: number, spanUs: number, config: SharedConfig): number {
  return (2 * (voters - 1) * spanUs) / halfTickUs(config);
}

/** No election that begins with everybody looking ends sooner: whoever sees a quorum agree waits for a better vote. */
export function voteUsLeast(config: SharedConfig): number {
  return config.finalizeWaitMs * 1000;
}

/**
 * A follower that hears nothing looks for another leader after syncLimit ticks. Its last packet came `spacingUs` before the
 * leader was cut off, at most.
 */
export function silenceUsLeast(config: SharedConfig, spacingUs: number): number {
  return Math.max(0, config.syncLimit * config.tickTimeMs * 1000 - spacingUs);
}

export function halfTickUs(config: SharedConfig): number {
  return (config.tickTimeMs * 1000) / 2;
}

/** Moments between two pings over which `committedWithin` takes the mean. */
const PHASES = 100;

/**
 * The chance that a transaction on links that carry nothing but pings commits without waiting for more than `withinUs`, less
 * than the least retransmission time-out. Enough followers must have got their PROPOSAL at once and answered at once:
 *
 *   P = mean over the moment since the last ping of P(binomial(n - 1, r²) >= majority - 1)
 *   r = P(own packet is not held up) × Π over earlier pings P(its retransmission does not hold the link for longer)
 *
 * An approximation: it takes both directions for independent, and latencies for nothing.
 */
export function committedWithin(
  voters: number,
  loss: number,
  withinUs: number,
  { tickTimeMs }: Pick<SharedConfig, 'tickTimeMs'>,
): number {
  const everyUs = tickTimeMs * 500;
  let sum = 0;
  for (let phase = 0; phase < PHASES; phase++) {
    const ageUs = ((phase + 0.5) * everyUs) / PHASES;
    const r = throughAtOnce(loss, withinUs, ageUs, everyUs);
    sum += binomialAtLeast(majority(voters) - 1, voters - 1, r * r);
  }
  return sum / PHASES;
}

/** One packet, one way, `ageUs` after the last ping. */
function throughAtOnce(loss: number, withinUs: number, ageUs: number, everyUs: number): number {
  // On a link that was busy just now the next packets show the first loss, which then costs a round trip only.
  let chance = ageUs < BUSY_GAP_US ? 1 - loss * loss : 1 - loss;
  for (let age = ageUs; age < RTO_US + LOSSES_MAX * RTO_MAX_US; age += everyUs)
    chance *= noLaterThan(loss, age + withinUs);
  return chance;
}

/** The chance that a packet's losses delay it by `us` at most. */
function noLaterThan(loss: number, us: number): number {
  let lost = loss;
  for (let delay = RTO_US; delay <= us; delay += RTO_MAX_US) lost *= loss;
  return 1 - lost;
}
