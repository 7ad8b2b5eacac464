/**
 * What a port closes: connects and frames with bytes changed, each on a connection of its own, sent to the real server and
 * to ours. Compared is whether the server hangs up, and what it answers to a handshake; not what it answers to a request,
 * for many work on one tree at a time.
 */
import { connect } from 'node:net';
import { NO_SESSION, ZXID_ZERO } from '../../../protocol/ids.ts';
import type { ClientOp } from '../../../protocol/op.ts';
import { encodeText } from '../../../protocol/std/text-bytes.ts';
import { encodeClientMessage } from '../../../protocol/wire/client-codec.ts';
import { changedBytes } from './changed-bytes.ts';
import { Dice } from './dice.ts';

export interface Closing {
  /** `connect 17`. */
  readonly what: string;
  readonly bytes: string;
  readonly real: string;
  readonly ours: string;
}

/** How long a server may take until it counts as one that does not hang up; a difference is looked at again, for longer. */
const PATIENCE_MS = 200;
const SURE_MS = 5_000;
const ABREAST = 16;

const HANDSHAKE = encodeClientMessage({
  type: 'CONNECT',
  lastZxidSeen: ZXID_ZERO,
  timeoutMs: 40_000,
  session: NO_SESSION,
  password: '',
  readOnly: false,
});

const acl = [{ perms: 31, scheme: 'world', id: 'anyone' }];
const data = encodeText('data');
const operations: readonly ClientOp[] = [
  { type: 'create', path: '/closings', data, acl, flags: 0 },
  { type: 'create2', path: '/closings/e', data, acl, flags: 1 },
  { type: 'setData', path: '/closings', data, version: -1 },
  { type: 'delete', path: '/closings/none', version: -1 },
  { type: 'exists', path: '/closings', watch: true },
  { type: 'getChildren2', path: '/closings', watch: true },
  { type: 'getACL', path: '/closings' },
  { type: 'sync', path: '/closings' },
  { type: 'auth', scheme: 'digest', auth: encodeText('ann:secret') },
  { type: 'ping' },
  { type: 'whoAmI' },
];

/** Of a frame, behind its length and its xid. */
const OP_AT = 8;
/** check, createSession, multi, reconfig, addWatch: what the real server cannot bear of them, README.md tells. */
const LEFT_OUT = [13, -10, 14, 16, 106];

/** Of a connect request, behind its length and the version of the protocol. */
const ZXID_AT = 8;

/** A client that has seen more than a server has is hung up on: for small zxids that is a matter of the moment. */
function mayBeAhead(lastZxidSeen: bigint): boolean {
  return lastZxidSeen > 0n && lastZxidSeen < 0x1000000n;
}

interface Attempt {
  readonly what: string;
  readonly bytes: Uint8Array;
  /** Sent behind the answer to a handshake. */
  readonly inSession: boolean;
}

function attempts(kind: 'connect' | 'frame', count: number, seed: number): Attempt[] {
  const made: Attempt[] = [];
  for (let n = 0; n < count; n++) {
    const dice = new Dice(`closings ${seed}/${kind}/${n}`);
    const whole =
      kind === 'connect' ? HANDSHAKE : encodeClientMessage({ type: 'REQUEST', xid: 1, op: dice.pick(operations) });
    const bytes = changedBytes(whole, dice);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (kind === 'frame' && bytes.length >= OP_AT + 4 && LEFT_OUT.includes(view.getInt32(OP_AT))) continue;
    if (kind === 'connect' && bytes.length >= ZXID_AT + 8 && mayBeAhead(view.getBigInt64(ZXID_AT))) continue;
    made.push({ what: `${kind} ${n}`, bytes, inSession: kind === 'frame' });
  }
  return made;
}

/** Where more follows that makes a server hang up, its answer may be lost or not: two threads of the real one race. */
function isOnePacket(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return bytes.length >= 4 && view.getInt32(0) === bytes.length - 4;
}

/** `closed` or `open`, with the answer to a handshake: its length, and the time-out it grants. */
function outcome(port: number, { bytes, inSession }: Attempt, patienceMs: number): Promise<string> {
  return new Promise((resolve) => {
    let heard = Buffer.alloc(0);
    let timer: NodeJS.Timeout | null = null;
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const end = (how: string): void => {
      if (timer !== null) clearTimeout(timer);
      socket.destroy();
      const granted =
        isOnePacket(bytes) && heard.length >= 12
          ? `, ${heard.readInt32BE(0)} bytes grant ${heard.readInt32BE(8)} ms`
          : '';
      resolve(`${how}${inSession ? '' : granted}`);
    };
    const send = (): void => {
      socket.write(bytes);
      timer = setTimeout(() => end('open'), patienceMs);
    };
    socket.on('connect', () => (inSession ? socket.write(HANDSHAKE) : send()));
    socket.on('data', (chunk: Buffer) => {
      const first = heard.length === 0;
      heard = Buffer.concat([heard, chunk]);
      if (inSession && first) send();
    });
    socket.on('error', () => {});
    socket.on('close', () => end('closed'));
  });
}

/** Those on which the two differ, of so many connects and as many frames. */
export async function compareClosings(
  ports: { real: number; ours: number },
  count: number,
  seed: number,
  patienceMs = PATIENCE_MS,
): Promise<Closing[]> {
  const all = [...attempts('connect', count, seed), ...attempts('frame', count, seed)];
  const differing: Closing[] = [];
  const both = (attempt: Attempt, withinMs: number): Promise<[string, string]> =>
    Promise.all([outcome(ports.real, attempt, withinMs), outcome(ports.ours, attempt, withinMs)]);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let attempt = all[next++]; attempt !== undefined; attempt = all[next++]) {
      let [real, ours] = await both(attempt, patienceMs);
      if (real !== ours) [real, ours] = await both(attempt, SURE_MS);
      if (real === ours) continue;
      differing.push({ what: attempt.what, bytes: Buffer.from(attempt.bytes).toString('hex'), real, ours });
    }
  };
  await Promise.all(Array.from({ length: ABREAST }, lane));
  return differing;
}
