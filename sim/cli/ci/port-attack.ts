/**
 * Malformed input at a client port: connects and frames with bytes changed, peers that are slow or stop halfway, and
 * very many that say nothing. Beside them one session works on, and must not feel any of it.
 */
import { connect, type Socket } from 'node:net';
import { encodeText } from '../../../protocol/std/text-bytes.ts';
import { NO_SESSION, ZXID_ZERO } from '../../../protocol/ids.ts';
import type { ClientOp } from '../../../protocol/op.ts';
import { encodeClientMessage, ServerMessageDecoder } from '../../../protocol/wire/client-codec.ts';

export interface AttackSize {
  readonly connects: number;
  readonly frames: number;
  readonly slow: number;
  readonly halfClosed: number;
  readonly idle: number;
}

export interface AttackCounts {
  connects: number;
  frames: number;
  slow: number;
  halfClosed: number;
  idle: number;
  /** Of the session beside them. */
  answers: number;
  slowestMs: number;
}

const HOST = '127.0.0.1';
/** At the same time. */
const ABREAST = 32;
/** Frames on one connection: few, so that many are read before one ends it. */
const FRAMES_EACH = 4;
/** No answer of the session beside may take longer. */
const HANG_MS = 20_000;

/** Numbers that look drawn and are the same every time (xorshift32). */
class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 1;
  }

  below(bound: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % bound;
  }
}

const HANDSHAKE = encodeClientMessage({
  type: 'CONNECT',
  lastZxidSeen: ZXID_ZERO,
  timeoutMs: 4000,
  session: NO_SESSION,
  password: '',
  readOnly: false,
});

const acl = [{ perms: 31, scheme: 'world', id: 'anyone' }];
const data = encodeText('data');
/** Below a node that only the attack writes to. */
const operations: readonly ClientOp[] = [
  { type: 'create', path: '/attack/a', data, acl, flags: 0 },
  { type: 'create2', path: '/attack/e', data, acl, flags: 1 },
  { type: 'setData', path: '/attack/a', data, version: -1 },
  { type: 'delete', path: '/attack/a', version: -1 },
  { type: 'exists', path: '/attack/a', watch: true },
  { type: 'getData', path: '/attack', watch: false },
  { type: 'getChildren2', path: '/attack', watch: true },
  { type: 'getACL', path: '/attack' },
  { type: 'sync', path: '/attack' },
  { type: 'auth', scheme: 'digest', auth: encodeText('ann:secret') },
  { type: 'addWatch', path: '/attack', mode: 1 },
  { type: 'ping' },
  { type: 'whoAmI' },
];

/** One to three changes: a bit, a byte, a length that is none, a cut, a doubled or inserted part. */
function changed(bytes: Uint8Array, dice: Dice): Uint8Array {
  let result = Buffer.from(bytes);
  for (let times = 1 + dice.below(3); times > 0 && result.length > 0; times--) {
    const at = dice.below(result.length);
    switch (dice.below(6)) {
      case 0:
        result[at] = (result[at] as number) ^ (1 << dice.below(8));
        break;
      case 1:
        result[at] = dice.below(256);
        break;
      case 2:
        if (at + 4 <= result.length)
          result.writeInt32BE([-1, 0, 0x7fffffff, -0x80000000, 0xfffff][dice.below(5)] as number, at);
        break;
      case 3:
        result = result.subarray(0, at);
        break;
      case 4:
        result = Buffer.concat([result, result.subarray(at)]);
        break;
      default:
        result = Buffer.concat([
          result.subarray(0, at),
          Buffer.of(dice.below(256), dice.below(256)),
          result.subarray(at),
        ]);
    }
  }
  return result;
}

function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: HOST, noDelay: true });
    socket.once('connect', () => {
      socket.removeAllListeners('error').on('error', () => {});
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** The server has to end a connection whose other side sends no more, whatever came before. */
function endedByServer(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('a connection was not ended by the server')), HANG_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.resume();
    if (socket.destroyed) socket.emit('close');
  });
}

/** Nobody waits for an answer any more. */
class Stopped extends Error {}

