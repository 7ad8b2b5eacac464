/** Whatever the network and the servers do, the application gets what the outcomes promise. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeZxid, NO_SESSION, ZXID_ZERO, type SessionId } from '../ids.ts';
import type { ClientMessage, ServerMessage } from '../messages.ts';
import { AddWatchMode, WatcherType, type UserOp } from '../op.ts';
import type { Input, Out, Process } from '../process.ts';
import { assert } from '../std/assert.ts';
import { createClient } from './client.ts';
import { defaultClientConfig } from './client-config.ts';
import type { Outcome, SessionNews } from './outcome.ts';

const SEED = 20240601;
const OPS: readonly UserOp[] = [
  { type: 'setData', path: '/a', data: null, version: -1 },
  { type: 'getData', path: '/a', watch: true },
  { type: 'exists', path: '/b', watch: true },
  { type: 'getChildren', path: '/a', watch: true },
  { type: 'addWatch', path: '/a', mode: AddWatchMode.PERSISTENT },
  { type: 'addWatch', path: '/', mode: AddWatchMode.PERSISTENT_RECURSIVE },
  { type: 'removeWatches', path: '/a', watcherType: WatcherType.ANY },
  { type: 'auth', scheme: 'digest', auth: null },
  { type: 'closeSession' },
];

const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('ask' as const), op: fc.constantFrom(...OPS.slice(0, 8), ...OPS) }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('serve' as const), expired: fc.nat(9).map((n) => n === 0) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'lose' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'timer' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'event' as const }) },
);

/** One client and everything around it: an imagined server that answers one message at each `serve`. */
class World implements Out {
  outcomes: [number, Outcome][] = [];
  news: SessionNews[] = [];
  sent: { connection: number; message: ClientMessage }[] = [];
  private connection: number | null = null;
  private isOpen = false;
  private inbox: ClientMessage[] = [];
  private readonly timers = new Map<string, number>();
  private nowUs = 0;
  private counter = 0;
  private sessions = 0;
  private opened = 0;
  private readonly client: Process;

  constructor(requestTimeoutMs: number) {
    const config = defaultClientConfig('c1', ['1', '2', '3']);
    this.client = createClient({ ...config, sessionTimeoutMs: 6000, requestTimeoutMs });
    this.step({ kind: 'start', files: [] });
  }

  open(): number {
    assert(this.connection === null, 'one connection at a time');
    this.connection = ++this.opened;
    this.isOpen = false;
    this.inbox = [];
    return this.connection;
  }
  close(connection: number): void {
    assert(connection === this.connection, 'it closes what it has');
    this.connection = null;
  }
  send(connection: number, message: ClientMessage): void {
    assert(connection === this.connection && this.isOpen, 'it sends on an open connection');
    this.inbox.push(message);
    this.sent.push({ connection, message });
  }
  setTimer(timer: string, afterUs: number): void {
    assert(afterUs > 0, 'timers lie ahead');
    this.timers.set(timer, this.nowUs + afterUs);
  }
  cancelTimer(timer: string): void {
    this.timers.delete(timer);
  }
  reply(id: number, value: unknown): void {
    if (id > 0) this.outcomes.push([id, value as Outcome]);
    else if (id === -2) this.news.push(value as SessionNews);
  }
  choose(_name: string, bound: number): number {
    return (this.nowUs + this.counter) % bound;
  }
  fact(fact: unknown): void {
    expect(fact).not.toEqual({ type: 'mark', name: 'a reply out of order' });
  }
  write = unused;
  append = unused;
  sync = unused;
  truncate = unused;
  rename = unused;
  remove = unused;
  read = unused;
  handOver = unused;
  exit = unused;

  ask(id: number, request: UserOp): void {
    this.step({ kind: 'request', id, request });
  }

  serve(expired: boolean): void {
    if (this.connection === null) return;
    const at = { connection: this.connection, peer: 's', channel: 'client' };
    if (!this.isOpen) {
      this.isOpen = true;
      this.step({ kind: 'opened', ...at, incoming: false });
      return;
    }
    const message = this.inbox.shift();
    if (message !== undefined) this.step({ kind: 'message', ...at, message: this.answer(message, expired) });
  }

  lose(): void {
    if (this.connection === null) return;
    const connection = this.connection;
    this.connection = null;
    this.step({ kind: 'closed', connection, peer: 's', channel: 'client', reason: 'reset' });
  }

  timer(): void {
    const [name, atUs] = Array.from(this.timers).sort((a, b) => a[1] - b[1])[0] ?? ['', 0];
    if (name === '') return;
    this.timers.delete(name);
    this.nowUs = Math.max(this.nowUs, atUs);
    this.step({ kind: 'timer', timer: name });
  }

  event(): void {
    if (this.connection === null || !this.isOpen) return;
    const message: ServerMessage = { type: 'EVENT', event: 'NodeDeleted', path: '/a', zxid: -1 };
    this.step({ kind: 'message', connection: this.connection, peer: 's', channel: 'client', message });
  }

