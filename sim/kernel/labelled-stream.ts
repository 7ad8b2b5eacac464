/** A stream of numbers for what is drawn once, in order, and is no decision of a run. */
import seedrandom from 'seedrandom';

export interface LabelledStream {
  /** The next number, a whole one of 32 bits, negative ones included. */
  int32(): number;
}

/** The same label, the same numbers, in every engine. */
export function labelledStream(label: string): LabelledStream {
  return seedrandom.tychei(label);
}