/** A session that goes on working: it writes and reads what it wrote, one after the other. */
class Worker {
  answers = 0;
  slowestMs = 0;
  private readonly socket: Socket;
  private readonly decoder = new ServerMessageDecoder();
  private wake: () => void = () => {};
  private xid = 0;
  private failure: Error | null = null;
  private stopped = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => {
      this.decoder.push(chunk);
      this.wake();
    });
    socket.on('close', () => {
      if (!this.stopped) this.failure ??= new Error('the session beside the attack was cut off');
      this.wake();
    });
  }

  static async start(port: number): Promise<Worker> {
    const worker = new Worker(await opened(port));
    worker.socket.write(HANDSHAKE);
    const hello = await worker.next();
    if (hello.type !== 'CONNECTED' || hello.timeoutMs === 0) throw new Error('the session beside the attack has begun');
    for (const path of ['/attack', '/work']) await worker.ask({ type: 'create', path, data, acl, flags: 0 });
    return worker;
  }

  /** Rejects when it is not answered as it must be. */
  async work(): Promise<void> {
    for (let n = 0; !this.stopped; n++) {
      const written = encodeText(`n${n}`);
      await this.ask({ type: 'setData', path: '/work', data: written, version: n });
      const read = await this.ask({ type: 'getData', path: '/work', watch: false });
      const got = read !== null && 'data' in read ? read.data : null;
      if (got === null || Buffer.compare(got, written) !== 0)
        throw new Error('the session read what it had not written');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  stop(): void {
    this.stopped = true;
    this.socket.destroy();
  }

  private async ask(op: ClientOp): Promise<Extract<Awaited<ReturnType<Worker['next']>>, { type: 'REPLY' }>['result']> {
    const xid = ++this.xid;
    this.decoder.expect(xid, op.type);
    const begun = performance.now();
    this.socket.write(encodeClientMessage({ type: 'REQUEST', xid, op }));
    const reply = await this.next();
    this.slowestMs = Math.max(this.slowestMs, performance.now() - begun);
    if (reply.type !== 'REPLY' || reply.xid !== xid || reply.err !== 0) {
      throw new Error(`the session beside the attack was answered ${JSON.stringify(reply)}`);
    }
    this.answers++;
    return reply.result;
  }

  private async next(): Promise<NonNullable<ReturnType<ServerMessageDecoder['next']>>> {
    for (const untilMs = performance.now() + HANG_MS; ;) {
      const message = this.decoder.next();
      if (message !== null) return message;
      if (this.failure !== null) throw this.failure;
      if (this.stopped) throw new Stopped();
      if (performance.now() > untilMs) throw new Error('the session beside the attack waits too long for an answer');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, HANG_MS);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

/** Runs all of it; rejects when the session beside it feels anything. `port`: of a server without maxClientCnxns. */
export async function attackPort(port: number, size: AttackSize, seed = 1): Promise<AttackCounts> {
  const counts: AttackCounts = {
    connects: 0,
    frames: 0,
    slow: 0,
    halfClosed: 0,
    idle: 0,
    answers: 0,
    slowestMs: 0,
  };
  const worker = await Worker.start(port);
  let failure: unknown = null;
  const working = worker.work().catch((error: unknown) => {
    if (!(error instanceof Stopped)) failure ??= error;
  });
  const check = (): void => {
    if (failure !== null) throw failure as Error;
  };
  /** `one` does up to `most` of them, and tells how many. */
  const lanes = (total: number, one: (dice: Dice, most: number) => Promise<number>, most = 1): Promise<unknown> => {
    let left = total;
    const lane = async (index: number): Promise<void> => {
      for (const dice = new Dice(seed * 1000 + index); left > 0; check()) {
        const taken = Math.min(most, left);
        left -= taken;
        for (let done = 0; done < taken;) done += await one(dice, taken - done);
      }
    };
    return Promise.all(Array.from({ length: Math.min(ABREAST, total) }, (_, index) => lane(index)));
  };
  try {
    await lanes(size.connects, async (dice) => {
      const socket = await opened(port);
      socket.end(changed(HANDSHAKE, dice));
      await endedByServer(socket);
      counts.connects++;
      return 1;
    });
    const frames = async (dice: Dice, most: number): Promise<number> => {
      const socket = await opened(port);
      socket.write(HANDSHAKE);
      for (let sent = 0; sent < most; sent++) {
        const op = operations[dice.below(operations.length)] as ClientOp;
        socket.write(changed(encodeClientMessage({ type: 'REQUEST', xid: sent + 1, op }), dice));
        counts.frames++;
      }
      // Now and then somebody vanishes.
      if (dice.below(8) === 0) socket.resetAndDestroy();
      else {
        socket.end();
        await endedByServer(socket);
      }
      return most;
    };
    await lanes(size.frames, frames, FRAMES_EACH);
    await lanes(size.slow, async (dice) => {
      const socket = await opened(port);
      for (const byte of HANDSHAKE.subarray(0, 1 + dice.below(HANDSHAKE.length))) {
        socket.write(Uint8Array.of(byte));
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      socket.destroy();
      counts.slow++;
      return 1;
    });
    await lanes(size.halfClosed, async (dice) => {
      const socket = await opened(port);
      socket.end(HANDSHAKE.subarray(0, dice.below(HANDSHAKE.length + 1)));
      await endedByServer(socket);
      counts.halfClosed++;
      return 1;
    });
    const silent: Socket[] = [];
    await lanes(size.idle, async () => {
      silent.push(await opened(port));
      counts.idle++;
      return 1;
    });
    for (const socket of silent) socket.destroy();
  } finally {
    counts.answers = worker.answers;
    counts.slowestMs = Math.round(worker.slowestMs);
    worker.stop();
    await working;
  }
  check();
  return counts;
}
