/** Bytes that are not what they were. */
import type { Dice } from './dice.ts';

/** One to three changes: a bit, a byte, a length that is none, a cut, a doubled or inserted part. */
export function changedBytes(bytes: Uint8Array, dice: Dice): Uint8Array {
  let result = Buffer.from(bytes);
  for (let times = 1 + dice.below(3); times > 0 && result.length > 0; times--) {
    const at = dice.below(result.length);
    switch (dice.below(6)) {
      case 0:
        result[at] = (result[at] as number) ^ (1 << dice.below(8));
        break;
      case 1:
        result[at] = dice.below(256);
        break;
      case 2:
        if (at + 4 <= result.length) result.writeInt32BE(dice.pick(LENGTHS), at);
        break;
      case 3:
        result = result.subarray(0, at);
        break;
      case 4:
        result = Buffer.concat([result, result.subarray(at)]);
        break;
      default:
        result = Buffer.concat([
          result.subarray(0, at),
          Buffer.of(dice.below(256), dice.below(256)),
          result.subarray(at),
        ]);
    }
  }
  return result;
}

const LENGTHS = [-1, 0, 0x7fffffff, -0x80000000, 0xfffff];
