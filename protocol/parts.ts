/**
 * The parts a server is assembled from. Each is a pure function or a small class behind the interface its users
 * know; `standardParts` is the correct protocol. A variant (a re-created bug, an experiment) passes other parts to
 * `createServer` and nothing else: no code of the protocol knows that variants exist.
 */
import type { ServerConfig } from './config.ts';
import type { TreeFactory } from './durable/recovery.ts';
import { recover } from './durable/recovery.ts';
import type { Storage } from './durable/storage.ts';
import { epochThenZxidThenSid, type VoteOrder } from './election/vote.ts';
import { CommitProcessor, type FinalProcessor } from './pipeline/commit-processor.ts';
import { FinalRequestProcessor } from './pipeline/final.ts';
import { LogWriter, type LogWriterEvents } from './pipeline/log-writer.ts';
import { Prep } from './pipeline/prep.ts';
import { majorityOf, type QuorumVerifier } from './quorum/verifier.ts';
import { SessionTracker } from './session/session-tracker.ts';
import { DataTree } from './store/data-tree.ts';
import { WatchTable } from './watch/watch-table.ts';
import { Leader } from './zab/leader.ts';
import { Learner } from './zab/learner.ts';
import { fastForward } from './zab/fast-forward.ts';
import type { QuorumPeer } from './zab/peer.ts';
import { planSync, type PlanSync } from './zab/sync-plan.ts';

export interface Parts {
  /** Which of two votes is better. */
  readonly voteOrder: VoteOrder;
  /** Which sets of servers may decide. */
  readonly quorum: (config: ServerConfig) => QuorumVerifier;
  /** How a learner is brought up to date. */
  readonly planSync: PlanSync;
  /** From files to a database. */
  readonly recover: typeof recover;
  /** What a soft restart does to memory: replays what the log has beyond it. */
  readonly fastForward: typeof fastForward;
  readonly trees: TreeFactory;
  readonly createPrep: (tree: DataTree) => Prep;
  readonly createSessionTracker: (tickTimeMs: number) => SessionTracker;
  readonly createWatchTable: () => WatchTable;
  readonly createLogWriter: (storage: Storage, events: LogWriterEvents, config: ServerConfig) => LogWriter;
  readonly createCommitProcessor: (final: FinalProcessor) => CommitProcessor;
  readonly createFinal: (peer: QuorumPeer) => FinalRequestProcessor;
  /** Leading: discovery, synchronisation, commit rule. */
  readonly createLeader: (peer: QuorumPeer) => Leader;
  /** Following and observing: discovery, synchronisation, broadcast. */
  readonly createLearner: (peer: QuorumPeer, leader: ServerConfig['sid']) => Learner;
}

export const standardTrees: TreeFactory = {
  empty: () => new DataTree(),
  restore: (snapshot) => DataTree.restore(snapshot),
};

export const standardParts: Parts = {
  voteOrder: epochThenZxidThenSid,
  quorum: (config) => majorityOf(config.members),
  planSync,
  recover,
  fastForward,
  trees: standardTrees,
  createPrep: (tree) => new Prep(tree),
  createSessionTracker: (tickTimeMs) => new SessionTracker(tickTimeMs),
  createWatchTable: () => new WatchTable(),
  createLogWriter: (storage, events, config) => new LogWriter(storage, events, config),
  createCommitProcessor: (final) => new CommitProcessor(final),
  createFinal: (peer) => new FinalRequestProcessor(peer),
  createLeader: (peer) => new Leader(peer),
  createLearner: (peer, leader) => new Learner(peer, leader),
};
