/** Draws one operation of a sequence, mostly one that makes sense to the draft so far. */
import type { Acl, MultiReadPart } from '../../../protocol/op.ts';
import type { Dice } from './dice.ts';
import type { Draft, DraftSession } from './draft.ts';
import type { StepMultiPart, StepOp, StepSetWatches } from './step.ts';
import { doubtfulAcl, goodAcl, isGoodAcl, nodeData, SPECIAL_PATHS } from './vocabulary.ts';

type StepCreate = Extract<StepOp, { type: 'create' | 'create2' | 'createContainer' | 'createTTL' }>;

const VALID_TTLS = [3_600_000, 100_000_000, 1_099_511_627_775];
const BAD_TTLS = [0, -1, -5, 1_099_511_627_776, 9_000_000_000_000_000];
const BAD_FLAGS = [7, 8, -1, 100, 2_147_483_647, -2_147_483_648];
/** A version no node comes to: what bears it is refused. */
const NO_VERSION = 9999;

export class Operations {
  private readonly dice: Dice;
  private readonly draft: Draft;

  constructor(dice: Dice, draft: Draft) {
    this.dice = dice;
    this.draft = draft;
  }

  /** Any operation that may stand in the middle of a burst. */
  any(session: DraftSession, writesLeft: boolean): StepOp {
    return writesLeft && this.dice.chance(58) ? this.write(session) : this.read();
  }

  write(session: DraftSession): StepOp {
    return this.dice.weighted<() => StepOp>([
      [40, () => this.noted(this.create(), session)],
      [14, () => this.noted(this.deletion(), session)],
      [16, () => this.setData()],
      [12, () => this.multi(session)],
      [1, () => this.reconfig()],
      [1, () => ({ type: 'deleteContainer', path: this.draft.pathToDelete() })],
    ])();
  }

  read(): StepOp {
    return this.dice.weighted<() => StepOp>([
      [16, () => this.reading('exists')],
      [20, () => this.reading('getData')],
      [14, () => this.reading('getChildren')],
      [14, () => this.reading('getChildren2')],
      [8, () => ({ type: 'getACL', path: this.draft.somePath() })],
      [4, () => ({ type: 'getAllChildrenNumber', path: this.draft.somePath() })],
      [5, () => ({ type: 'getEphemerals', prefix: this.prefix() })],
      [3, () => ({ type: 'whoAmI' })],
      [6, () => this.multiRead()],
      [3, () => ({ type: 'sync', path: this.draft.somePath() })],
      [2, () => ({ type: 'ping' })],
      [16, () => this.addWatch()],
      [6, () => this.lookAtWatches('removeWatches')],
      [6, () => this.lookAtWatches('checkWatches')],
      [3, () => this.setWatches()],
    ])();
  }

  // --- writes ------------------------------------------------------------------------------------------------

  create(): StepCreate {
    const { dice } = this;
    const type = dice.weighted<StepCreate['type']>([
      [46, 'create'],
      [30, 'create2'],
      [10, 'createContainer'],
      [12, 'createTTL'],
    ]);
    const acl = dice.chance(94) ? goodAcl(dice) : doubtfulAcl(dice);
    const flags = dice.chance(94) ? this.flagsOf(type) : dice.pick([...BAD_FLAGS, 0, 1, 2, 3, 4, 5, 6]);
    const path = this.createPath(flags);
    const ttl = type !== 'createTTL' ? {} : { ttlMs: this.ttl(flags) };
    return { type, path, data: nodeData(dice), acl, flags, ...ttl };
  }

  private flagsOf(type: StepCreate['type']): number {
    if (type === 'createContainer') return 4;
    if (type === 'createTTL') return this.dice.pick([5, 5, 6]);
    return this.dice.weighted([
      [45, 0],
      [25, 1],
      [15, 2],
      [15, 3],
    ]);
  }

  /** A createTTL of a mode without a time to live always has one: without, it ends the real server (quirks.ts). */
  private ttl(flags: number): number {
    if (flags !== 5 && flags !== 6) return this.dice.pick([0, ...VALID_TTLS]);
    return this.dice.chance(85) ? this.dice.pick(VALID_TTLS) : this.dice.pick(BAD_TTLS);
  }

  /** What is sequential may end in a slash. Below `/` no sequential node is made: its number is not of the sequence. */
  private createPath(flags: number): string {
    if (!isSequential(flags)) return this.draft.pathToCreate();
    if (this.dice.chance(20)) return `${this.draft.anyNode()}/`;
    const path = this.draft.pathToCreate();
    return path.lastIndexOf('/') > 0 && !path.startsWith('/zookeeper') ? path : `${this.draft.anyNode()}/q-`;
  }

  private deletion(): Extract<StepOp, { type: 'delete' }> {
    return { type: 'delete', path: this.draft.pathToDelete(), version: this.version() };
  }

  setData(): Extract<StepOp, { type: 'setData' }> {
    const path = this.draft.somePath();
    const version = isSpecial(path) ? NO_VERSION : this.version();
    return { type: 'setData', path, data: nodeData(this.dice), version };
  }

  setAcl(): StepOp {
    const path = this.dice.chance(60) ? this.draft.anyNodeBelow() : this.draft.somePath();
    const acl = this.dice.chance(75) ? goodAcl(this.dice) : doubtfulAcl(this.dice);
    // Whoever shuts the root shuts everything.
    if (path === this.draft.root && !isOpen(acl) && this.dice.chance(90)) return this.setAcl();
    if (this.draft.has(path) && acl !== null) this.draft.aclChanged(path, isOpen(acl));
    return { type: 'setACL', path, acl, version: isSpecial(path) ? NO_VERSION : this.version() };
  }

