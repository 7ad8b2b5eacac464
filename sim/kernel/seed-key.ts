/** Four words made once from a seed: the key under which every decision of a run is drawn. */
import { labelledStream } from './labelled-stream.ts';

/** 128 bits as four signed 32-bit words. */
export type SeedKey = readonly [number, number, number, number];

/** Changing this prefix is the only thing that may ever reshuffle every decision of every seed. */
const PREFIX = 'zabsim/1|';

export function seedKey(seed: string): SeedKey {
  const stream = labelledStream(`${PREFIX}${seed}|addr`);
  return [stream.int32(), stream.int32(), stream.int32(), stream.int32()];
}
