/**
 * Performs a sequence against servers and writes down everything they send. After each step it waits until all that
 * the step caused has come: the replies, then on every connection a ping answered by a server that has applied all
 * anybody was told of. Bounds on waiting are only there to end; what comes to one is part of what was heard.
 */
import { NO_SESSION, type SessionId, type Zxid } from '../../../protocol/ids.ts';
import { passwordOf } from '../../../protocol/session/session-id.ts';
import { encodeClientMessage, ServerMessageDecoder } from '../../../protocol/wire/client-codec.ts';
import { concat, encodePacket, fromHex, PING_XID, xidOf } from './encode-packet.ts';
import type { Network } from './network.ts';
import type { Heard, Performed } from './recording.ts';
import type { Step } from './step.ts';
import { WireTap } from './wire-tap.ts';

/** For an answer. */
const ANSWER_WITHIN_MS = 10_000;
/** After which a server that has not answered is sent something to wake it. */
const NUDGE_AFTER_MS = 500;
/** For a close that is expected, once all replies have come. */
const CLOSE_WITHIN_MS = 3000;
/** Before a server that was behind is asked again. */
const LAG_MS = 1;
/** How far above all that has happened a future zxid is. */
const FUTURE = 1_000_000;
/** A session nobody has ever created. */
const GHOST = '0x1234567' as SessionId;

const PING = encodeClientMessage({ type: 'REQUEST', xid: PING_XID, op: { type: 'ping' } });

interface DrivenSession {
  id: SessionId;
  password: string;
  /** The highest zxid it was told of, on whichever connection. */
  seenZxid: number;
  nextXid: number;
  connections: number;
  line: WireTap | null;
  /** The connection it has moved away from, at another server. */
  left: WireTap | null;
  ended: boolean;
}

export class Driver {
  readonly performed: Performed[] = [];
  private readonly network: Network;
  private readonly sessions = new Map<string, DrivenSession>();
  /** Every connection that may still tell something, in the order of their making. */
  private lines: WireTap[] = [];
  /** The highest zxid anybody was told of. */
  private horizon = 0;
  /** What `since` counts from. */
  startZxid = 0;
  private others = 0;
  /** What was heard on connections that are gone already. */
  private extra: Heard[] = [];

  constructor(network: Network) {
    this.network = network;
  }

  get seenZxid(): number {
    return this.horizon;
  }

  /** Sessions that have not been closed, connected or not. */
  get openSessions(): string[] {
    return [...this.sessions].filter(([, session]) => !session.ended).map(([name]) => name);
  }

  isConnected(name: string): boolean {
    const line = this.sessions.get(name)?.line ?? null;
    return line !== null && !line.closed;
  }

  async perform(step: Step): Promise<Performed> {
    const left = [...this.sessions.values()].map((session) => session.left);
    if (step.kind !== 'stale') for (const line of left) this.forget(line);
    const { line, xids } = await this.act(step);
    await this.settle();
    const performed = { step, line, xids, heard: this.takeHeard() };
    this.performed.push(performed);
    return performed;
  }

  /** Hangs up on everybody. */
  end(): void {
    for (const line of this.lines) line.hangUp();
    this.lines = [];
  }

  // --- steps -------------------------------------------------------------------------------------------------

  private async act(step: Step): Promise<Pick<Performed, 'line' | 'xids'>> {
    switch (step.kind) {
      case 'connect':
        return { line: await this.connect(step), xids: [] };
      case 'send':
        return this.send(step);
      case 'stale':
        return this.sendStale(step);
      case 'drop':
        return { line: this.drop(step.session), xids: [] };
      case 'await':
        return { line: await this.awaitEvents(step), xids: [] };
      case 'word':
        return { line: await this.word(step), xids: [] };
      case 'raw':
        return { line: await this.raw(step), xids: [] };
    }
  }

