/**
 * Watches of addWatch: they fire again and again, on a node (persistent) or on it and all below it (recursive, and never
 * for children that come and go). A client enters them again on each connection, and what it missed in between is not
 * made up for.
 */
import type { SessionId } from '../../protocol/ids.ts';
import type { AuthId } from '../../protocol/op.ts';
import type { SessionRecord } from './session-record.ts';
import type { ModelTrigger } from './znode-model.ts';
import { parentOf } from './znode-path.ts';

export interface StandingWatch {
  readonly record: SessionRecord;
  readonly path: string;
  readonly recursive: boolean;
  /** The connection of the reply that armed it. */
  readonly connection: number;
  /** What that connection had surely proven when it was armed. */
  readonly ids: readonly AuthId[];
}

type Table = Map<string, Map<SessionId, StandingWatch>>;

export class StandingWatches {
  private readonly plain: Table = new Map();
  private readonly recursive: Table = new Map();
  private readonly bySession = new Map<SessionId, Set<StandingWatch>>();

  get isEmpty(): boolean {
    return this.bySession.size === 0;
  }

  arm(watch: StandingWatch): void {
    const { record, path, recursive } = watch;
    this.remove(record.session, path, recursive);
    const table = recursive ? this.recursive : this.plain;
    const watches = table.get(path);
    if (watches === undefined) table.set(path, new Map([[record.session, watch]]));
    else watches.set(record.session, watch);
    const own = this.bySession.get(record.session);
    if (own === undefined) this.bySession.set(record.session, new Set([watch]));
    else own.add(watch);
  }

  has(session: SessionId, path: string, recursive: boolean): boolean {
    return (recursive ? this.recursive : this.plain).get(path)?.has(session) === true;
  }

  /** Whether there was one. */
  remove(session: SessionId, path: string, recursive: boolean): boolean {
    const table = recursive ? this.recursive : this.plain;
    const watches = table.get(path);
    const watch = watches?.get(session);
    if (watches === undefined || watch === undefined) return false;
    watches.delete(session);
    if (watches.size === 0) table.delete(path);
    const own = this.bySession.get(session);
    own?.delete(watch);
    if (own?.size === 0) this.bySession.delete(session);
    return true;
  }

  drop(session: SessionId): void {
    for (const watch of [...(this.bySession.get(session) ?? [])]) this.remove(session, watch.path, watch.recursive);
  }

  /** Who is to hear of it: each session once, however many of its watches it meets. */
  hearersOf({ manager, path }: ModelTrigger): StandingWatch[] {
    const hearers: StandingWatch[] = [];
    const add = (watches: ReadonlyMap<SessionId, StandingWatch> | undefined): void => {
      for (const watch of watches?.values() ?? []) {
        if (!hearers.some(({ record }) => record === watch.record)) hearers.push(watch);
      }
    };
    add(this.plain.get(path));
    if (manager === 'data' && this.recursive.size > 0) {
      for (let above = path; ; above = parentOf(above)) {
        add(this.recursive.get(above));
        if (above === '/') break;
      }
    }
    return hearers;
  }
}
