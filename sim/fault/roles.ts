/** What the injector asks of a scenario: the kernel knows processes and no roles, facts and no verbs. */
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { World } from '../kernel/world.ts';

/** A class instance of the world: forked with it, without closures. */
export interface Roles {
  /** All servers, in a stable order. */
  servers(): readonly ProcessName[];
  clients(): readonly ProcessName[];
  /** Servers that vote; what a minority is counted in. */
  voters(): readonly ProcessName[];
  /** Null while nobody leads. */
  leader(): ProcessName | null;
  followers(): readonly ProcessName[];
  /** Followers that have the leader's history and serve. */
  followersInSync(): readonly ProcessName[];
  observers(): readonly ProcessName[];
  /**
   * Whether losing what is on this server's disk leaves every durable promise it made (accepted epoch, current epoch,
   * acknowledged transactions) held intact by at least voters - quorum + 1 other voters.
   */
  withinBudget(name: ProcessName, world: World): boolean;
  /** Makes a session expire: by its id, or by the name of its client. False: there is none. */
  expire(session: string, world: World): boolean;
}

/** A verb of `when`: which facts it means. Stateless. */
export interface FactVerb {
  readonly verb: string;
  /** One line for people: `logs ZXID: a transaction was appended to the server's log`. */
  readonly story: string;
  /** What is wrong with an argument, in one sentence; null when it can be read. */
  readonly refuse: (argument: string) => string | null;
  readonly matches: (fact: Plain, argument: string) => boolean;
}
