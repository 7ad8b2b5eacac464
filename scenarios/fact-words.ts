/**
 * Facts of servers in words: `short` behind the server's name, in a column (`acks 1:3`), and `long` in a sentence
 * (`acknowledged 1:3`). How much a fact means to somebody who reads a run is its weight.
 */
import type { Fact } from '../protocol/facts.ts';
import { showZxid } from '../protocol/ids.ts';
import type { ChronicleEntry } from '../sim/record/chronicle.ts';
import { txnWords } from './op-words.ts';

export interface FactWords {
  readonly short: string;
  readonly long: string;
  readonly weight: ChronicleEntry['weight'];
}

const words = (weight: FactWords['weight'], short: string, long: string): FactWords => ({ short, long, weight });

/** Null for facts that tell nothing by themselves. */
export function factWords(fact: Fact): FactWords | null {
  switch (fact.type) {
    case 'role':
      return roleWords(fact);
    case 'roleEnded':
      return words(3, `gives up: ${fact.reason}`, `gave up (${fact.reason})`);
    case 'recovered': {
      const epochs = `acceptedEpoch ${fact.acceptedEpoch}, currentEpoch ${fact.currentEpoch}`;
      const torn = fact.tornRecords === 0 ? '' : `, ${fact.tornRecords} torn off`;
      return words(
        3,
        `recovers ${showZxid(fact.zxid)} e${fact.acceptedEpoch}/e${fact.currentEpoch}`,
        `recovered to ${showZxid(fact.zxid)} (${epochs}${torn})`,
      );
    }
    case 'acceptedEpoch':
      return words(2, `acceptedEpoch ${fact.epoch}`, `made acceptedEpoch ${fact.epoch} durable`);
    case 'currentEpoch':
      return words(3, `currentEpoch ${fact.epoch}`, `made currentEpoch ${fact.epoch} durable`);
    case 'epochAcked':
      return words(3, `promises epoch ${fact.epoch}`, `promised epoch ${fact.epoch}`);
    case 'elected': {
      const vote = `zxid ${showZxid(fact.zxid)} of epoch ${fact.peerEpoch}`;
      return words(3, `elects ${fact.leader}`, `elected ${fact.leader} (${vote})`);
    }
    case 'syncPlan': {
      const more = fact.txns === 0 ? '' : ` and ${fact.txns} behind it`;
      const disk = fact.fromDisk ? ', from disk' : '';
      return words(
        3,
        `${fact.mode} ${showZxid(fact.zxid)} to ${fact.learner}`,
        `planned ${fact.mode} ${showZxid(fact.zxid)}${more}${disk} for server ${fact.learner}, which is at ${showZxid(fact.learnerZxid)}`,
      );
    }
    case 'established': {
      const { epoch, quorum } = fact;
      return words(
        3,
        `leads epoch ${epoch}, quorum ${quorum.join(',')}`,
        `leads epoch ${epoch} with the quorum ${quorum.join(', ')}`,
      );
    }
    case 'newLeaderAcked': {
      const at = showZxid(fact.zxid);
      return words(3, `acks NEWLEADER ${fact.epoch}`, `acknowledged NEWLEADER of epoch ${fact.epoch} (${at})`);
    }
    case 'upToDate':
      return words(3, `UPTODATE ${fact.epoch}`, `was told UPTODATE of epoch ${fact.epoch}`);
    case 'proposed':
      return words(
        2,
        `proposes ${showZxid(fact.txn.zxid)}: ${txnWords(fact.txn.body)}`,
        `proposed ${showZxid(fact.txn.zxid)} (${txnWords(fact.txn.body)})`,
      );
    case 'logged':
      return words(1, `logs ${showZxid(fact.txn.zxid)}`, `logged ${showZxid(fact.txn.zxid)}`);
    case 'synced':
      return words(1, `durable to ${showZxid(fact.zxid)}`, `had its log durable up to ${showZxid(fact.zxid)}`);
    case 'acked':
      return words(2, `acks ${showZxid(fact.zxid)}`, `acknowledged ${showZxid(fact.zxid)}`);
    case 'committed': {
      const acks = fact.acks.join(', ');
      return words(
        2,
        `commits ${showZxid(fact.zxid)}, acks ${fact.acks.join(',')}`,
        `committed ${showZxid(fact.zxid)} with the acknowledgements of ${acks}`,
      );
    }
    case 'applied':
      return words(1, `applies ${showZxid(fact.txn.zxid)}`, `applied ${showZxid(fact.txn.zxid)}`);
    case 'fastForwarded':
      return words(
        3,
        `memory to ${showZxid(fact.zxid)}`,
        `replayed its log into memory, from ${showZxid(fact.from)} to ${showZxid(fact.zxid)}`,
      );
    case 'truncated':
      return words(3, `cuts its log to ${showZxid(fact.zxid)}`, `cut its log back to ${showZxid(fact.zxid)}`);
    case 'snapshotInstalled':
      return words(3, `installs SNAP ${showZxid(fact.zxid)}`, `installed a snapshot at ${showZxid(fact.zxid)}`);
    case 'snapshotBegun':
      return words(1, `begins snapshot ${showZxid(fact.zxid)}`, `began a snapshot at ${showZxid(fact.zxid)}`);
    case 'snapshotDone':
      return words(1, `snapshot ${showZxid(fact.zxid)}`, `finished the snapshot at ${showZxid(fact.zxid)}`);
    case 'sessionOpened':
      return words(1, `tracks session ${fact.session}`, `began to track session ${fact.session}`);
    case 'sessionExpired':
      return words(2, `expires ${fact.session}`, `expired session ${fact.session}`);
    case 'unusedNode':
      return words(2, `reaps ${fact.path}`, `took ${fact.path} for unused`);
    case 'watchArmed':
      return words(1, `watches ${fact.path}`, `armed a ${fact.watch} watch on ${fact.path}`);
    case 'watchFired':
      return words(1, `fires ${fact.event} ${fact.path}`, `fired ${fact.event} on ${fact.path}`);
    case 'refused':
      return words(3, `refuses ${fact.peer}: ${fact.what}`, `broke with server ${fact.peer}, which sent ${fact.what}`);
    case 'sessionTouched':
    case 'sessionMoved':
    case 'sessionClosed':
    case 'queueOverwritten':
    case 'mark':
      return null;
  }
}

function roleWords(fact: Extract<Fact, { readonly type: 'role' }>): FactWords | null {
  const { state, phase, epoch, leader } = fact;
  if (state === 'LOOKING') return words(3, 'looks for a leader', 'went back to the election');
  if (state === 'LEADING') {
    if (phase === 'DISCOVERY') return words(3, 'hopes to lead', 'began to lead (discovery)');
    if (phase === 'SYNCHRONIZATION') {
      return words(3, `has epoch ${epoch} accepted`, `had epoch ${epoch} accepted by a quorum (synchronization)`);
    }
    return null;
  }
  const whom = String(leader ?? '?');
  if (phase === 'DISCOVERY') return words(2, `follows ${whom}`, `followed server ${whom} (discovery)`);
  if (phase === 'SYNCHRONIZATION') {
    return words(2, `synchronises with ${whom}`, `synchronised with server ${whom} in epoch ${epoch}`);
  }
  return null;
}
