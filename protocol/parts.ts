/**
 * The parts a server is assembled from. Each is a pure function or a small class behind the interface its users
 * know; `standardParts` is the correct protocol. Whoever wants another protocol passes another part to `createServer`
 * and nothing else: no code here knows that there are others.
 */
import type { Compat } from './compat.ts';
import type { ServerConfig } from './config.ts';
import type { TreeFactory } from './durable/recovery.ts';
import { recover } from './durable/recovery.ts';
import type { Storage } from './durable/storage.ts';
import { epochThenZxidThenSid, type VoteOrder } from './election/vote.ts';
import { CommitProcessor, type FinalProcessor } from './pipeline/commit-processor.ts';
import { FinalRequestProcessor } from './pipeline/final.ts';
import { LogWriter, type LogWriterEvents } from './pipeline/log-writer.ts';
import { Prep } from './pipeline/prep.ts';
import { AckTracker } from './quorum/ack-tracker.ts';
import { majorityOf, type QuorumVerifier } from './quorum/verifier.ts';
import { SessionTracker } from './session/session-tracker.ts';
import { DataTree, type TreeOptions } from './store/data-tree.ts';
import type { Snapshot } from './store/snapshot.ts';
import { WatchTable } from './watch/watch-table.ts';
import { findUnused, type FindUnused } from './zab/container-manager.ts';
import { fastForward } from './zab/fast-forward.ts';
import { Leader } from './zab/leader.ts';
import { Learner } from './zab/learner.ts';
import { LearnerHistory } from './zab/learner-history.ts';
import { LearnerSync } from './zab/learner-sync.ts';
import type { QuorumPeer } from './zab/peer.ts';
import { Proposals } from './zab/proposals.ts';
import { planSync, type PlanSync } from './zab/sync-plan.ts';

export interface Parts {
  /** Which of two votes is better. */
  readonly voteOrder: VoteOrder;
  /** Which sets of servers may decide. */
  readonly quorum: (config: ServerConfig) => QuorumVerifier;
  /** Who has said which epochs it accepted, or accepted the new one, and whether they are enough. */
  readonly createEpochAcks: (verifiers: readonly QuorumVerifier[]) => AckTracker;
  /** How a learner is to be brought up to date. */
  readonly planSync: PlanSync;
  /** From files to a database. */
  readonly recover: typeof recover;
  /** What a soft restart does to memory: replays what the log has beyond it. */
  readonly fastForward: typeof fastForward;
  readonly trees: (config: ServerConfig) => TreeFactory;
  /** Which containers and nodes with a time to live the leader asks to have deleted. */
  readonly findUnused: FindUnused;
  readonly createPrep: (tree: DataTree, config: ServerConfig) => Prep;
  readonly createSessionTracker: (tickTimeMs: number) => SessionTracker;
  readonly createWatchTable: (compat: Compat) => WatchTable;
  readonly createLogWriter: (storage: Storage, events: LogWriterEvents, config: ServerConfig) => LogWriter;
  readonly createCommitProcessor: (final: FinalProcessor) => CommitProcessor;
  readonly createFinal: (peer: QuorumPeer) => FinalRequestProcessor;
  /** Leading: discovery, when the epoch is established, when to step down. */
  readonly createLeader: (peer: QuorumPeer) => Leader;
  /** The leader's part of a synchronisation: what goes to the learner, from when on it gets every proposal. */
  readonly createLearnerSync: (leader: Leader) => LearnerSync;
  /** To whom proposals go, and when they are committed. */
  readonly createProposals: (leader: Leader) => Proposals;
  /** Following and observing: discovery, broadcast, what is acknowledged when. */
  readonly createLearner: (peer: QuorumPeer, leader: ServerConfig['sid']) => Learner;
  /** The learner's part of a synchronisation: what its ACK of NEWLEADER vouches for. */
  readonly createHistory: (peer: QuorumPeer, roleNumber: number) => LearnerHistory;
}

/** Trees of one class, told what they need of the configuration. */
export function treesOf(Tree: TreeClass): Parts['trees'] {
  return ({ extendedTypesEnabled, digestEnabled }) => {
    const options = { extendedTypes: extendedTypesEnabled, digestEnabled };
    return {
      empty: () => new Tree(options),
      restore: (snapshot) => Tree.restore(snapshot, options),
    };
  };
}

interface TreeClass {
  new (options?: TreeOptions): DataTree;
  restore(snapshot: Snapshot, options?: TreeOptions): DataTree;
}

export const standardParts: Parts = {
  voteOrder: epochThenZxidThenSid,
  quorum: (config) => majorityOf(config.members),
  createEpochAcks: (verifiers) => new AckTracker(verifiers),
  planSync,
  recover,
  fastForward,
  trees: treesOf(DataTree),
  findUnused,
  createPrep: (tree, config) => new Prep(tree, config),
  createSessionTracker: (tickTimeMs) => new SessionTracker(tickTimeMs),
  createWatchTable: (compat) => new WatchTable(compat),
  createLogWriter: (storage, events, config) => new LogWriter(storage, events, config),
  createCommitProcessor: (final) => new CommitProcessor(final),
  createFinal: (peer) => new FinalRequestProcessor(peer),
  createLeader: (peer) => new Leader(peer),
  createLearnerSync: (leader) => new LearnerSync(leader),
  createProposals: (leader) => new Proposals(leader),
  createLearner: (peer, leader) => new Learner(peer, leader),
  createHistory: (peer, roleNumber) => new LearnerHistory(peer, roleNumber),
};
