/** The rows of an event table as they come, one event behind the other, in columns that grow. */
import type { Moment } from '../../sim/kernel/observer.ts';
import type { EventColumns } from '../../sim/record/event-columns.ts';
import { shortened } from './shortened.ts';
import type { TextBook } from './text-book.ts';

type Columns = { -readonly [Name in Exclude<keyof EventColumns, 'length'>]: EventColumns[Name] };

const FIRST_ROWS = 1024;

function emptyColumns(rows: number): Columns {
  return {
    atUs: new Float64Array(rows),
    cause: new Int32Array(rows).fill(-1),
    process: new Int16Array(rows).fill(-1),
    kind: new Uint8Array(rows),
    peer: new Int16Array(rows).fill(-1),
    what: new Int32Array(rows),
    told: new Int32Array(rows),
    weight: new Uint8Array(rows),
    mark: new Uint8Array(rows),
    flags: new Uint8Array(rows),
  };
}

function copyInto(to: Columns, from: Columns, rows: number): void {
  to.atUs.set(from.atUs.subarray(0, rows));
  to.cause.set(from.cause.subarray(0, rows));
  to.process.set(from.process.subarray(0, rows));
  to.kind.set(from.kind.subarray(0, rows));
  to.peer.set(from.peer.subarray(0, rows));
  to.what.set(from.what.subarray(0, rows));
  to.told.set(from.told.subarray(0, rows));
  to.weight.set(from.weight.subarray(0, rows));
  to.mark.set(from.mark.subarray(0, rows));
  to.flags.set(from.flags.subarray(0, rows));
}

export class EventRows {
  readonly book: TextBook;
  /** Only the first `length` rows mean something. */
  private columns: Columns;
  length = 0;
  /** What was told in the last row, and how much what its mark is of means. */
  private told: string[] = [];
  private markWeight = 0;

  constructor(book: TextBook, columns = emptyColumns(FIRST_ROWS)) {
    this.book = book;
    this.columns = columns;
  }

  /** The row of an event, which is the last one or a new one. */
  at({ event, atUs, cause }: Moment): number {
    if (event >= this.length) this.grow(event + 1);
    this.columns.atUs[event] = atUs;
    this.columns.cause[event] = cause;
    return event;
  }

  /** Rows of which nothing is known happened when the one before them did. */
  private grow(length: number): void {
    this.closeLast();
    const before = this.columns.atUs[this.length - 1] ?? 0;
    if (length > this.columns.atUs.length) {
      const wider = emptyColumns(Math.max(length, 2 * this.columns.atUs.length));
      copyInto(wider, this.columns, this.length);
      this.columns = wider;
    }
    this.columns.atUs.fill(before, this.length, length);
    this.length = length;
  }

  private closeLast(): void {
    if (this.told.length > 0) this.columns.told[this.length - 1] = this.toldNumber();
    this.told = [];
    this.markWeight = 0;
  }

  private toldNumber(): number {
    return this.book.number(shortened(this.told.join('; ')));
  }

  setProcess(row: number, process: number): void {
    this.columns.process[row] = process;
  }

  processOf(row: number): number {
    return this.columns.process[row] as number;
  }

  setKind(row: number, kind: number): void {
    this.columns.kind[row] = kind;
  }

  setPeer(row: number, peer: number): void {
    this.columns.peer[row] = peer;
  }

  setWhat(row: number, text: string): void {
    this.columns.what[row] = this.book.number(text);
  }

  setWeight(row: number, weight: number): void {
    this.columns.weight[row] = weight;
  }

  /** Sets and clears bits. */
  flag(row: number, set: number, clear = 0): void {
    this.columns.flags[row] = ((this.columns.flags[row] as number) | set) & ~clear;
  }

  /** Of the last row. The mark is of what means most. */
  tell(row: number, text: string, weight: number, mark: number): void {
    this.told.push(text);
    this.columns.weight[row] = Math.max(this.columns.weight[row] as number, weight);
    if (weight <= this.markWeight) return;
    this.columns.mark[row] = mark;
    this.markWeight = weight;
  }

  /** A copy of `events` rows, or of all where there are more. */
  toColumns(events: number): EventColumns {
    const { length } = this;
    const copy = emptyColumns(Math.max(events, length));
    copyInto(copy, this.columns, length);
    if (this.told.length > 0) copy.told[length - 1] = this.toldNumber();
    copy.atUs.fill(copy.atUs[length - 1] ?? 0, length);
    return { length: Math.max(events, length), ...copy };
  }

  /** The first rows, to go on from; their texts too. */
  upTo(events: number): EventRows {
    const { length: _length, ...columns } = this.toColumns(0);
    const rows = Math.min(events, this.length);
    const kept = emptyColumns(Math.max(FIRST_ROWS, rows));
    copyInto(kept, columns, rows);
    const copy = new EventRows(this.book.copy(), kept);
    copy.length = rows;
    return copy;
  }
}