  private version(): number {
    return this.dice.weighted([
      [60, -1],
      [20, 0],
      [10, 1],
      [5, 2],
      [2, -2],
      [2, NO_VERSION],
      [1, 2_147_483_647],
    ]);
  }

  multi(session: DraftSession): StepOp {
    const count = this.dice.weighted([
      [3, 0],
      [15, 1],
      [30, 2],
      [25, 3],
      [15, 4],
      [10, 6],
    ]);
    const meantToWork = this.dice.chance(65);
    const parts = Array.from({ length: count }, () => (meantToWork ? this.likelyPart() : this.multiPart()));
    // One that is thought to work as a whole leaves what it makes.
    if (parts.every((part) => this.isLikely(part))) for (const part of parts) this.noted(part, session);
    return { type: 'multi', parts };
  }

  private multiPart(): StepMultiPart {
    return this.dice.weighted<() => StepMultiPart>([
      [45, () => this.createInMulti()],
      [20, () => this.deletion()],
      [20, () => this.setData()],
      [20, () => ({ type: 'check', path: this.draft.somePath(), version: this.version() })],
    ])();
  }

  private likelyPart(): StepMultiPart {
    for (let tries = 0; ; tries++) {
      const part = this.multiPart();
      if (this.isLikely(part) || tries >= 20) return part;
    }
  }

  /** In a multi the flags decide: a createTTL of a mode without a time to live is a create. */
  private createInMulti(): StepCreate {
    const op = this.create();
    return op.type === 'createTTL' && op.flags >= 0 && op.flags < 4 && this.dice.chance(50) ? { ...op, ttlMs: -1 } : op;
  }

  /** Whether it is thought to work where the draft stands. */
  private isLikely(part: StepMultiPart): boolean {
    const known = this.draft.has(part.path);
    switch (part.type) {
      case 'setData':
      case 'check':
      case 'delete':
        return known && part.version < 1;
      default:
        return isSound(part) && this.draft.mayHold(part.path) && (!known || isSequential(part.flags));
    }
  }

  private reconfig(): StepOp {
    return {
      type: 'reconfig',
      joining: this.dice.pick([null, '', 'server.9=127.0.0.1:2888:3888;2181']),
      leaving: this.dice.pick([null, '1']),
      newMembers: null,
      fromConfig: this.dice.pick([-1, 0]),
    };
  }

  /** Tells the draft what a write is thought to do. */
  private noted<T extends StepMultiPart>(op: T, session: DraftSession): T {
    if (op.type === 'delete') this.draft.deleted(op.path);
    if (op.type !== 'delete' && op.type !== 'check' && op.type !== 'setData') {
      const owner = op.flags === 1 || op.flags === 3 ? session.name : null;
      const name = this.draft.expectedName(op.path, isSequential(op.flags));
      if (isSound(op)) this.draft.created(name, owner, isOpen(op.acl));
    }
    return op;
  }

  // --- reads and watches -------------------------------------------------------------------------------------

  private reading(type: 'exists' | 'getData' | 'getChildren' | 'getChildren2'): StepOp {
    const path = this.draft.somePath();
    const watch = this.dice.chance(45);
    if (watch) this.draft.watches(path);
    return { type, path, watch };
  }

  private addWatch(): StepOp {
    const path = this.draft.somePath();
    this.draft.watches(path);
    const mode = this.dice.chance(95) ? this.dice.below(2) : this.dice.pick([2, -1, 7]);
    return { type: 'addWatch', path, mode };
  }

  private lookAtWatches(type: 'removeWatches' | 'checkWatches'): StepOp {
    const watcherType = this.dice.chance(90) ? 1 + this.dice.below(3) : this.dice.pick([0, 4, 5, 6, -1]);
    return { type, path: this.draft.watchedPath(), watcherType };
  }

  multiRead(): StepOp {
    const parts = Array.from({ length: this.dice.below(5) }, (): MultiReadPart => {
      const type = this.dice.pick(['getData', 'getChildren'] as const);
      return { type, path: this.draft.somePath(), watch: this.dice.chance(30) };
    });
    return { type: 'multiRead', parts };
  }

  setWatches(): StepSetWatches {
    const { dice } = this;
    const paths = (): string[] => Array.from({ length: dice.below(4) }, () => this.draft.watchedPath());
    const since = dice.weighted<StepSetWatches['since']>([
      [40, 'seen'],
      [20, 'zero'],
      [40, dice.below(40)],
    ]);
    const lists = { since, data: paths(), exist: paths(), child: paths() };
    if (dice.chance(50)) return { type: 'setWatches', ...lists };
    return { type: 'setWatches2', ...lists, persistent: paths(), persistentRecursive: paths() };
  }

  private prefix(): string | null {
    return this.dice.pick([
      null,
      '',
      ' ',
      '/',
      this.draft.root,
      `${this.draft.root}/a`,
      this.draft.anyNode(),
      '/nothing',
    ]);
  }
}

function isSequential(flags: number): boolean {
  return flags === 2 || flags === 3 || flags === 6;
}

/** Flags, time to live and ACL fit each other and the operation. */
function isSound(op: StepCreate): boolean {
  const flags = op.type === 'createTTL' ? [5, 6] : op.type === 'createContainer' ? [4] : [0, 1, 2, 3];
  const { ttlMs = 1 } = op;
  return flags.includes(op.flags) && ttlMs > 0 && ttlMs < 1_099_511_627_776 && isGoodAcl(op.acl);
}

function isOpen(acl: readonly Acl[] | null): boolean {
  return acl?.some(({ perms, scheme, id }) => perms === 31 && scheme === 'world' && id === 'anyone') ?? false;
}

function isSpecial(path: string): boolean {
  return SPECIAL_PATHS.includes(path);
}
