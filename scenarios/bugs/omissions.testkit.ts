/**
 * Mistakes nobody has made yet: one step of one part left out, put in another place or done by half, drawn at random
 * from families that the parts allow. Each is a wrong protocol, so each has to be caught.
 */
import fc from 'fast-check';
import { ErrorCode } from '../../protocol/error-code.ts';
import type { ServerId } from '../../protocol/ids.ts';
import type { CheckOp, CreateOp, DeleteOp, SetDataOp } from '../../protocol/op.ts';
import { standardParts, treesOf, type Parts } from '../../protocol/parts.ts';
import type { Out } from '../../protocol/process.ts';
import { LogWriter } from '../../protocol/pipeline/log-writer.ts';
import { Prep, type PrepContext } from '../../protocol/pipeline/prep.ts';
import { MajorityVerifier } from '../../protocol/quorum/verifier.ts';
import type { SidSet } from '../../protocol/quorum/sid-set.ts';
import { SessionTracker } from '../../protocol/session/session-tracker.ts';
import { DataTree } from '../../protocol/store/data-tree.ts';
import type { Txn } from '../../protocol/txn.ts';
import { WatchTable, type FiredWatch } from '../../protocol/watch/watch-table.ts';
import { LearnerHistory, type SettleStep } from '../../protocol/zab/learner-history.ts';
import { planSync } from '../../protocol/zab/sync-plan.ts';

export interface Omission {
  readonly title: string;
  readonly parts: Parts;
}

/** Fewer than a majority decide. */
const smallQuorum = fc.integer({ min: 1, max: 2 }).map((missing): Omission => {
  class SmallVerifier extends MajorityVerifier {
    override containsQuorum(sids: SidSet): boolean {
      const majority = Math.floor(this.voters.length / 2) + 1;
      return this.voters.filter((sid: ServerId) => sids.has(sid)).length >= Math.max(1, majority - missing);
    }
  }
  const votersOf = (config: Parameters<Parts['quorum']>[0]): ServerId[] =>
    config.members.filter(({ type }) => type === 'participant').map(({ sid }) => sid);
  return {
    title: `a quorum is ${missing} short of a majority`,
    parts: { ...standardParts, quorum: (config) => new SmallVerifier(votersOf(config)) },
  };
});

/** What NEWLEADER asks for in an order of its own, or without a step. */
const steps: readonly SettleStep[] = ['tree', 'history', 'epoch'];
const otherSteps = fc
  .shuffledSubarray([...steps], { minLength: 1 })
  .filter((order) => order.indexOf('epoch') !== 2 || order.length < 3)
  .map((order): Omission => {
    class OtherHistory extends LearnerHistory {
      protected override settleSteps(): SettleStep[] {
        return [...order];
      }
    }
    return {
      title: `NEWLEADER is settled by ${order.join(', ')}`,
      parts: { ...standardParts, createHistory: (peer, role) => new OtherHistory(peer, role) },
    };
  });

/** Every n-th transaction is acknowledged when it is appended. */
const earlyAck = fc.integer({ min: 1, max: 4 }).map((every): Omission => {
  class EarlyWriter extends LogWriter {
    private count = 0;
    protected override append(out: Out, txn: Txn): void {
      super.append(out, txn);
      if (++this.count % every === 0) this.events.acknowledge(txn);
    }
  }
  return {
    title: `every ${every}. transaction is acknowledged before it is durable`,
    parts: { ...standardParts, createLogWriter: (storage, events, config) => new EarlyWriter(storage, events, config) },
  };
});

/** A DIFF loses its first or its last transaction. */
const shortDiff = fc.constantFrom('first', 'last').map((which): Omission => {
  const parts: Parts = {
    ...standardParts,
    planSync: (query) => {
      const plan = planSync(query);
      if (plan.mode !== 'DIFF' || plan.txns.length === 0) return plan;
      return { ...plan, txns: which === 'first' ? plan.txns.slice(1) : plan.txns.slice(0, -1) };
    },
  };
  return { title: `a DIFF leaves its ${which} transaction out`, parts };
});

