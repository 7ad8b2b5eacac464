/**
 * A 53-bit rolling hash for content digests (transactions, znodes), built from two murmur3 lanes of 32-bit integer
 * arithmetic only, so that it is the same in every JavaScript engine. Not cryptographic: it tells two contents
 * apart, it does not resist an adversary.
 *
 * Use: `begin()`, any number of `number/text/bytes`, then `end()`. One instance may be reused but not nested.
 */
export class ContentHash {
  private a = 0;
  private b = 0;

  begin(): this {
    this.a = 0x2f0b4c47;
    this.b = 0x6d1ce5a3;
    return this;
  }

  private word(value: number): void {
    let k = Math.imul(value, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    let a = this.a ^ Math.imul(k, 0x1b873593);
    a = (a << 13) | (a >>> 19);
    this.a = (Math.imul(a, 5) + 0xe6546b64) | 0;
    let j = Math.imul(value, 0x85ebca6b);
    j = (j << 17) | (j >>> 15);
    let b = this.b ^ Math.imul(j, 0xc2b2ae35);
    b = (b << 11) | (b >>> 21);
    this.b = (Math.imul(b, 5) + 0x38495ab5) | 0;
  }

  /** An integer of at most 53 bits, negative ones included. */
  number(value: number): this {
    this.word(value | 0);
    this.word(Math.floor(value / 4294967296) | 0);
    return this;
  }

  text(value: string): this {
    const length = value.length;
    this.word(length);
    const even = length & ~1;
    for (let i = 0; i < even; i += 2) this.word(value.charCodeAt(i) | (value.charCodeAt(i + 1) << 16));
    if (even < length) this.word(value.charCodeAt(even));
    return this;
  }

  /** Bytes, or null, which differs from no bytes. */
  bytes(value: Uint8Array | null): this {
    if (value === null) {
      this.word(-1);
      return this;
    }
    const length = value.length;
    this.word(length);
    for (let i = 0; i < length; i += 4) {
      this.word(
        (value[i] as number) |
          ((i + 1 < length ? (value[i + 1] as number) : 0) << 8) |
          ((i + 2 < length ? (value[i + 2] as number) : 0) << 16) |
          ((i + 3 < length ? (value[i + 3] as number) : 0) << 24),
      );
    }
    return this;
  }

  /** The digest: a non-negative integer below 2^53. */
  end(): number {
    let a = this.a;
    a ^= a >>> 16;
    a = Math.imul(a, 0x85ebca6b);
    a ^= a >>> 13;
    let b = this.b ^ a;
    b ^= b >>> 16;
    b = Math.imul(b, 0xc2b2ae35);
    b ^= b >>> 13;
    return (a >>> 11) * 4294967296 + (b >>> 0);
  }
}