  /** Serves and lets time pass until every request must have its outcome. */
  calm(asked: number): void {
    for (let i = 0; i < 400 && this.outcomes.length < asked; i++) {
      const idle = this.connection === null || (this.isOpen && this.inbox.length === 0);
      if (idle) this.timer();
      this.serve(false);
    }
  }

  private answer(message: ClientMessage, expired: boolean): ServerMessage {
    if (message.type === 'REQUEST') {
      const { xid, op } = message;
      if (op.type === 'auth') return { type: 'REPLY', xid, zxid: ZXID_ZERO, err: expired ? -115 : 0, result: null };
      return { type: 'REPLY', xid, zxid: makeZxid(1, ++this.counter), err: 0, result: null };
    }
    assert(message.type === 'CONNECT', 'a client never sends a four-letter word');
    const fresh = message.session === NO_SESSION;
    assert(message.password === (fresh ? '' : 'secret'), 'a session has its password');
    if (expired && !fresh) return { type: 'CONNECTED', timeoutMs: 0, session: NO_SESSION, password: '' };
    const session = fresh ? (`0x${(++this.sessions).toString(16)}` as SessionId) : message.session;
    return { type: 'CONNECTED', timeoutMs: 6000, session, password: 'secret' };
  }

  private step(input: object): void {
    this.client.step({ ...input, monotonicUs: this.nowUs, wallMs: 0 } as Input, this);
  }
}

function unused(): never {
  throw new Error('a client has no disk, no stages and does not exit');
}

const lives = fc.record({
  actions: fc.array(action, { maxLength: 80, size: 'max' }),
  limitMs: fc.constantFrom(0, 700),
});

function live({
  actions,
  limitMs,
}: {
  actions: readonly (typeof action extends fc.Arbitrary<infer A> ? A : never)[];
  limitMs: number;
}) {
  const world = new World(limitMs);
  let asked = 0;
  for (const step of actions) {
    if (step.kind === 'ask') world.ask(++asked, step.op);
    else if (step.kind === 'serve') world.serve(step.expired);
    else world[step.kind]();
  }
  world.calm(asked);
  return { world, asked };
}

describe('whatever happens', () => {
  it('every request gets one outcome, and those that were sent get theirs in the order they were asked', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { world, asked } = live(life);
        const ids = world.outcomes.map(([id]) => id);
        expect(Array.from(ids).sort((a, b) => a - b)).toEqual(Array.from({ length: asked }, (_, i) => i + 1));
        const answered = world.outcomes.filter(([, outcome]) => outcome.kind === 'answered').map(([id]) => id);
        expect(answered).toEqual(Array.from(answered).sort((a, b) => a - b));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('an unsent request was never sent, each other one exactly once, and no xid is used twice in a session', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { world } = live(life);
        const requests = world.sent.filter(({ message }) => message.type === 'REQUEST' && message.xid > 0);
        const sent = world.outcomes.filter(([, outcome]) => outcome.kind !== 'unsent' && outcome.xid > 0);
        expect(requests).toHaveLength(sent.length);
        const keys = sent.map(([, outcome]) => `${outcome.session} ${'xid' in outcome ? outcome.xid : ''}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('the zxids a session shows to servers never go back, and a new session has seen nothing', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { world } = live(life);
        let session = NO_SESSION;
        let seen = ZXID_ZERO;
        for (const { message } of world.sent) {
          if (message.type !== 'CONNECT') continue;
          if (message.session === NO_SESSION) expect(message.lastZxidSeen).toBe(0);
          else if (message.session === session) expect(message.lastZxidSeen).toBeGreaterThanOrEqual(seen);
          session = message.session;
          seen = message.lastZxidSeen;
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('the news of a session make sense: connected first, resumed only what was there, nothing after its end', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const states = new Map<SessionId, string>();
        for (const news of live(life).world.news) {
          const before = states.get(news.session);
          expect(before).not.toBe('expired');
          expect(before).not.toBe('closed');
          expect(before).not.toBe('authFailed');
          if (news.state === 'connected') expect(news.resumed ? before : undefined).toBe(before);
          if (news.state === 'disconnected') expect(before).toBe('connected');
          states.set(news.session, news.state);
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('a resumed session proves again what it had proven, before it asks for anything', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { world } = live(life);
        /** Auth packets that the session sent on its connections so far; each connection begins with all of them. */
        let proven = 0;
        let session = NO_SESSION;
        let sent: string[] = [];
        const settle = (): void => {
          const own = sent.findIndex((type) => type !== 'auth');
          expect(own === -1 ? sent.length : own).toBeGreaterThanOrEqual(Math.min(proven, sent.length));
          proven = Math.max(proven, sent.filter((type) => type === 'auth').length);
          sent = [];
        };
        for (const { message } of world.sent) {
          if (message.type === 'REQUEST') sent.push(message.op.type);
          if (message.type !== 'CONNECT') continue;
          settle();
          if (message.session !== session || session === NO_SESSION) proven = 0;
          session = message.session;
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});
