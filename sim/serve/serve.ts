/**
 * Serves real clients: an ensemble in one process, one loopback port for each of its servers.
 *
 * The servers live in a simulated world; what is real are the sockets and the wall clock. Before anything happens by
 * itself in the world, sockets are read: a turn runs behind the event loop's look at them, and bytes found there count
 * as if they had come before whatever is due. So a client that answers in time is never too late because this process
 * was.
 */
import type { Socket } from 'node:net';
import type { CompatRelease } from '../../protocol/compat.ts';
import { AssertionError } from '../../protocol/std/assert.ts';
import { ServedEnsemble } from '../../scenarios/served/served-ensemble.ts';
import type { Arrival, ServedInput, SocketId } from '../../scenarios/served/served-input.ts';
import type { SharedConfig } from '../../scenarios/settings.ts';
import { InputError } from '../record/input-error.ts';
import { addressOfPeer, Line } from './line.ts';
import { Pace, type WallClock } from './pace.ts';
import { Ports } from './ports.ts';

export interface ServeOptions {
  /** 1, unless said: a server that stands alone. More: an ensemble of so many, each with a port. */
  readonly voters?: number;
  /** The first port, the others count up; 0, unless said: free ones. */
  readonly port?: number;
  /** Of the network, the disks and all else that the world decides; `quiet` unless said: all takes its least time. */
  readonly seed?: string;
  /** Whose answers clients get: `config.compat`. */
  readonly compat?: CompatRelease;
  /** Fields of ServerConfig that differ from what ZooKeeper ships with. */
  readonly config?: Partial<SharedConfig>;
  /** How much faster than the wall clock virtual time goes; 1 unless said. */
  readonly speed?: number;
  /** The wall clock that virtual time follows: microseconds since an arbitrary origin; the machine's unless said. */
  readonly clock?: WallClock;
  /** Sees every input as it is taken: with the options, all that a run depends on. */
  readonly onInput?: (input: ServedInput) => void;
}

export interface ServedStatus {
  /** Virtual time since the beginning. */
  readonly virtualMs: number;
  /** How much of the wall clock's time did not count, because this process stalled. */
  readonly shiftedMs: number;
  readonly connections: number;
  readonly servers: readonly {
    readonly sid: number;
    readonly up: boolean;
    readonly paused: boolean;
    readonly state: string;
    readonly epoch: number;
    /** The last zxid in its tree. */
    readonly applied: number;
  }[];
  /** Why nothing goes on any more; null while all is well. */
  readonly failure: string | null;
}

export interface Served {
  /** What is served; to look at. */
  readonly ensemble: ServedEnsemble;
  /** One for each server, in the order of their ids. */
  readonly ports: readonly number[];
  /** As ZooKeeper's clients take it. */
  readonly connectString: string;
  /** Virtual time goes ahead by so much at once, and all that is due in it happens. Bytes on their way come after it. */
  advance(ms: number): void;
  /** A fault, as one line of the vocabulary; without a trigger it has taken effect on return. Throws an InputError. */
  act(line: string): void;
  status(): ServedStatus;
  /** Closes ports and connections. Rejects when a server has failed: an assertion of ours, not what clients did. */
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
/** The host looks at the world this often at least, so that a stall is told from a quiet time. Virtual at speed 1. */
const BEAT_US = 100_000;
/** Shorter waits are spent looking at the sockets: timers of the event loop count milliseconds. */
const SPIN_US = 1_500;

/** Resolves when clients can connect: an ensemble has its leader by then. Rejects with an InputError on bad input. */
export async function serve(options: ServeOptions = {}): Promise<Served> {
  const ensemble = makeEnsemble(options);
  if (!ensemble.settle()) throw new Error(ensemble.failure ?? 'the ensemble found no leader');
  const { port = 0, speed = 1, clock = monotonicUs, onInput = ignore } = options;
  const host = new Host(ensemble, new Pace(clock, ensemble.nowUs, speed), onInput);
  await host.open(port);
  return host;
}

function makeEnsemble({ voters = 1, seed = 'quiet', compat, config = {} }: ServeOptions): ServedEnsemble {
  const all = compat === undefined ? config : { ...config, compat };
  try {
    return new ServedEnsemble({ voters, seed, config: all, wallMs: Date.now() });
  } catch (error) {
    if (error instanceof RangeError || error instanceof AssertionError) {
      throw new InputError(error.message, { cause: error });
    }
    throw error;
  }
}

/** Of this machine. */
export const monotonicUs: WallClock = () => performance.now() * 1000;

function ignore(): void {
  // Nobody writes the inputs down.
}

class Host implements Served {
  readonly ensemble: ServedEnsemble;
  private readonly pace: Pace;
  private readonly onInput: (input: ServedInput) => void;
  private readonly lines = new Map<SocketId, Line>();
  /** Sockets not yet closed, lines that have ended included. */
  private readonly sockets = new Set<Socket>();
  private listening: Ports | null = null;
  private closing: Promise<void> | null = null;
  private nextSocket: SocketId = 1;
  private nextFault = 1;
  private timer: NodeJS.Timeout | null = null;
  private immediate: NodeJS.Immediate | null = null;
  private stopped = false;
  private failure: Error | null = null;

  constructor(ensemble: ServedEnsemble, pace: Pace, onInput: (input: ServedInput) => void) {
    this.ensemble = ensemble;
    this.pace = pace;
    this.onInput = onInput;
  }

