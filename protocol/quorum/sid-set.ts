import type { ServerId } from '../ids.ts';

/**
 * A set of server ids, a bit each: who acknowledged, who votes, who follows. Iteration is in ascending order
 * whatever the order of insertion, so that nothing printed or decided depends on who came first.
 */
export class SidSet {
  /** Word w holds the ids 32w … 32w + 31; grows with the largest id. */
  private readonly words: number[] = [];

  static of(sids: readonly ServerId[]): SidSet {
    const set = new SidSet();
    for (const sid of sids) set.add(sid);
    return set;
  }

  /** Returns whether `sid` was not in the set before. */
  add(sid: ServerId): boolean {
    const word = sid >>> 5;
    while (this.words.length <= word) this.words.push(0);
    const before = this.words[word] as number;
    const after = before | (1 << (sid & 31));
    this.words[word] = after;
    return after !== before;
  }

  delete(sid: ServerId): void {
    const word = sid >>> 5;
    if (word < this.words.length) this.words[word] = (this.words[word] as number) & ~(1 << (sid & 31));
  }

  has(sid: ServerId): boolean {
    const word = sid >>> 5;
    return word < this.words.length && ((this.words[word] as number) & (1 << (sid & 31))) !== 0;
  }

  clear(): void {
    this.words.length = 0;
  }

  get size(): number {
    let count = 0;
    for (let word = 0; word < this.words.length; word++) count += bitCount(this.words[word] as number);
    return count;
  }

  /** How many ids are in both sets. */
  countIn(other: SidSet): number {
    const shared = Math.min(this.words.length, other.words.length);
    let count = 0;
    for (let word = 0; word < shared; word++) {
      count += bitCount((this.words[word] as number) & (other.words[word] as number));
    }
    return count;
  }

  /** The ids, ascending. */
  toArray(): ServerId[] {
    const sids: ServerId[] = [];
    for (let word = 0; word < this.words.length; word++) {
      // Clears the lowest bit each turn.
      for (let bits = this.words[word] as number; bits !== 0; bits &= bits - 1) {
        sids.push((word * 32 + 31 - Math.clz32(bits & -bits)) as ServerId);
      }
    }
    return sids;
  }
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
