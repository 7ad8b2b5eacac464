/**
 * The ten bugs that seeds of the profile find most often: the lower end of the 95 % interval of the probability per
 * seed. Measured by `sim gauntlet --budget 100 --assertions on --control 0 --json`: `interval[0]` of the ten bugs where
 * it is highest. To be measured again when the profile changes.
 */
export const probableBugs: Readonly<Record<string, number>> = {
  'ZK-1291': 0.69,
  G2: 0.69,
  G3: 0.69,
  G4: 0.69,
  G10: 0.69,
  G5: 0.58,
  'ZK-4643': 0.41,
  G11: 0.32,
  G12: 0.3,
  G7: 0.22,
};

/** So many seeds miss a bug of this probability more rarely than once in a thousand times. */
export function seedsToBeSure(probability: number): number {
  return Math.ceil(Math.log(0.001) / Math.log1p(-probability));
}
