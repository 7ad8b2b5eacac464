import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeText } from '../../protocol/std/text-bytes.ts';
import { FULL_BYTES } from './gateway.ts';
import { HANDSHAKE, joined, Table } from './served.testkit.ts';

const getRoot = { type: 'getData', path: '/', watch: false } as const;
const getLong = { ...getRoot, path: `/${'x'.repeat(1000)}` } as const;

/** A table with one open session at socket 1. */
function seated(): Table {
  const table = new Table().open(1).bytes(1, HANDSHAKE).wait(50_000);
  expect(table.last(1)?.type).toBe('CONNECTED');
  return table;
}

describe('bytes become messages', () => {
  test('a handshake and a request in one piece', () => {
    const table = new Table().open(1);
    table.bytes(1, joined(HANDSHAKE, table.request(1, getRoot))).wait(50_000);
    expect(table.messages(1).map((message) => message.type)).toEqual(['CONNECTED', 'REPLY']);
  });

  test('byte by byte', () => {
    const table = new Table().open(1);
    for (const byte of joined(HANDSHAKE, table.request(1, getRoot))) table.bytes(1, Uint8Array.of(byte));
    table.wait(50_000);
    expect(table.messages(1).map((message) => message.type)).toEqual(['CONNECTED', 'REPLY']);
  });

  test('cut anywhere, the answers are the same', () => {
    const answers = (cuts: readonly number[]): unknown => {
      const table = seated();
      const stream = joined(
        ...['/a', '/b', '/a/c', '/x/y'].map((path) =>
          table.request(1, { type: 'create', path, data: encodeText('data'), acl: null, flags: 0 }),
        ),
        table.request(1, { type: 'getChildren', path: '/', watch: false }),
      );
      const at = [...new Set(cuts.map((cut) => cut % stream.length))].sort((a, b) => a - b);
      for (const [i, from] of [0, ...at].entries()) table.bytes(1, stream.subarray(from, at[i] ?? stream.length));
      return table.wait(100_000).messages(1);
    };
    const whole = answers([]);
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 12 }), (cuts) => {
        expect(answers(cuts)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  test('a four-letter word is answered by text, and the end', () => {
    const table = new Table({ config: { fourLetterWords: '*' } }).open(1).asText(1).bytes(1, encodeText('ruok'));
    expect(table.log(1)).toEqual(['closed']);
    expect(table.messages(1)).toEqual([{ type: 'TEXT', text: 'imok' }]);
  });
});

describe('what is no message ends the connection', () => {
  test.each([
    ['a negative length', [0xff, 0xff, 0xff, 0xff]],
    ['a length beyond jute.maxbuffer', [0x00, 0x10, 0x00, 0x00]],
    ['a handshake that is too short', [0, 0, 0, 2, 1, 2]],
  ])('%s', (_, bytes) => {
    const table = new Table().open(1).bytes(1, Uint8Array.from(bytes));
    expect(table.wait(1_000).log(1)).toEqual(['malformed']);
    expect(table.messages(1)).toEqual([]);
  });

  test('the session lives on, and what came behind is ignored', () => {
    const table = seated()
      .bytes(1, Uint8Array.of(0xff, 0xff, 0xff, 0xff))
      .bytes(1, HANDSHAKE)
      .wait(50_000);
    expect(table.log(1)).toEqual(['malformed']);
    expect(table.ensemble.world.process('1').inspect()).toMatchObject({ clients: 0, sessions: [{}] });
  });
});

describe('a connection that ends', () => {
  test('at the peer: the server hears of it', () => {
    const table = seated().arrive(1, { kind: 'closed' }).wait(1_000);
    expect(table.log(1)).toEqual([]);
    expect(table.ensemble.world.process('1').inspect()).toMatchObject({ clients: 0, sessions: [{}] });
  });

  test('at a crash of the server: as a reset, and later ones are refused until it is back', () => {
    const table = seated().fault('crash 1');
    expect(table.log(1)).toEqual(['reset']);
    expect(table.open(2).log(2)).toEqual(['refused']);
    table.fault('restart 1').wait(1_000_000).open(3).bytes(3, HANDSHAKE).wait(50_000);
    expect(table.last(3)?.type).toBe('CONNECTED');
  });
});

describe('back-pressure', () => {
  test('a paused server is given so much and no more; then everything is answered', () => {
    const table = seated().fault('pause 1');
    let sent = 0;
    let bytes = 0;
    while (!table.log(1).includes('full')) {
      const chunk = joined(...Array.from({ length: 20 }, () => table.request(1, getLong)));
      table.bytes(1, chunk);
      sent += 20;
      bytes += chunk.length;
      expect(bytes).toBeLessThan(FULL_BYTES + 50_000);
    }
    expect(table.wait(3_000_000).messages(1).length).toBe(1);
    table.fault('resume 1').wait(1_000_000);
    expect(table.log(1)).toEqual(['full', 'room']);
    expect(table.messages(1).length).toBe(1 + sent);
  });

  test('one socket that is full leaves the others alone', () => {
    const table = seated().open(2).bytes(2, HANDSHAKE).wait(50_000).fault('pause 1');
    while (!table.log(1).includes('full')) {
      table.bytes(1, joined(...Array.from({ length: 20 }, () => table.request(1, getLong))));
    }
    table.bytes(2, table.request(2, getRoot)).fault('resume 1').wait(1_000_000);
    expect(table.log(2)).toEqual([]);
    expect(table.last(2)?.type).toBe('REPLY');
  });
});
