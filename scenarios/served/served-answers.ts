/**
 * What replies say, against the tree as it was at their zxid: what reads show, what was armed, and what setWatches told.
 * Called where the replay stands at that zxid.
 */
import { showZxid } from '../../protocol/ids.ts';
import type { ReadOp, SetWatchesOp } from '../../protocol/op.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import type { Operation } from '../contract/client-history.ts';
import type { Findings } from '../contract/findings.ts';
import { provenBefore } from '../contract/proofs.ts';
import { ReplyCheck } from '../contract/reply-check.ts';
import type { SessionCheck } from '../contract/session-check.ts';
import type { UpdateReplay } from '../contract/update-replay.ts';
import type { WatchCheck } from '../contract/watch-check.ts';
import { isValidPath } from '../contract/znode-path.ts';
import { expectedCatchUp } from './catch-up.ts';
import type { NotJudged } from './not-judged.ts';
import type { Talk } from './talk.ts';

type At = Pick<Moment, 'atUs' | 'event'>;

/** A setWatches that was answered, and the events that came before its answer. */
export interface SetWatchesAnswer {
  readonly kind: 'setWatches';
  readonly talk: Talk;
  readonly op: SetWatchesOp;
  /** `NodeDeleted /a`. */
  readonly told: readonly string[];
  readonly call: number;
  readonly at: At;
}

export class ServedAnswers {
  private readonly findings: Findings;
  private readonly notJudged: NotJudged;
  private readonly watches: WatchCheck;
  private readonly replay: UpdateReplay;
  private readonly replies: ReplyCheck;

  constructor(
    findings: Findings,
    notJudged: NotJudged,
    sessionCheck: SessionCheck,
    watches: WatchCheck,
    replay: UpdateReplay,
    eventsCarryZxid: boolean,
  ) {
    this.findings = findings;
    this.notJudged = notJudged;
    this.watches = watches;
    this.replay = replay;
    this.replies = new ReplyCheck(
      findings,
      replay.model,
      watches,
      sessionCheck,
      eventsCarryZxid,
      (op) => !this.isBeyondTheModel(op),
    );
  }

  settleReply(talk: Talk, operation: Operation): void {
    this.replies.settle(talk.record, 0, operation);
  }

  /** What setWatches told and what it left armed, by the state in which it was answered. */
  settleSetWatches({ talk, op, told, call, at }: SetWatchesAnswer): void {
    const { record } = talk;
    const ids = provenBefore(record, call);
    const { events, armed } = expectedCatchUp(this.replay.model, op);
    this.findings.count('watches');
    const seen = [...told];
    for (const event of events) {
      const index = seen.indexOf(event);
      if (index >= 0) {
        seen.splice(index, 1);
        continue;
      }
      this.findings.report(
        'watches',
        'event lost over a reconnection',
        `Session ${talk.session} registered its watches since ${showZxid(op.relativeZxid)} and was not told ${event}.`,
        at,
      );
    }
    for (const event of seen) {
      this.findings.report(
        'watches',
        `${event.slice(0, event.indexOf(' '))} without a missed change`,
        `Session ${talk.session} registered its watches since ${showZxid(op.relativeZxid)} and was told ${event}, which had not happened.`,
        at,
      );
    }
    for (const { kind, path } of armed) this.watches.arm(record, kind, path, 0, ids);
    for (const path of op.persistent ?? []) {
      this.watches.armStanding({ record, path, recursive: false, connection: 0, ids });
    }
    for (const path of op.persistentRecursive ?? []) {
      this.watches.armStanding({ record, path, recursive: true, connection: 0, ids });
    }
  }

  /** Paths that are none, and what servers keep for themselves: the model has no answer. */
  private isBeyondTheModel(op: ReadOp): boolean {
    const paths = op.type === 'multiRead' ? op.parts.map(({ path }) => path) : 'path' in op ? [op.path] : [];
    if (paths.some((path) => !isValidPath(path))) {
      this.notJudged.add('reads of what is no path');
      return true;
    }
    if (paths.some((path) => path === '/zookeeper/config')) {
      this.notJudged.add('reads of /zookeeper/config');
      return true;
    }
    return false;
  }
}