  private async connect(step: Extract<Step, { kind: 'connect' }>): Promise<string> {
    const session = this.session(step.session);
    const before = session.line;
    const server = step.server % this.network.servers;
    const line = this.open(`${step.session}${session.connections === 0 ? '' : `.${session.connections + 1}`}`, server);
    session.connections++;
    const seen = step.resume ? session.seenZxid : this.horizon;
    const lastZxid = { zero: 0, seen, future: this.horizon + FUTURE }[step.lastZxid];
    line.send(
      encodeClientMessage({
        type: 'CONNECT',
        lastZxidSeen: lastZxid as Zxid,
        timeoutMs: step.timeoutMs,
        session: step.resume ? session.id : NO_SESSION,
        password: step.resume ? passwordFor(step.password, session) : '',
        ...(step.readOnly === null ? {} : { readOnly: step.readOnly }),
      }),
      0,
    );
    const answered = await this.answered(line, () => line.handshake !== null);
    if (!answered) line.giveUp();
    await this.takeConnection(session, line, before, step.resume);
    return line.label;
  }

  /** What the answer to the handshake means for the session, and for the connection it had. */
  private async takeConnection(
    session: DrivenSession,
    line: WireTap,
    before: WireTap | null,
    resume: boolean,
  ): Promise<void> {
    const accepted = line.handshake === null ? null : sessionOf(line.handshake);
    if (accepted === NO_SESSION) await this.untilClosed(line);
    const reached = resume && line.handshake !== null;
    if (reached && before !== null && before.server === line.server) await this.untilClosed(before);
    if (accepted !== null && accepted !== NO_SESSION) {
      if (before !== null && !before.closed) session.left = before;
      if (!resume) {
        session.id = accepted;
        session.password = passwordOf(accepted);
        session.ended = false;
      }
      session.line = line;
      if (!this.lines.includes(line)) this.lines.push(line);
    }
  }

  private async send(step: Extract<Step, { kind: 'send' }>): Promise<Pick<Performed, 'line' | 'xids'>> {
    const session = this.session(step.session);
    const { line } = session;
    if (line === null || line.closed) return { line: null, xids: [] };
    const xids = this.write(session, line, step);
    const answered = await this.answered(line, () => line.due <= 0);
    if (step.closes === true && answered) await this.untilClosed(line);
    else if (!answered) line.giveUp();
    if (step.packets.some(({ op }) => op.type === 'closeSession') && line.closed) session.ended = true;
    return { line: line.label, xids };
  }

  private async sendStale(step: Extract<Step, { kind: 'stale' }>): Promise<Pick<Performed, 'line' | 'xids'>> {
    const session = this.session(step.session);
    const line = session.left;
    if (line === null || line.closed) return { line: null, xids: [] };
    const xids = this.write(session, line, step);
    await this.untilClosed(line);
    this.forget(line);
    return { line: line.label, xids };
  }

  private write(session: DrivenSession, line: WireTap, step: Extract<Step, { kind: 'send' | 'stale' }>): number[] {
    const known = { startZxid: this.startZxid, seenZxid: session.seenZxid };
    const xids = step.packets.map(({ op }) => xidOf(op, session.nextXid++));
    const bytes = step.packets.map((packet, i) => encodePacket(packet, xids[i] ?? 0, known));
    const mute = step.packets.some(({ flaw }) => flaw?.kind === 'length' || flaw?.kind === 'short');
    line.send(concat(bytes), mute ? 0 : step.packets.length);
    return xids;
  }

  private drop(name: string): string | null {
    const session = this.session(name);
    const { line } = session;
    if (line === null || line.closed) return null;
    session.line = null;
    this.forget(line);
    return line.label;
  }

  /** Nobody says anything meanwhile: what is awaited comes by the clock. */
  private async awaitEvents(step: Extract<Step, { kind: 'await' }>): Promise<string | null> {
    const { line } = this.session(step.session);
    if (line === null || line.closed) return null;
    const heard = await this.network.until(() => line.events >= step.events || line.closed, ANSWER_WITHIN_MS);
    if (!heard) line.giveUp();
    return line.label;
  }

  private async word(step: Extract<Step, { kind: 'word' }>): Promise<string> {
    const line = `w${++this.others}`;
    const answer = await this.network.word(step.server % this.network.servers, step.word);
    const frames = answer === null ? [] : [new Uint8Array(Buffer.from(answer, 'latin1'))];
    this.extra.push({ line, frames, end: answer === null ? 'silent' : 'closed' });
    return line;
  }

