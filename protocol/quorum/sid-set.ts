import type { ServerId } from '../ids.ts';

/**
 * A set of server ids, a bit each: who acknowledged, who votes, who follows. Iteration is in ascending order
 * whatever the order of insertion, so that nothing printed or decided depends on who came first.
 */
export class SidSet {
  /** The ids 0 … 31: all there are in most ensembles. */
  private low = 0;
  /** Word w holds the ids 32(w + 1) … 32(w + 1) + 31; null while there is none. */
  private high: number[] | null = null;

  static of(sids: readonly ServerId[]): SidSet {
    const set = new SidSet();
    for (const sid of sids) set.add(sid);
    return set;
  }

  /** Returns whether `sid` was not in the set before. */
  add(sid: ServerId): boolean {
    const before = this.word(sid >>> 5);
    const after = before | (1 << (sid & 31));
    this.setWord(sid >>> 5, after);
    return after !== before;
  }

  delete(sid: ServerId): void {
    if (this.has(sid)) this.setWord(sid >>> 5, this.word(sid >>> 5) & ~(1 << (sid & 31)));
  }

  has(sid: ServerId): boolean {
    return (this.word(sid >>> 5) & (1 << (sid & 31))) !== 0;
  }

  clear(): void {
    this.low = 0;
    this.high = null;
  }

  get size(): number {
    return this.countIn(this);
  }

  /** How many ids are in both sets. */
  countIn(other: SidSet): number {
    let count = bitCount(this.low & other.low);
    for (let word = 1; word < this.words; word++) count += bitCount(this.word(word) & other.word(word));
    return count;
  }

  /** The ids, ascending. */
  toArray(): ServerId[] {
    const sids: ServerId[] = [];
    for (let word = 0; word < this.words; word++) {
      // Clears the lowest bit each turn.
      for (let bits = this.word(word); bits !== 0; bits &= bits - 1) {
        sids.push((word * 32 + 31 - Math.clz32(bits & -bits)) as ServerId);
      }
    }
    return sids;
  }

  private get words(): number {
    return this.high === null ? 1 : 1 + this.high.length;
  }

  private word(word: number): number {
    return word === 0 ? this.low : (this.high?.[word - 1] ?? 0);
  }

  private setWord(word: number, bits: number): void {
    if (word === 0) {
      this.low = bits;
      return;
    }
    this.high ??= [];
    while (this.high.length < word) this.high.push(0);
    this.high[word - 1] = bits;
  }
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
