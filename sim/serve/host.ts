/**
 * A served ensemble with its sockets and its pace. Before anything happens by itself in the world, sockets are read: a
 * turn runs behind the event loop's look at them, and bytes found there count as if they had come before whatever is
 * due.
 */
import { isIPv6, type Socket } from 'node:net';
import type { SessionId } from '../../protocol/ids.ts';
import { peerWithCertificate } from '../../protocol/session/peer-address.ts';
import type { ServedEnsemble } from '../../scenarios/served/served-ensemble.ts';
import type { Arrival, ServedInput, SocketId } from '../../scenarios/served/served-input.ts';
import { readSession } from '../../scenarios/served/served-roles.ts';
import { servedRun, type ServedRun } from '../../scenarios/served/served-run.ts';
import type { Case } from '../record/case.ts';
import { InputError } from '../record/input-error.ts';
import { addressOfPeer, Line } from './line.ts';
import type { Pace } from './pace.ts';
import { Ports } from './ports.ts';
import type { Performed, Served, ServedStatus, ServeOptions } from './serve.ts';
import type { TlsDoor } from './tls-door.ts';

type HostHooks = Pick<ServeOptions, 'onInput' | 'onTurn' | 'onFailure'>;

export interface HostOptions extends HostHooks {
  readonly pace: Pace;
  readonly door: TlsDoor | null;
  /** The case of this run, without inputs. */
  readonly of: Case;
}

/** Somebody who wants to know when a fault has taken effect. */
interface Waiting {
  readonly id: string;
  readonly line: string;
  /** That is to end before it counts as done. */
  readonly session: SessionId | null;
  readonly resolve: (performed: Performed) => void;
  readonly reject: (error: Error) => void;
}

/** The host looks at the world this often at least, so that a stall is told from a quiet time. Virtual at speed 1. */
const BEAT_US = 100_000;
/** Shorter waits are spent looking at the sockets: timers of the event loop count milliseconds. Of the wall clock. */
const SPIN_US = 1_500;
/**
 * What is under way in the world may come so much before its time by the wall clock, when there is nothing at the sockets:
 * so it is not waited for with a timer that counts milliseconds, nor by looking all the time. Timers of the world and
 * faults never do.
 */
const LEAD_US = 2_000;

export class Host implements Served {
  readonly ensemble: ServedEnsemble;
  readonly case: Case;
  private readonly pace: Pace;
  private readonly door: TlsDoor | null;
  private readonly hooks: HostHooks;
  private waiting: Waiting[] = [];
  private readonly lines = new Map<SocketId, Line>();
  /** Sockets not yet closed, lines that have ended included. */
  private readonly sockets = new Set<Socket>();
  private listening: Ports | null = null;
  private host = '';
  private closing: Promise<void> | null = null;
  private nextSocket: SocketId = 1;
  private nextFault = 1;
  private timer: NodeJS.Timeout | null = null;
  private immediate: NodeJS.Immediate | null = null;
  private stopped = false;
  private failure: Error | null = null;

  constructor(ensemble: ServedEnsemble, { pace, door, of, ...hooks }: HostOptions) {
    this.ensemble = ensemble;
    this.case = of;
    this.pace = pace;
    this.door = door;
    this.hooks = hooks;
  }

  async open(host: string, port: number): Promise<void> {
    const { servers } = this.ensemble;
    this.host = host;
    const onSocket = (index: number, socket: Socket): void => this.receive(servers[index] as string, socket);
    this.listening = await Ports.open({ host, port, count: servers.length, onSocket });
    this.pace.begin();
    this.plan();
  }

  get ports(): readonly number[] {
    return this.listening?.numbers ?? [];
  }

  get connectString(): string {
    const host = isIPv6(this.host) ? `[${this.host}]` : this.host;
    return this.ports.map((port) => `${host}:${port}`).join(',');
  }

  advance(ms: number): void {
    this.pace.look();
    this.pace.skip(Math.round(ms * 1000));
    this.turn();
  }

  act(line: string): void {
    this.take({ kind: 'fault', atUs: this.momentOfInput(), id: this.nextFaultId(line), line });
  }

  perform(line: string): Promise<Performed> {
    const { strikes } = this.ensemble;
    const id = this.nextFaultId(line);
    const { trigger, action } = this.ensemble.readFault(line);
    const atUs = this.momentOfInput();
    strikes.want(id);
    this.take({ kind: 'fault', atUs, id, line });
    if (trigger.kind !== 'at' || trigger.atUs > atUs) {
      strikes.forget(id);
      return Promise.resolve({ effect: 'armed', text: line });
    }
    return new Promise((resolve, reject) => {
      const session = action.kind === 'expire' ? readSession(action.session) : null;
      this.waiting.push({ id, line, session, resolve, reject });
      this.lookAtWaiting();
    });
  }