  private async raw(step: Extract<Step, { kind: 'raw' }>): Promise<string> {
    const line = this.open(`r${++this.others}`, step.server % this.network.servers);
    line.send(fromHex(step.bytes), 0);
    line.finish();
    await this.untilClosed(line);
    return line.label;
  }

  // --- waiting -----------------------------------------------------------------------------------------------

  /**
   * Until a line has what it waits for, or is closed. In an ensemble the real server's CommitProcessor may miss the
   * call that wakes it, and then sleeps until the next request: who has waited for long sends one.
   */
  private async answered(line: WireTap, has: () => boolean): Promise<boolean> {
    for (let waited = 0; waited < ANSWER_WITHIN_MS; waited += NUDGE_AFTER_MS) {
      if (await this.network.until(() => has() || line.closed, NUDGE_AFTER_MS)) return true;
      for (const other of this.connected()) if (other.server === line.server) other.ping(PING);
    }
    return false;
  }

  private async untilClosed(line: WireTap): Promise<void> {
    await this.network.until(() => line.closed, CLOSE_WITHIN_MS);
  }

  /** Every server has applied what anybody was told of, and every connection has heard of it. */
  private async settle(): Promise<void> {
    const deadline = this.network.nowMs() + ANSWER_WITHIN_MS;
    this.lookAround();
    let behind = this.connected();
    while (behind.length > 0) {
      const asked = behind;
      for (const line of asked) line.ping(PING);
      for (const line of asked) if (!(await this.answered(line, () => !line.waitsForPing))) line.giveUp();
      this.lookAround();
      behind = this.connected().filter((line) => line.pinged < this.horizon);
      if (behind.length === 0) return;
      if (this.network.nowMs() > deadline) for (const line of behind) line.giveUp();
      else await this.network.until(never, LAG_MS);
    }
  }

  private connected(): WireTap[] {
    return [...this.sessions.values()].flatMap(({ line }) => (line === null || line.closed ? [] : [line]));
  }

  /** Takes note of the zxids that were told. */
  private lookAround(): void {
    for (const session of this.sessions.values()) {
      for (const line of [session.line, session.left])
        session.seenZxid = Math.max(session.seenZxid, line?.seenZxid ?? 0);
      this.horizon = Math.max(this.horizon, session.seenZxid);
    }
  }

  private takeHeard(): Heard[] {
    const heard = this.lines.flatMap((line) => line.take() ?? []);
    heard.push(...this.extra);
    this.extra = [];
    for (const session of this.sessions.values()) if (session.line?.closed === true) session.line = null;
    this.lines = this.lines.filter((line) => !line.closed);
    return heard;
  }

  // --- bookkeeping -------------------------------------------------------------------------------------------

  private open(label: string, server: number): WireTap {
    const line = new WireTap(label, server, this.network);
    this.lines.push(line);
    return line;
  }

  private forget(line: WireTap | null): void {
    if (line === null) return;
    line.hangUp();
    for (const session of this.sessions.values()) if (session.left === line) session.left = null;
  }

  private session(name: string): DrivenSession {
    const known = this.sessions.get(name);
    if (known !== undefined) return known;
    const session: DrivenSession = {
      id: GHOST,
      password: passwordOf(GHOST),
      seenZxid: 0,
      nextXid: 1,
      connections: 0,
      line: null,
      left: null,
      ended: true,
    };
    this.sessions.set(name, session);
    return session;
  }
}

function never(): boolean {
  return false;
}

function sessionOf(handshake: Uint8Array): SessionId | null {
  try {
    const decoder = new ServerMessageDecoder();
    decoder.push(handshake);
    const message = decoder.next();
    return message?.type === 'CONNECTED' ? message.session : null;
  } catch {
    return null;
  }
}

function passwordFor(which: 'own' | 'wrong' | 'empty', session: DrivenSession): string {
  if (which === 'empty') return '';
  return which === 'own' ? session.password : passwordOf('0x99' as SessionId);
}
