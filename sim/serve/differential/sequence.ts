/**
 * Writes a test sequence from a seed: some sessions that take turns, each with a burst of operations, and what
 * happens to sessions and connections between them. The same seed, the same sequence.
 *
 * What a real server answers must follow from the sequence alone. So after each step everything it caused has happened
 * before the next one begins, and a burst never holds two requests whose outcome depends on which of the server's
 * threads is faster; quirks.ts tells of those.
 */
import { OPEN_ACL } from '../../../protocol/op.ts';
import { Dice } from './dice.ts';
import { Draft, type DraftSession } from './draft.ts';
import { brokenFrame, brokenHandshake, hugePacket, spoilt } from './malformed.ts';
import { Operations } from './operations.ts';
import { countOperations, type Packet, type Sequence, type Step, type StepOp } from './step.ts';
import { TICK_TIME_MS } from './testbed.ts';
import { badAuth, goodAuth } from './vocabulary.ts';

export interface SequenceOptions {
  readonly operations: number;
  /** Servers there are; sessions are spread over them. */
  readonly servers: number;
}

/** Time-outs around both bounds of what is negotiated: two and twenty ticks. */
const TIMEOUTS = [2 * TICK_TIME_MS, 20 * TICK_TIME_MS]
  .flatMap((bound) => [bound - 1, bound, bound + 1])
  .concat([0, 1, -1, 3 * TICK_TIME_MS, 11 * TICK_TIME_MS, 2_147_483_647, -2_147_483_648]);
const SESSIONS_MAX = 3;
const LIMITS = [
  'count=3,bytes=100',
  'count=-1,bytes=-1',
  'count=1000,bytes=100000=;byteHardLimit=5000;countHardLimit=8',
  'countHardLimit=5',
  'byteHardLimit=40',
  'count=2',
];

export function writeSequence(seed: number, options: SequenceOptions): Sequence {
  return new Author(seed, options).write();
}

class Author {
  private readonly seed: number;
  private readonly options: SequenceOptions;
  private readonly dice: Dice;
  private readonly draft: Draft;
  private readonly operations: Operations;
  private readonly steps: Step[] = [];
  private sessionsMade = 0;

  constructor(seed: number, options: SequenceOptions) {
    this.seed = seed;
    this.options = options;
    this.dice = new Dice(String(seed));
    this.draft = new Draft(`/d${seed}`, this.dice, options.servers);
    this.operations = new Operations(this.dice, this.draft);
  }

  write(): Sequence {
    for (let count = this.dice.pick([2, 2, 3]); count > 0; count--) this.newSession();
    while (this.left() > 0) this.turn();
    return { seed: this.seed, root: this.draft.root, steps: this.steps };
  }

  private left(): number {
    return this.options.operations - countOperations(this.steps);
  }

  private turn(): void {
    if (this.draft.sessions.length === 0) {
      this.newSession();
      return;
    }
    const session = this.dice.pick(this.draft.sessions);
    if (session.server === null) {
      this.comeBack(session);
      return;
    }
    this.dice.weighted<() => void>([
      [1000, () => this.burst(session)],
      [30, () => this.steps.push({ kind: 'send', session: session.name, packets: [{ op: this.operations.setAcl() }] })],
      [28, () => this.hangUp(session)],
      [16, () => this.moveOver(session)],
      [10, () => this.refusedReturn(session)],
      [9, () => this.returnFromTheFuture(session)],
      [9, () => this.returnOfTheDead()],
      [14, () => this.closeSession(session)],
      [8, () => this.failToAuthenticate(session)],
      [10, () => this.unknownOperation(session)],
      [12, () => this.brokenPacket(session)],
      [3, () => this.huge(session)],
      [10, () => this.word()],
      [8, () => this.strangeConnection()],
      [10, () => (this.draft.hasQuota ? this.changeQuota(session) : this.quota(session))],
      [this.draft.sessions.length < SESSIONS_MAX ? 25 : 0, () => this.newSession()],
    ])();
  }

  // --- requests ----------------------------------------------------------------------------------------------

