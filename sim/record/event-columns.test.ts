import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ColumnReader, ColumnWriter } from './byte-columns.ts';
import { decodeColumns, encodeColumns, type EventColumns } from './event-columns.ts';

describe('columns as bytes', () => {
  test('come back as they were', () => {
    const numbers = fc.array(fc.oneof(fc.integer(), fc.nat(10), fc.integer({ min: 0, max: 2 ** 45 })));
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 4 }), (columns) => {
        const writer = new ColumnWriter();
        for (const column of columns) writer.column(column);
        const reader = new ColumnReader(writer.finish());
        for (const column of columns) {
          const back = reader.column((length) => new Array<number>(length).fill(0));
          expect(back.map((value) => value + 0)).toEqual(column.map((value) => value + 0));
        }
      }),
    );
  });

  test('that end early, or are longer than they may be, are told', () => {
    const writer = new ColumnWriter();
    writer.column([1, 200, 3]);
    const bytes = writer.finish();
    const read = (part: Uint8Array): unknown => new ColumnReader(part).column((length) => new Float64Array(length));
    for (let length = 0; length < bytes.length; length++) {
      expect(() => read(bytes.slice(0, length))).toThrow(RangeError);
    }
    expect(() => read(Uint8Array.from([255, 255, 255, 255, 127]))).toThrow(RangeError);
  });
});

function events(length: number): EventColumns {
  return {
    length,
    atUs: Float64Array.from({ length }, (_, i) => i * 250),
    cause: Int32Array.from({ length }, (_, i) => (i % 3 === 0 ? -1 : i - 1)),
    process: Int16Array.from({ length }, (_, i) => (i % 4) - 1),
    kind: Uint8Array.from({ length }, (_, i) => i % 5),
    peer: Int16Array.from({ length }, (_, i) => (i % 2) - 1),
    what: Int32Array.from({ length }, (_, i) => i % 7),
    told: Int32Array.from({ length }, (_, i) => i % 2),
    weight: Uint8Array.from({ length }, (_, i) => i % 4),
    mark: Uint8Array.from({ length }, (_, i) => i % 6),
    flags: Uint8Array.from({ length }, (_, i) => i % 2),
  };
}

describe('the events of a run', () => {
  test('come back as they were', () => {
    expect(decodeColumns(encodeColumns(events(100)))).toEqual(events(100));
    expect(decodeColumns(encodeColumns(events(0)))).toEqual(events(0));
  });

  test('of another format are told', () => {
    const bytes = encodeColumns(events(3));
    bytes[0] = 99;
    expect(() => decodeColumns(bytes)).toThrow('a format that is not known here');
  });
});
