/**
 * Whatever clients do that is legal, nothing is found: sessions on two connections, xids that begin anywhere and repeat,
 * connections that end with requests in flight, watches registered at will, and faults in between.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_SESSION, ZXID_ZERO, type SessionId, type Zxid } from '../../protocol/ids.ts';
import type { ClientOp } from '../../protocol/op.ts';
import { encodeText } from '../../protocol/std/text-bytes.ts';
import { encodeClientMessage } from '../../protocol/wire/client-codec.ts';
import { connectMessage, Table } from './served.testkit.ts';

const OPEN = [{ perms: 31, scheme: 'world', id: 'anyone' }];
const OWN = [{ perms: 31, scheme: 'auth', id: '' }];

const path = fc.constantFrom('/a', '/b', '/a/x', '/a/y', '/b/s-', '/', '/none');
const version = fc.constantFrom(-1, -1, 0, 1);
const create = fc.record({
  type: fc.constantFrom('create' as const, 'create2' as const),
  path,
  data: fc.constantFrom(null, encodeText('d')),
  acl: fc.constantFrom(OPEN, OPEN, OPEN, OWN),
  flags: fc.integer({ min: 0, max: 3 }),
});
const remove = fc.record({ type: fc.constant('delete' as const), path, version });
const setData = fc.record({ type: fc.constant('setData' as const), path, data: fc.constant(encodeText('e')), version });
const check = fc.record({ type: fc.constant('check' as const), path, version });
const paths = fc.uniqueArray(path, { maxLength: 3 });

const op: fc.Arbitrary<ClientOp> = fc.oneof(
  { weight: 6, arbitrary: create },
  { weight: 3, arbitrary: remove },
  { weight: 3, arbitrary: setData },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('multi' as const),
      parts: fc.array(fc.oneof(create, remove, setData, check), { maxLength: 3 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constantFrom('exists' as const, 'getData' as const, 'getChildren' as const, 'getChildren2' as const),
      path,
      watch: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('addWatch' as const), path, mode: fc.constantFrom(0, 1, 7) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom('removeWatches' as const, 'checkWatches' as const),
      path,
      watcherType: fc.integer({ min: 0, max: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('setWatches2' as const),
      relativeZxid: fc.integer({ min: 0, max: 40 }).map((low) => (low < 30 ? low : 2 ** 32 + low) as Zxid),
      data: paths,
      exist: paths,
      child: paths,
      persistent: paths,
      persistentRecursive: paths,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('auth' as const),
      scheme: fc.constantFrom('digest', 'digest', 'ip', 'unheard-of'),
      auth: fc.constantFrom(encodeText('me:secret'), encodeText('you:secret')),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('setACL' as const),
      path,
      acl: fc.constantFrom(OPEN, OWN),
      version,
    }),
  },
  fc.constant({ type: 'ping' as const }),
  fc.record({ type: fc.constant('sync' as const), path }),
  fc.constant({ type: 'whoAmI' as const }),
  fc.record({ type: fc.constant('getACL' as const), path }),
  fc.record({ type: fc.constant('getEphemerals' as const), prefix: fc.constantFrom(null, '/a') }),
  fc.record({ type: fc.constant('getAllChildrenNumber' as const), path }),
  fc.record({ type: fc.constant('deleteContainer' as const), path }),
  fc.constant({ type: 'reconfig' as const, joining: null, leaving: null, newMembers: null, fromConfig: -1 }),
  fc.constant({ type: 'unknown' as const, opCode: 99 }),
  fc.constant({ type: 'closeSession' as const }),
);

const step = fc.oneof(
  {
    weight: 16,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      client: fc.nat(4),
      ops: fc.array(op, { minLength: 1, maxLength: 5 }),
      xid: fc.constantFrom(0, 0, 0, 1, 1000),
      waitUs: fc.constantFrom(0, 0, 1_000, 200_000),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('connect' as const),
      client: fc.nat(4),
      server: fc.nat(2),
      session: fc.option(fc.nat(4), { nil: null }),
      hangsUp: fc.boolean(),
      pipelined: fc.boolean(),
      seen: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fault' as const),
      line: fc.constantFrom(
        'crash leader for 300ms',
        'crash 1 for 200ms',
        'pause 2 for 500ms',
        'partition 1 | 2,3 for 3s',
        'partition 3 | 1,2 for 8s',
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), us: fc.constantFrom(1_000, 2_000_000, 9_000_000) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Someone {
  socket: number;
  session: SessionId;
  password: string;
  seen: Zxid;
  xid: number;
}

/** Plays steps without looking at what comes back, but for sessions and zxids. */
class Play {
  readonly table: Table;
  private readonly voters: number;
  private readonly clients: (Someone | null)[] = [null, null, null, null, null];
  private sockets = 0;

