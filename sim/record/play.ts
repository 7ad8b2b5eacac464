/**
 * What a page and the engine in its worker say to each other while somebody plays with an ensemble: plain data both ways.
 *
 * A play is a case and lines that were added to it by hand. Each line has its moment, so a play is a case again, and runs
 * as one anywhere. Acting in the past makes a branch: a play of its own, which shares its events with the one it left up to
 * the moment of the act.
 */
import type { Case } from './case.ts';
import type { EventColumns } from './event-columns.ts';
import type { MomentState, ZxidText } from './moment-state.ts';
import type { ReportTrace } from './report-data.ts';
import type { ServerTree } from './server-tree.ts';

/** A line that was added by hand, as text; three forms:
 *  - of the fault vocabulary: `at 1.2s: crash 2`, `when leader logs 1:2: pause leader`;
 *  - an operation of a client: `at 1.5s: c1 create /a "x"`, `at 2s: c2 getData /a watch`;
 *  - a decision of the world: `let net/5>2#1/quorum/PROPOSAL#3.delay = 250000`.
 */
export type PlayLine = string;

/** What a link holds. */
export interface PlaySource {
  /** Without the lines. Its plan is explicit when there are lines. */
  readonly base: Case;
  readonly lines: readonly PlayLine[];
}

/** By number, in the order in which they were made; the first is 0. */
export type BranchId = number;

export interface PlayBranch {
  readonly id: BranchId;
  /** `A`, `B`, …, `Z`, `AA`. */
  readonly name: string;
  /** What it left, and the last event both have; -1 of the first. */
  readonly parent: BranchId;
  readonly leftAt: number;
  readonly source: PlaySource;
  /** Base and lines in one, as any host runs it. */
  readonly of: Case;
  /** Why it was made, in a few words: the line that was added, `without the bug`. */
  readonly why: string;
}

/** A branch as far as it has been run: what is drawn of it. The engine runs a little ahead of whoever looks. */
export interface PlayTrace {
  readonly branch: BranchId;
  readonly trace: ReportTrace;
  readonly columns: EventColumns;
  /** A sentence why it does not go on: `the run is over`, `server 2 failed: …`; null while it can. */
  readonly ended: string | null;
  /** Of all its events so far, 32 hexadecimal digits. */
  readonly fingerprint: string;
  readonly lamps: readonly Lamp[];
}

/** What a check says of a branch so far. */
export interface Lamp {
  /** The row's name in a result: `updates-linearizable`. */
  readonly check: string;
  /** What it promises, in a sentence. */
  readonly promise: string;
  /** `undecided` with its reason: it needs more events, or its bound was reached. */
  readonly verdict: 'holds' | 'broken' | 'undecided';
  /** Of the event that broke it; -1 when none did. */
  readonly event: number;
  /** Why: one to three sentences; of `holds`, what was looked at (`12 commits compared`). */
  readonly why: readonly string[];
}

/** Everything about the moment behind an event. */
export interface PlayMoment {
  readonly branch: BranchId;
  readonly state: MomentState;
  /** Of each server of the state, in the same order. */
  readonly trees: readonly ServerTree[];
  /** What this event was, in one plain sentence, and what it means; the second may be empty. */
  readonly caption: { readonly what: string; readonly meaning: string };
  readonly inFlight: readonly FlyingMessage[];
  /** What each server and client waits for beside messages, soonest first: elections, ticks, syncs. */
  readonly waits: readonly { readonly server: string; readonly what: string; readonly atUs: number }[];
  /** Faults in force: lines of the vocabulary. */
  readonly inForce: readonly string[];
  /** Pairs `from to` between which nothing passes, each direction by itself. */
  readonly cuts: readonly { readonly from: string; readonly to: string }[];
  readonly quorums: QuorumPicture;
  /** As of this event. */
  readonly lamps: readonly Lamp[];
}

export interface FlyingMessage {
  /** Address of its decision without the part: `net/5>2#1/quorum/PROPOSAL#3`; stays when other messages change. */
  readonly address: string;
  readonly from: string;
  readonly to: string;
  readonly channel: string;
  /** `PROPOSAL`, and the whole of it in words. */
  readonly type: string;
  readonly text: string;
  readonly sentEvent: number;
  readonly sentUs: number;
  /** When it will arrive as things stand; -1: never. */
  readonly arrivesUs: number;
  /** What hands can do with it, and for what they cannot, the reason (`TCP keeps this order – cut the link instead`). */
  readonly can: readonly MessageAct[];
  readonly cannot: readonly { readonly act: MessageAct; readonly why: string }[];
}

