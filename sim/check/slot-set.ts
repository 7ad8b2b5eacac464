/** Sets of up to 52 slots, each set packed into one exact number: more than bitwise operators reach. */

export const SLOTS_MAX = 52;

const bits: number[] = [1];
while (bits.length < SLOTS_MAX) bits.push(2 * (bits.at(-1) as number));

export function hasSlot(set: number, slot: number): boolean {
  return ((set / (bits[slot] as number)) & 1) === 1;
}

/** The slot is not in the set. */
export function withSlot(set: number, slot: number): number {
  return set + (bits[slot] as number);
}

export function withoutSlot(set: number, slot: number): number {
  return hasSlot(set, slot) ? set - (bits[slot] as number) : set;
}