  /** Fails with an InputError when the line cannot be read, or names nobody. */
  private nextFaultId(line: string): string {
    if (this.stopped) throw new InputError('the ensemble has stopped');
    try {
      this.ensemble.checkFault(line);
    } catch (error) {
      if (error instanceof RangeError) throw new InputError(error.message, { cause: error });
      throw error;
    }
    return `a${this.nextFault++}`;
  }

  /** Answers those whose fault has taken effect. */
  private lookAtWaiting(): void {
    if (this.waiting.length === 0) return;
    const { strikes, sessions } = this.ensemble;
    this.waiting = this.waiting.filter(({ id, line, session, resolve, reject }) => {
      const strike = strikes.of(id);
      if (strike === null || (strike.effective && session !== null && sessions.has(session))) {
        if (this.stopped) reject(new InputError('the ensemble has stopped'));
        return !this.stopped;
      }
      strikes.forget(id);
      resolve({ effect: strike.effective ? 'done' : 'idle', text: strike.effective ? strike.text : line });
      return false;
    });
  }

  verdict(): ServedRun {
    return servedRun(this.case, this.ensemble, { over: this.stopped });
  }

  status(): ServedStatus {
    const { ensemble, pace } = this;
    return {
      virtualMs: Math.floor(ensemble.nowUs / 1000),
      shiftedMs: Math.floor(pace.shiftedUs / 1000),
      speed: pace.speed,
      connections: this.lines.size,
      sessions: ensemble.sessions.all(),
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

  /** What is due happens, and the next that is under way. */
  private turn(): void {
    const { ensemble, pace } = this;
    this.guarded(() => {
      ensemble.runTo(Math.max(pace.look(), ensemble.nowUs));
      const { nextUnderWayUs } = ensemble;
      if (nextUnderWayUs !== null && nextUnderWayUs <= this.leadUs) ensemble.runTo(nextUnderWayUs);
    });
  }

  /** How far what is under way may go. */
  private get leadUs(): number {
    return this.pace.nowUs + LEAD_US * this.pace.speed;
  }

  /** Inputs come before all that is due and has not happened: nothing in the world may be ahead of what has arrived. */
  private momentOfInput(): number {
    const { nowUs, nextUs } = this.ensemble;
    const latest = nextUs === null ? Infinity : nextUs - 1;
    return Math.max(nowUs, Math.min(this.pace.look(), latest));
  }

  private take(input: ServedInput): void {
    this.guarded(() => {
      this.hooks.onInput?.(input);
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
      this.hooks.onTurn?.(this.ensemble.nowUs);
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      this.halt();
      this.hooks.onFailure?.(this.failure);
      return;
    }
    if (this.stopped) return;
    this.lookAtWaiting();
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
    const { nextUs, nextUnderWayUs } = this.ensemble;
    const beatUs = this.pace.nowUs + BEAT_US * this.pace.speed;
    const waitUs = this.pace.plan(nextUs === null ? beatUs : Math.min(nextUs, beatUs));
    const earlyUs = nextUnderWayUs === null ? SPIN_US : LEAD_US;
    this.unplan();
    if (waitUs < earlyUs) this.soon();
    else this.timer = setTimeout(() => this.soon(), Math.floor((waitUs - earlyUs / 2) / 1000));
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
    this.lookAtWaiting();
    for (const socket of this.sockets) socket.destroy();
    this.closing ??= this.listening?.close() ?? null;
  }

  // --- sockets -------------------------------------------------------------------------------------------------

  /** What is there may be plain or TLS; the door tells, where there is one. */
  private receive(server: string, socket: Socket): void {
    if (this.door === null) {
      this.onSocket(server, socket, socket, null);
      return;
    }
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    this.door.admit(socket, (inner, raw, subject) => this.onSocket(server, inner, raw, subject));
  }

  /** `raw`: below TLS, if there is TLS. `subject`: whom the client's certificate speaks of. */
  private onSocket(server: string, socket: Socket, raw: Socket, subject: string | null): void {
    const address = addressOfPeer(socket);
    if (this.stopped || address === null) {
      socket.destroy();
      return;
    }
    const peer = subject === null ? address : peerWithCertificate(address, subject);
    const line = new Line(this.nextSocket++, peer, socket, raw);
    this.lines.set(line.id, line);
    this.sockets.add(socket);
    socket.on('data', (chunk) => this.arrive(line, { kind: 'bytes', bytes: plainBytes(chunk) }));
    socket.on('end', () => this.arriveLast(line));
    // The end of a socket says all that an error of it could.
    socket.on('error', () => {});
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
