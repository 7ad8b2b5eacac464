/**
 * What the author of a sequence believes of the servers: which nodes there may be, and which sessions. It guides the
 * choice of operations, so that most of them meet something; being wrong costs nothing but a dull operation.
 */
import type { Dice } from './dice.ts';
import { badPath, nodeName, SPECIAL_PATHS } from './vocabulary.ts';

export interface DraftSession {
  readonly name: string;
  /** Of the server it is connected to; null: not connected. */
  server: number | null;
  isSuper: boolean;
  hasAuth: boolean;
}

const DEPTH_MAX = 4;

export class Draft {
  readonly root: string;
  /** Every node, with the creates it has seen below it. */
  private readonly creates = new Map<string, number>();
  private readonly owners = new Map<string, string>();
  /** Nodes not everybody may do everything with. */
  private readonly restricted = new Set<string>();
  readonly sessions: DraftSession[] = [];
  /** Ended sessions, by name. */
  readonly ended: string[] = [];
  /** Paths somebody may be watching. */
  readonly watched: string[] = [];
  /** Once a hard limit stands, what a create comes to depends on what is applied: no more than one write at a time. */
  hardLimit = false;
  /** Whether there are limits at all. */
  hasQuota = false;
  private readonly dice: Dice;
  private readonly specials: readonly string[];

  /** In an ensemble /zookeeper/config is kept away from: the real one keeps its members there. */
  constructor(root: string, dice: Dice, servers: number) {
    this.root = root;
    this.dice = dice;
    this.specials = SPECIAL_PATHS.filter((path) => servers === 1 || path !== '/zookeeper/config');
    this.creates.set(root, 0);
  }

  has(path: string): boolean {
    return this.creates.has(path);
  }

  /** Whether its parent is thought to take children. */
  mayHold(path: string): boolean {
    const parent = path.slice(0, path.lastIndexOf('/'));
    return this.has(parent) && !this.isEphemeral(parent) && !this.restricted.has(parent);
  }

  isEphemeral(path: string): boolean {
    return this.owners.has(path);
  }

  /** The name a create gets: with a sequence number, when it is sequential. */
  expectedName(path: string, sequential: boolean): string {
    if (!sequential) return path;
    const parent = path.slice(0, path.lastIndexOf('/'));
    return path + String(this.creates.get(parent) ?? 0).padStart(10, '0');
  }

  /** Takes note of a create that is thought to work. */
  created(path: string, owner: string | null, isOpen: boolean): void {
    const parent = path.slice(0, path.lastIndexOf('/'));
    const before = this.creates.get(parent);
    if (before === undefined || this.has(path) || this.isEphemeral(parent) || path.endsWith('/')) return;
    this.creates.set(parent, before + 1);
    this.creates.set(path, 0);
    if (owner !== null) this.owners.set(path, owner);
    if (!isOpen) this.restricted.add(path);
  }

  aclChanged(path: string, isOpen: boolean): void {
    if (isOpen) this.restricted.delete(path);
    else this.restricted.add(path);
  }

  deleted(path: string): void {
    if (path === this.root || this.childrenOf(path).length > 0) return;
    this.creates.delete(path);
    this.owners.delete(path);
    this.restricted.delete(path);
  }

  sessionEnded(name: string): void {
    for (const [path, owner] of [...this.owners]) if (owner === name) this.deleted(path);
    this.sessions.splice(
      this.sessions.findIndex((session) => session.name === name),
      1,
    );
    this.ended.push(name);
  }

  private childrenOf(path: string): string[] {
    return [...this.creates.keys()].filter((other) => other.startsWith(`${path}/`));
  }

  // --- choices of paths --------------------------------------------------------------------------------------

  anyNode(): string {
    return this.dice.pick([...this.creates.keys()]);
  }

  /** A node other than the root. */
  anyNodeBelow(): string {
    const nodes = [...this.creates.keys()].filter((path) => path !== this.root);
    return nodes.length === 0 ? this.missing() : this.dice.pick(nodes);
  }

  /** One that is thought to have no children. */
  private anyLeaf(): string {
    const leaves = [...this.creates.keys()].filter((path) => path !== this.root && this.childrenOf(path).length === 0);
    return leaves.length === 0 ? this.missing() : this.dice.pick(leaves);
  }

  freshChild(): string {
    for (let tries = 0; ; tries++) {
      const parent = this.anyNode();
      const path = `${parent}/${nodeName(this.dice)}`;
      const deep = parent.split('/').length > DEPTH_MAX;
      const barren = (this.isEphemeral(parent) || this.restricted.has(parent)) && this.dice.chance(80);
      if (tries >= 20 || (!this.has(path) && !deep && !barren)) return path;
    }
  }

  missing(): string {
    return `${this.root}/missing/${nodeName(this.dice)}`;
  }

  /** A path to read, watch or change. */
  somePath(): string {
    return this.dice.weighted<() => string>([
      [66, () => this.anyNode()],
      [16, () => this.freshChild()],
      [6, () => this.missing()],
      [6, () => badPath(this.dice, this.root)],
      [4, () => this.dice.pick(this.specials)],
    ])();
  }

  pathToCreate(): string {
    return this.dice.weighted<() => string>([
      [76, () => this.freshChild()],
      [10, () => this.anyNode()],
      [5, () => this.missing()],
      [6, () => badPath(this.dice, this.root)],
      [2, () => this.dice.pick(this.specials)],
    ])();
  }

  pathToDelete(): string {
    return this.dice.weighted<() => string>([
      [60, () => this.anyLeaf()],
      [20, () => (this.dice.chance(5) ? this.root : this.anyNodeBelow())],
      [8, () => this.missing()],
      [6, () => badPath(this.dice, this.root)],
      [4, () => this.dice.pick(this.specials)],
    ])();
  }

  watchedPath(): string {
    return this.watched.length > 0 && this.dice.chance(75) ? this.dice.pick(this.watched) : this.somePath();
  }

  watches(path: string): void {
    this.watched.push(path);
  }
}
