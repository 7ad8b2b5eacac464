/**
 * The only use of seedrandom: four words made once from a seed, the key under which every decision of a run is
 * drawn. A labelled seed and `tychei` avoid what is wrong with others: ARC4 repeats short string keys (1, 11 and
 * 111 would be one seed), xorshift7 ignores short strings, xor128 and xorwow correlate neighbouring seeds.
 */
import seedrandom from 'seedrandom';

/** 128 bits as four signed 32-bit words. */
export type SeedKey = readonly [number, number, number, number];

/** Changing this prefix is the only thing that may ever reshuffle every decision of every seed. */
const PREFIX = 'zabsim/1|';

export function seedKey(seed: string): SeedKey {
  const stream = seedrandom.tychei(`${PREFIX}${seed}|addr`);
  return [stream.int32(), stream.int32(), stream.int32(), stream.int32()];
}