/** One check of prep is skipped. */
const laxPrep = fc
  .constantFrom('version of setData', 'version of delete', 'version of check', 'existing node')
  .map((what): Omission => {
    class LaxPrep extends Prep {
      protected override setData(op: SetDataOp, context: PrepContext): ReturnType<Prep['setData']> {
        return super.setData(what === 'version of setData' ? { ...op, version: -1 } : op, context);
      }
      protected override delete(op: DeleteOp, context: PrepContext): ReturnType<Prep['delete']> {
        return super.delete(what === 'version of delete' ? { ...op, version: -1 } : op, context);
      }
      protected override check(op: CheckOp, context: PrepContext): ReturnType<Prep['check']> {
        return super.check(what === 'version of check' ? { ...op, version: -1 } : op, context);
      }
      protected override create(op: CreateOp, context: PrepContext): ReturnType<Prep['create']> {
        const made = super.create(op, context);
        if (what !== 'existing node' || made !== ErrorCode.NODEEXISTS) return made;
        return ErrorCode.NONODE;
      }
    }
    return {
      title: `prep does not look at: ${what}`,
      parts: { ...standardParts, createPrep: (tree, config) => new LaxPrep(tree, config) },
    };
  });

/** One kind of change fires no watch. */
const silentWatch = fc
  .constantFrom('NodeCreated', 'NodeDeleted', 'NodeDataChanged', 'NodeChildrenChanged')
  .map((event): Omission => {
    class SilentTable extends WatchTable {
      override fire(...told: Parameters<WatchTable['fire']>): readonly FiredWatch[] {
        return super.fire(...told).filter((fired) => fired.event !== event);
      }
    }
    return {
      title: `${event} is never told`,
      parts: { ...standardParts, createWatchTable: (compat) => new SilentTable(compat) },
    };
  });

/** Time-outs are cut short. */
const shortSessions = fc.integer({ min: 10, max: 60 }).map((percent): Omission => {
  class ShortTracker extends SessionTracker {
    override add(...[session, timeoutMs, nowUs]: Parameters<SessionTracker['add']>): void {
      super.add(session, Math.floor((timeoutMs * percent) / 100), nowUs);
    }
    override touch(...[session, timeoutMs, nowUs]: Parameters<SessionTracker['touch']>): boolean {
      return super.touch(session, Math.floor((timeoutMs * percent) / 100), nowUs);
    }
  }
  return {
    title: `sessions expire after ${percent} % of their time-out`,
    parts: { ...standardParts, createSessionTracker: (tickTimeMs) => new ShortTracker(tickTimeMs) },
  };
});

/** A change is applied by half. */
const halfApplied = fc
  .constantFrom('setData keeps the version', 'delete leaves the parent alone')
  .map((what): Omission => {
    class HalfTree extends DataTree {
      protected override setData(...[part, txn, triggers]: Parameters<DataTree['setData']>): ErrorCode {
        const version = this.node(part.path)?.version ?? part.version;
        return super.setData(what.startsWith('setData') ? { ...part, version } : part, txn, triggers);
      }
      protected override deleteNode(...[path, zxid, triggers]: Parameters<DataTree['deleteNode']>): ErrorCode {
        if (!what.startsWith('delete')) return super.deleteNode(path, zxid, triggers);
        const before = this.node(path);
        return before === undefined ? ErrorCode.NONODE : super.deleteNode(path, before.pzxid, triggers);
      }
    }
    return { title: what, parts: { ...standardParts, trees: treesOf(HalfTree) } };
  });

export const omission: fc.Arbitrary<Omission> = fc.oneof(
  smallQuorum,
  otherSteps,
  earlyAck,
  shortDiff,
  laxPrep,
  silentWatch,
  shortSessions,
  halfApplied,
);
