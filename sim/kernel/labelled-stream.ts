/**
 * The only use of seedrandom: a stream of numbers from a label, for what is drawn once, in order, and is no decision of
 * a run. A label and `tychei` avoid what is wrong with others: ARC4 repeats short string keys (1, 11 and 111 would be
 * one seed), xorshift7 ignores short strings, xor128 and xorwow correlate neighbouring seeds.
 */
import seedrandom from 'seedrandom';

export interface LabelledStream {
  /** The next number, a whole one of 32 bits, negative ones included. */
  int32(): number;
}

/** The same label, the same numbers, in every engine. */
export function labelledStream(label: string): LabelledStream {
  return seedrandom.tychei(label);
}