  async open(port: number): Promise<void> {
    const { servers } = this.ensemble;
    const onSocket = (index: number, socket: Socket): void => this.onSocket(servers[index] as string, socket);
    this.listening = await Ports.open({ host: HOST, port, count: servers.length, onSocket });
    this.plan();
  }

  get ports(): readonly number[] {
    return this.listening?.numbers ?? [];
  }

  get connectString(): string {
    return this.ports.map((port) => `${HOST}:${port}`).join(',');
  }

  advance(ms: number): void {
    this.pace.look();
    this.pace.skip(Math.round(ms * 1000));
    this.turn();
  }

  act(line: string): void {
    try {
      this.ensemble.checkFault(line);
    } catch (error) {
      if (error instanceof RangeError) throw new InputError(error.message, { cause: error });
      throw error;
    }
    this.take({ kind: 'fault', atUs: this.momentOfInput(), id: `a${this.nextFault++}`, line });
  }

  status(): ServedStatus {
    const { ensemble, pace } = this;
    return {
      virtualMs: Math.floor(ensemble.nowUs / 1000),
      shiftedMs: Math.floor(pace.shiftedUs / 1000),
      connections: this.lines.size,
      servers: ensemble.standings.map(({ name, up, state, epoch, applied }) => ({
        sid: Number(name),
        up,
        paused: ensemble.world.isPaused(name),
        state,
        epoch,
        applied,
      })),
      failure: this.failure?.message ?? null,
    };
  }

  async stop(): Promise<void> {
    this.halt();
    await this.closing;
    if (this.failure !== null) throw this.failure;
  }

  // --- time ----------------------------------------------------------------------------------------------------

  /** What is due happens. */
  private turn(): void {
    this.guarded(() => this.ensemble.runTo(Math.max(this.pace.look(), this.ensemble.nowUs)));
  }

  /** Inputs come before all that is due and has not happened: nothing in the world may be ahead of what has arrived. */
  private momentOfInput(): number {
    const { nowUs, nextUs } = this.ensemble;
    const latest = nextUs === null ? Infinity : nextUs - 1;
    return Math.max(nowUs, Math.min(this.pace.look(), latest));
  }

  private take(input: ServedInput): void {
    this.guarded(() => {
      this.onInput(input);
      this.ensemble.take(input);
    });
  }

  /** Does something with the ensemble, then all that follows for the sockets and for the time of the next turn. */
  private guarded(action: () => void): void {
    if (this.stopped) return;
    try {
      action();
      if (this.ensemble.failure !== null) throw new Error(this.ensemble.failure);
      this.giveOut();
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      this.halt();
      return;
    }
    this.plan();
  }

  private giveOut(): void {
    const touched = new Set<Line>();
    for (const { socket, departure } of this.ensemble.takeOutgoing()) {
      const line = this.lines.get(socket);
      if (line === undefined) continue;
      line.depart(departure);
      if (departure.kind === 'closed') this.lines.delete(socket);
      else if (departure.kind === 'bytes') touched.add(line);
    }
    for (const line of touched) if (this.lines.has(line.id)) line.flush();
  }

  /** Sees to it that there is a turn in time. */
  private plan(): void {
    const { nextUs } = this.ensemble;
    const beatUs = this.pace.nowUs + BEAT_US * this.pace.speed;
    const waitUs = this.pace.plan(nextUs === null ? beatUs : Math.min(nextUs, beatUs));
    this.unplan();
    if (waitUs < SPIN_US) this.soon();
    else this.timer = setTimeout(() => this.soon(), Math.floor((waitUs - SPIN_US / 2) / 1000));
  }

  /** A turn, once the sockets have been looked at. */
  private soon(): void {
    this.immediate ??= setImmediate(() => {
      this.immediate = null;
      this.turn();
    });
  }

  private unplan(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.immediate !== null) clearImmediate(this.immediate);
    this.timer = null;
    this.immediate = null;
  }

  private halt(): void {
    this.stopped = true;
    this.unplan();
    this.lines.clear();
    for (const socket of this.sockets) socket.destroy();
    this.closing ??= this.listening?.close() ?? null;
  }

  // --- sockets -------------------------------------------------------------------------------------------------

  private onSocket(server: string, socket: Socket): void {
    const peer = addressOfPeer(socket);
    if (this.stopped || peer === null) {
      socket.destroy();
      return;
    }
    const line = new Line(this.nextSocket++, peer, socket);
    this.lines.set(line.id, line);
    this.sockets.add(socket);
    socket.on('data', (chunk) => this.arrive(line, { kind: 'bytes', bytes: plainBytes(chunk) }));
    socket.on('end', () => this.arriveLast(line));
    // The end of a socket says all that an error of it could.
    socket.on('error', ignore);
    socket.on('close', () => {
      this.sockets.delete(socket);
      this.arriveLast(line);
    });
    this.arrive(line, { kind: 'opened', server });
  }

  private arrive(line: Line, arrival: Arrival): void {
    if (!this.lines.has(line.id)) return;
    this.take({ kind: 'socket', atUs: this.momentOfInput(), socket: line.id, peer: line.peer, arrival });
  }

  /** The peer is gone, or sends no more, which to ZooKeeper is the same: the connection is closed. */
  private arriveLast(line: Line): void {
    if (!this.lines.has(line.id)) return;
    this.arrive(line, { kind: 'closed' });
    this.lines.delete(line.id);
    line.depart({ kind: 'closed', reason: 'closed' });
  }
}

/** Plain data has Uint8Array only; Node does not write into a chunk again. */
function plainBytes(chunk: Buffer): Uint8Array {
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
}