  constructor(voters: number, compat: '3.9' | '3.8') {
    this.voters = voters;
    this.table = new Table({ voters, config: { tickTimeMs: 500, compat, extendedTypesEnabled: true } });
  }

  take(of: Step): void {
    const { table } = this;
    switch (of.kind) {
      case 'wait':
        table.wait(of.us);
        break;
      case 'fault':
        if (this.voters > 1) table.fault(of.line).wait(1000);
        break;
      case 'connect':
        this.connect(of);
        break;
      case 'ask':
        this.ask(of);
    }
    this.learn();
  }

  private connect({ client, server, session, hangsUp, pipelined, seen }: Extract<Step, { kind: 'connect' }>): void {
    const { table } = this;
    const before = this.clients[client] ?? null;
    if (before !== null && hangsUp) table.arrive(before.socket, { kind: 'closed' });
    const known = session === null ? null : (this.clients[session] ?? null);
    const socket = ++this.sockets;
    const peer = `127.0.0.${1 + (socket % 3)}`;
    const hello = encodeClientMessage({
      ...connectMessage,
      session: known?.session ?? NO_SESSION,
      password: known?.password ?? '',
      lastZxidSeen: seen ? (known?.seen ?? ZXID_ZERO) : ZXID_ZERO,
      timeoutMs: 4_000,
    });
    table
      .open(socket, String(1 + (server % this.voters)), peer)
      .deafen(socket)
      .bytes(socket, hello);
    this.clients[client] = {
      socket,
      session: known?.session ?? NO_SESSION,
      password: known?.password ?? '',
      seen: known?.seen ?? ZXID_ZERO,
      xid: 0,
    };
    if (!pipelined) table.wait(50_000);
  }

  private ask({ client, ops, xid, waitUs }: Extract<Step, { kind: 'ask' }>): void {
    const someone = this.clients[client] ?? null;
    if (someone === null) return;
    for (const [index, op] of ops.entries()) {
      const own = xid === 0 ? ++someone.xid : xid + (index % 2);
      const message = { type: 'REQUEST', xid: op.type === 'ping' ? -2 : own, op } as const;
      this.table.bytes(someone.socket, encodeClientMessage(message));
    }
    this.table.wait(waitUs);
  }

  /** The sessions that were given, and the zxids shown. */
  private learn(): void {
    for (const someone of this.clients) {
      if (someone === null) continue;
      for (const [index, frame] of this.table.frames(someone.socket).entries()) {
        const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
        if (index === 0 && view.getInt32(4) > 0) {
          someone.session = `0x${view.getBigUint64(8).toString(16)}` as SessionId;
          someone.password = hexadecimal(frame.subarray(20, 36));
        } else if (index > 0 && view.getBigInt64(4) > someone.seen) someone.seen = Number(view.getBigInt64(4)) as Zxid;
      }
    }
  }
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

test.each([
  [1, '3.9'],
  [3, '3.9'],
  [3, '3.8'],
] as const)(
  'random clients at an ensemble of %i, compat %s',
  (voters, compat) => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 120, size: 'max' }), (steps) => {
        const play = new Play(voters, compat);
        for (const one of steps) {
          play.take(one);
          if (play.table.ensemble.failure !== null) break;
        }
        expect(play.table.ensemble.failure).toBe(null);
        play.table.wait(10_000_000);
        expect(play.table.violations()).toEqual([]);
        const rows = play.table.ensemble.results().filter(({ verdict }) => verdict === 'violation');
        expect(rows).toEqual([]);
      }),
      {
        numRuns: Number(process.env['PLAYS'] ?? 25),
        seed: Number(process.env['SEED'] ?? 1),
        endOnFailure: true,
      },
    );
  },
  600_000,
);