  /**
   * An auth packet may only begin a burst: its answer comes from another thread than those to earlier requests. And
   * a setACL may only end it: whether a later request of the burst finds the new list is a race in the real server.
   */
  private burst(session: DraftSession): void {
    const { dice } = this;
    const packets: Packet[] = [];
    if (dice.chance(7)) {
      const credentials = goodAuth(dice);
      packets.push({ op: { type: 'auth', ...credentials } });
      session.hasAuth = true;
    }
    if (dice.chance(1)) packets.push({ op: { type: 'sasl', token: dice.pick(['', 'token']) } });
    const length = Math.min(
      this.left() - packets.length,
      dice.weighted([
        [30, 1],
        [20, 2],
        [20, 3],
        [12, 5],
        [6, 8],
        [2, 16],
      ]),
    );
    let writes = this.draft.hardLimit ? 1 : length;
    for (let i = 0; i < length; i++) {
      const op = this.operations.any(session, writes > 0);
      const packet = dice.chance(4) ? spoilt(op, dice, this.options.servers) : { op };
      packets.push(packet);
      if (isWrite(op.type)) writes--;
    }
    if (dice.chance(8)) packets.push({ op: this.operations.setAcl() });
    if (packets.length > 0) this.steps.push({ kind: 'send', session: session.name, packets });
  }

  private unknownOperation(session: DraftSession): void {
    const opCode = this.dice.pick([0, 10, 23, 50, 99, 108, 1000, -1, -2, 2_147_483_647]);
    this.lastWords(session, [{ op: { type: 'unknown', opCode } }]);
  }

  private failToAuthenticate(session: DraftSession): void {
    this.lastWords(session, [{ op: { type: 'auth', ...badAuth(this.dice) } }]);
  }

  private brokenPacket(session: DraftSession): void {
    this.lastWords(session, [brokenFrame(this.operations.any(session, true), this.dice)]);
  }

  private huge(session: DraftSession): void {
    const tooLong = this.dice.chance(50);
    const packets = [hugePacket(this.draft.anyNode(), tooLong)];
    if (tooLong) this.lastWords(session, packets);
    else this.steps.push({ kind: 'send', session: session.name, packets });
  }

  private lastWords(session: DraftSession, packets: readonly Packet[]): void {
    this.steps.push({ kind: 'send', session: session.name, packets, closes: true });
    this.disconnected(session);
  }

  private closeSession(session: DraftSession): void {
    const packets: Packet[] = this.dice.chance(20) ? [{ op: this.operations.any(session, false) }] : [];
    packets.push({ op: { type: 'closeSession' } });
    this.steps.push({ kind: 'send', session: session.name, packets, closes: true });
    this.draft.sessionEnded(session.name);
  }

  /** Limits below the sequence's root; what they come to is counted in their neighbour. */
  private quota(session: DraftSession): void {
    const { dice } = this;
    const home = `/zookeeper/quota${this.draft.root}`;
    const limits = dice.pick(LIMITS);
    const create = (path: string, data: string): Packet => ({
      op: { type: 'create', path, data, acl: OPEN_ACL, flags: 0 },
    });
    const packets = [
      create(home, ''),
      create(`${home}/zookeeper_limits`, limits),
      create(`${home}/zookeeper_stats`, dice.pick(['count=0,bytes=0', '', 'count=7,bytes=70'])),
      { op: { type: 'getData', path: `${home}/zookeeper_stats`, watch: true } } as const,
    ];
    this.steps.push({ kind: 'send', session: session.name, packets });
    this.draft.hasQuota = true;
    if (limits.includes('Hard')) this.draft.hardLimit = true;
  }

