/**
 * Columns of integers as bytes: each value as its difference to the one before, zigzagged, seven bits to a byte. What
 * grows slowly or repeats itself comes to a byte or less once it is deflated.
 */

/** Differences that may be stored: all between safe integers of one column. */
const SEVEN_BITS = 128;

export class ColumnWriter {
  private bytes = new Uint8Array(1024);
  private length = 0;

  /** The count first, then the values. */
  column(values: ArrayLike<number>): void {
    this.number(values.length);
    let last = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      this.number(zigzag(value - last));
      last = value;
    }
  }

  /** A non-negative safe integer. */
  number(value: number): void {
    if (this.length + 10 > this.bytes.length) {
      const more = new Uint8Array(this.bytes.length * 2);
      more.set(this.bytes);
      this.bytes = more;
    }
    let rest = value;
    while (rest >= SEVEN_BITS) {
      this.bytes[this.length++] = (rest % SEVEN_BITS) + SEVEN_BITS;
      rest = Math.floor(rest / SEVEN_BITS);
    }
    this.bytes[this.length++] = rest;
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

export class ColumnReader {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Fills the array that `make` gives for the number of values. Damaged bytes are a RangeError. */
  column<T extends { [index: number]: number; readonly length: number }>(make: (length: number) => T): T {
    const length = this.number();
    if (length > this.bytes.length) throw new RangeError('a column is longer than its bytes');
    const values = make(length);
    let last = 0;
    for (let i = 0; i < length; i++) {
      last += unzigzag(this.number());
      values[i] = last;
    }
    return values;
  }

  number(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.at++];
      if (byte === undefined || scale > Number.MAX_SAFE_INTEGER) throw new RangeError('the columns end early');
      if (byte < SEVEN_BITS) return value + byte * scale;
      value += (byte - SEVEN_BITS) * scale;
      scale *= SEVEN_BITS;
    }
  }
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
