/** Whatever bytes come, no server fails, and who sends none of them notices nothing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeText } from '../../protocol/std/text-bytes.ts';
import { HANDSHAKE, joined, Table } from './served.testkit.ts';

const acl = [{ perms: 31, scheme: 'world', id: 'anyone' }];

/** What a well-behaved client might say. */
function conversation(table: Table, socket: number): Uint8Array {
  const path = `/s${socket}`;
  return joined(
    table.request(socket, { type: 'create2', path, data: encodeText('some data'), acl, flags: 0 }),
    table.request(socket, { type: 'getData', path, watch: true }),
    table.request(socket, {
      type: 'multi',
      parts: [
        { type: 'check', path, version: 0 },
        { type: 'setData', path, data: encodeText('other'), version: 0 },
      ],
    }),
    table.request(socket, { type: 'getChildren', path: '/', watch: true }),
    table.request(socket, { type: 'sync', path }),
  );
}

const mutation = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(500), bits: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(500), count: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(500), bytes: fc.uint8Array({ maxLength: 12 }) }),
);
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutated(bytes: Uint8Array, change: Mutation): Uint8Array {
  const at = change.at % bytes.length;
  switch (change.kind) {
    case 'flip': {
      const copy = bytes.slice();
      copy[at] = (copy[at] as number) ^ change.bits;
      return copy;
    }
    case 'cut':
      return joined(bytes.subarray(0, at), bytes.subarray(at + change.count));
    case 'insert':
      return joined(bytes.subarray(0, at), change.bytes, bytes.subarray(at));
  }
}

test.each([1, 3])('mutated bytes at an ensemble of %i', (voters) => {
  const table = new Table({ voters, config: { maxClientCnxns: 0 } });
  table.open(1).bytes(1, HANDSHAKE).wait(100_000);
  let socket = 1;
  fc.assert(
    fc.property(
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      fc.constantFrom(3, 17, 1_000),
      (mutations, mutatesHandshake, chunk) => {
        socket++;
        table.open(socket, String(1 + (socket % voters)));
        if (!mutatesHandshake) table.bytes(socket, HANDSHAKE).wait(10_000);
        const talk = conversation(table, socket);
        const said = mutations.reduce(mutated, mutatesHandshake ? joined(HANDSHAKE, talk) : talk);
        table.deafen(socket);
        for (let at = 0; at < said.length; at += chunk) table.bytes(socket, said.subarray(at, at + chunk));
        table.wait(10_000).arrive(socket, { kind: 'closed' });
        expect(table.ensemble.failure).toBe(null);
      },
    ),
    { numRuns: 150 },
  );
  table.bytes(1, table.request(1, { type: 'exists', path: '/', watch: false })).wait(100_000);
  expect(table.last(1)).toMatchObject({ type: 'REPLY', xid: 1, err: 0 });
  expect(table.messages(1).length).toBe(2);
  expect(table.violations()).toEqual([]);
});