/** `hold` is a delay without an end in sight; `release` ends it. */
export type MessageAct = 'deliver' | 'drop' | 'delay' | 'hold' | 'release';

/**
 * Which sets of servers decide. Weights and groups are those of hierarchical quorums; during a change of members there are two
 * systems, and both must agree.
 */
export interface QuorumPicture {
  readonly systems: readonly QuorumSystem[];
  /** Who could elect a leader now: up, not paused, and able to hear each other; the largest such set. */
  readonly elect: QuorumAnswer;
  /** The leader that is established or on its way, and the transaction that waits for acknowledgements; null: none waits. */
  readonly commit: (QuorumAnswer & { readonly zxid: ZxidText; readonly leader: string }) | null;
  /** Who the leader can reach; null without a leader. */
  readonly reach: QuorumAnswer | null;
  /** The set that committed last, and which of them the present answer to `elect` shares with it. */
  readonly last: {
    readonly zxid: ZxidText;
    readonly members: readonly string[];
    readonly shared: readonly string[];
  } | null;
}

export interface QuorumSystem {
  /** `majority of 5`, `2 of 3 groups`. */
  readonly name: string;
  readonly groups: readonly {
    readonly name: string;
    readonly members: readonly { readonly server: string; readonly weight: number }[];
  }[];
  /** Groups that must have more than half of their weight. */
  readonly groupsNeeded: number;
}

export interface QuorumAnswer {
  readonly members: readonly string[];
  readonly enough: boolean;
  /** Fewest more servers that would make it enough; 0 when it is. */
  readonly missing: number;
}

export interface RunDifference {
  /** The first event that differs; null when none does as far as both were run. */
  readonly event: number | null;
  readonly left: string;
  readonly right: string;
}

/** Each request is answered once, in order. */
export type PlayRequest =
  /** A new play; forgets the one before. */
  | { readonly kind: 'open'; readonly source: PlaySource }
  /** Runs on, until there are so many events, or the condition of the vocabulary holds, or an event bound is reached. */
  | { readonly kind: 'extend'; readonly branch: BranchId; readonly events: number }
  | { readonly kind: 'until'; readonly branch: BranchId; readonly from: number; readonly condition: string }
  | { readonly kind: 'moment'; readonly branch: BranchId; readonly event: number }
  /** Adds a line behind an event. Lines without a moment of their own (`crash 2`, `c1 create /a "x"`) get that one. */
  | { readonly kind: 'act'; readonly branch: BranchId; readonly event: number; readonly line: string }
  | {
      readonly kind: 'message';
      readonly branch: BranchId;
      readonly event: number;
      readonly address: string;
      readonly act: MessageAct;
      /** Of `delay`. */
      readonly byUs: number;
    }
  /** The same play with other lines (undo, an edited script) or another bug. */
  | {
      readonly kind: 'change';
      readonly branch: BranchId;
      readonly lines: readonly PlayLine[];
      readonly bug: string | null;
    }
  /** Another run beside those there are: of another seed, or another case. A branch that left none, and parts at its begin. */
  | { readonly kind: 'beside'; readonly source: PlaySource }
  | { readonly kind: 'difference'; readonly left: BranchId; readonly right: BranchId }
  /**
   * What a link holds of a branch looked at after an event. The worker answers with text for a URL fragment, and unpacks such
   * text; the engine itself has it unsqueezed (play-link.ts).
   */
  | { readonly kind: 'pack'; readonly branch: BranchId; readonly event: number }
  /** Reads such a text, and opens it. */
  | { readonly kind: 'unpack'; readonly text: string };

export type PlayAnswer =
  /** Of open, unpack. `warning`: what differs from what the link says, and what to choose; null: all is as it was. */
  | {
      readonly kind: 'opened';
      readonly branch: PlayBranch;
      readonly trace: PlayTrace;
      readonly event: number;
      readonly warning: string | null;
    }
  | {
      readonly kind: 'trace';
      readonly trace: PlayTrace;
      /** Of `until`: where it holds; else -1. */ readonly reached: number;
    }
  | { readonly kind: 'moment'; readonly moment: PlayMoment }
  /** Of act, message, change. */
  | { readonly kind: 'branched'; readonly branch: PlayBranch; readonly trace: PlayTrace }
  | { readonly kind: 'difference'; readonly difference: RunDifference }
  | { readonly kind: 'packed'; readonly text: string }
  /** Bad input: a sentence, and the field it is about; nothing was changed. */
  | { readonly kind: 'refused'; readonly field: string; readonly message: string };