  /** One thing at a time: what it comes to shows in the next step. */
  private changeQuota(session: DraftSession): void {
    const limits = `/zookeeper/quota${this.draft.root}/zookeeper_limits`;
    const stats = `/zookeeper/quota${this.draft.root}/zookeeper_stats`;
    const text = this.dice.pick(LIMITS);
    const op = this.dice.weighted<StepOp>([
      [30, { type: 'getData', path: stats, watch: true }],
      [30, { type: 'setData', path: limits, data: text, version: -1 }],
      [10, { type: 'setData', path: stats, data: 'count=2,bytes=5', version: -1 }],
      [8, { type: 'delete', path: limits, version: -1 }],
      [8, { type: 'delete', path: stats, version: -1 }],
      [8, { type: 'create', path: limits, data: text, acl: OPEN_ACL, flags: 0 }],
      [8, { type: 'create', path: stats, data: 'count=1,bytes=1', acl: OPEN_ACL, flags: 0 }],
    ]);
    if (op.type !== 'delete' && op.type !== 'getData' && text.includes('Hard')) this.draft.hardLimit = true;
    this.steps.push({ kind: 'send', session: session.name, packets: [{ op }] });
  }

  // --- connections -------------------------------------------------------------------------------------------

  private newSession(): void {
    const name = `s${++this.sessionsMade}`;
    const server = this.dice.below(this.options.servers);
    this.draft.sessions.push({ name, server, isSuper: false, hasAuth: false });
    this.steps.push({
      ...this.connect(name, server),
      resume: false,
      lastZxid: this.dice.pick(['zero', 'zero', 'seen']),
    });
  }

  private connect(session: string, server: number): Extract<Step, { kind: 'connect' }> {
    return {
      kind: 'connect',
      session,
      server,
      resume: true,
      password: 'own',
      timeoutMs: this.dice.pick(TIMEOUTS),
      lastZxid: this.dice.pick(['seen', 'seen', 'zero']),
      readOnly: this.dice.pick([false, false, true, null]),
    };
  }

  /** A session without a connection gets one again, and mostly its watches too. */
  private comeBack(session: DraftSession): void {
    const server = this.dice.below(this.options.servers);
    this.steps.push(this.connect(session.name, server));
    session.server = server;
    if (this.dice.chance(70)) {
      const packets: Packet[] = session.hasAuth ? [{ op: { type: 'auth', ...goodAuth(this.dice) } }] : [];
      packets.push({ op: this.operations.setWatches() });
      this.steps.push({ kind: 'send', session: session.name, packets });
    }
  }

  private hangUp(session: DraftSession): void {
    this.steps.push({ kind: 'drop', session: session.name });
    this.disconnected(session);
  }

  /** The session comes back on another connection while the old one is still there. */
  private moveOver(session: DraftSession): void {
    const server = this.dice.below(this.options.servers);
    const moves = server !== session.server;
    this.steps.push(this.connect(session.name, server));
    session.server = server;
    if (moves) {
      const op = this.operations.setData();
      this.steps.push({ kind: 'stale', session: session.name, packets: [{ op }] });
    }
  }

  /** With a wrong password, which costs the session the connection it has. */
  private refusedReturn(session: DraftSession): void {
    const server = session.server ?? 0;
    const password = this.dice.pick(['wrong', 'empty'] as const);
    this.steps.push({ ...this.connect(session.name, server), password });
    this.disconnected(session);
  }

  private returnFromTheFuture(session: DraftSession): void {
    const server = session.server ?? 0;
    this.steps.push({ ...this.connect(session.name, server), lastZxid: 'future', resume: this.dice.chance(70) });
  }

  private returnOfTheDead(): void {
    const name = this.draft.ended.length > 0 ? this.dice.pick(this.draft.ended) : 'ghost';
    const password = this.dice.pick(['own', 'own', 'wrong'] as const);
    this.steps.push({ ...this.connect(name, this.dice.below(this.options.servers)), password });
  }

  private disconnected(session: DraftSession): void {
    session.server = null;
  }

  private word(): void {
    const word = this.dice.pick(['ruok', 'isro', 'srvr', 'ruok']);
    this.steps.push({ kind: 'word', server: this.dice.below(this.options.servers), word });
  }

  private strangeConnection(): void {
    this.steps.push({ kind: 'raw', server: this.dice.below(this.options.servers), ...brokenHandshake(this.dice) });
  }
}

function isWrite(type: Packet['op']['type']): boolean {
  return type.startsWith('create') || type === 'delete' || type === 'setData' || type === 'multi' || type === 'setACL';
}
