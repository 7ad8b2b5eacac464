/**
 * Malformed input at client ports: connects and frames with bytes changed, peers that are slow or stop halfway, and very
 * many that say nothing. Beside them a session at each port works on, and must not feel any of it. What the n-th of each
 * kind sends is drawn from the seed; how they fall together is not.
 */
import type { Socket } from 'node:net';
import type { ClientOp } from '../../../protocol/op.ts';
import { encodeText } from '../../../protocol/std/text-bytes.ts';
import { encodeClientMessage } from '../../../protocol/wire/client-codec.ts';
import { changedBytes } from '../../serve/differential/changed-bytes.ts';
import { Dice } from '../../serve/differential/dice.ts';
import { Bystander, HANDSHAKE, HANG_MS, openSocket } from './bystander.ts';

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
  /** Of the sessions beside them. */
  answers: number;
  slowestMs: number;
}

export interface Attack {
  /** Of servers without maxClientCnxns. */
  readonly ports: readonly number[];
  readonly size: AttackSize;
  readonly seed: number;
  /** Lets so much time pass at the servers that those who say nothing have to be hung up on; null: they are not awaited. */
  readonly letSilencePass: (() => Promise<unknown>) | null;
}

/** At the same time. */
const ABREAST = 32;
/** Frames on one connection: few, so that many are read before one ends it. */
const FRAMES_EACH = 4;
const SLOW_MS = 2;

const acl = [{ perms: 31, scheme: 'world', id: 'anyone' }];
const data = encodeText('data');
/** Below nodes that only the attack writes to. */
export const attackOperations: readonly ClientOp[] = [
  { type: 'create', path: '/attack', data, acl, flags: 0 },
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

/** The server has to end a connection whose other side sends no more, whatever came before. */
function endedByServer(socket: Socket, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} was not ended by the server`)), HANG_MS);
    const ended = (): void => {
      clearTimeout(timer);
      resolve();
    };
    socket.resume();
    if (socket.destroyed) ended();
    else socket.once('close', ended);
  });
}

class Attacker {
  readonly counts: AttackCounts = {
    connects: 0,
    frames: 0,
    slow: 0,
    halfClosed: 0,
    idle: 0,
    answers: 0,
    slowestMs: 0,
  };
  private readonly attack: Attack;
  private readonly beside: readonly Bystander[];
  private readonly silent: Socket[] = [];

  constructor(attack: Attack, beside: readonly Bystander[]) {
    this.attack = attack;
    this.beside = beside;
  }

  async run(): Promise<void> {
    const { connects, frames, slow, halfClosed, idle } = this.attack.size;
    await this.each('connect', connects, (...given) => this.connect(...given));
    await this.each('frames', Math.ceil(frames / FRAMES_EACH), (...given) => this.send(...given));
    await this.each('slow', slow, (socket, dice) => this.dawdle(socket, dice));
    await this.each('half', halfClosed, (...given) => this.stopHalfway(...given));
    await this.each('idle', idle, (socket) => {
      this.silent.push(socket);
      this.counts.idle++;
      return Promise.resolve();
    });
  }

  /** Those that have said nothing until now: the server hangs up on them, or they go by themselves. */
  async endSilence(): Promise<void> {
    const { letSilencePass } = this.attack;
    if (letSilencePass !== null) {
      // Connections are accepted in their order: whoever is answered now came behind all of them.
      await visitAll(this.attack.ports, 'late');
      const ends = this.silent.map((socket) => endedByServer(socket, 'a silent connection'));
      await letSilencePass();
      await Promise.all(ends);
    }
    for (const socket of this.silent) socket.destroy();
  }

  private async each(
    kind: string,
    total: number,
    one: (socket: Socket, dice: Dice, what: string) => Promise<void>,
  ): Promise<void> {
    const { ports, seed } = this.attack;
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < total) {
        const n = next++;
        await one(
          await openSocket(ports[n % ports.length] as number),
          new Dice(`${seed}/${kind}/${n}`),
          `${kind} ${n}`,
        );
        for (const { failure } of this.beside) if (failure !== null) throw failure;
      }
    };
    await Promise.all(Array.from({ length: Math.min(ABREAST, total) }, lane));
  }

  private async connect(socket: Socket, dice: Dice, what: string): Promise<void> {
    socket.end(changedBytes(HANDSHAKE, dice));
    await endedByServer(socket, what);
    this.counts.connects++;
  }

  private async send(socket: Socket, dice: Dice, what: string): Promise<void> {
    socket.write(HANDSHAKE);
    for (let xid = 1; xid <= FRAMES_EACH; xid++) {
      const op = dice.pick(attackOperations);
      socket.write(changedBytes(encodeClientMessage({ type: 'REQUEST', xid, op }), dice));
      this.counts.frames++;
    }
    // Now and then somebody vanishes.
    if (dice.below(8) === 0) socket.resetAndDestroy();
    else {
      socket.end();
      await endedByServer(socket, what);
    }
  }

  private async dawdle(socket: Socket, dice: Dice): Promise<void> {
    for (const byte of HANDSHAKE.subarray(0, 1 + dice.below(HANDSHAKE.length))) {
      socket.write(Uint8Array.of(byte));
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    }
    socket.destroy();
    this.counts.slow++;
  }

  private async stopHalfway(socket: Socket, dice: Dice, what: string): Promise<void> {
    socket.end(HANDSHAKE.subarray(0, dice.below(HANDSHAKE.length + 1)));
    await endedByServer(socket, what);
    this.counts.halfClosed++;
  }
}

/** Runs all of it; rejects when a session beside it feels anything, or the server does not end what it has to end. */
export async function attackPorts(attack: Attack): Promise<AttackCounts> {
  const beside: Bystander[] = [];
  let attacker: Attacker;
  try {
    for (const [index, port] of attack.ports.entries()) beside.push(await Bystander.start(port, `beside-${index + 1}`));
    attacker = new Attacker(attack, beside);
    await attacker.run();
  } finally {
    for (const bystander of beside) await bystander.stop();
  }
  const { counts } = attacker;
  for (const { answers, slowestMs, failure } of beside) {
    if (failure !== null) throw failure;
    counts.answers += answers;
    counts.slowestMs = Math.max(counts.slowestMs, Math.round(slowestMs));
  }
  await attacker.endSilence();
  await visitAll(attack.ports, 'last');
  return counts;
}

/** Each port serves as before. */
async function visitAll(ports: readonly number[], name: string): Promise<void> {
  for (const [index, port] of ports.entries()) await (await Bystander.start(port, `${name}-${index + 1}`)).stop();
}
