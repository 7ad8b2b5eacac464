/** The verbs of `when` in the fault vocabulary: which facts of a server each means. */
import type { Fact } from '../protocol/facts.ts';
import { epochOf, showZxid, type Zxid } from '../protocol/ids.ts';
import type { Plain } from '../protocol/process.ts';
import type { FactVerb } from '../sim/fault/roles.ts';

const ZXID = /^[0-9]+:[0-9a-f]+$/;
const NUMBER = /^[0-9]+$/;

function refuseZxid(argument: string): string | null {
  return argument === '' || ZXID.test(argument) ? null : `"${argument}" is no zxid; write it like 3:1f`;
}

function refuseEpoch(argument: string): string | null {
  return argument === '' || NUMBER.test(argument) ? null : `"${argument}" is no epoch; it is a number`;
}

function refuseAny(argument: string): string | null {
  return argument === '' ? null : `nothing is expected behind the verb, not "${argument}"`;
}

function isZxid(zxid: Zxid, argument: string): boolean {
  return argument === '' || showZxid(zxid) === argument;
}

function isNumber(value: number, argument: string): boolean {
  return argument === '' || String(value) === argument;
}

function typeOf(fact: Plain): Fact {
  return fact as Fact;
}

export const factVerbs: readonly FactVerb[] = [
  {
    verb: 'logs',
    story: 'logs [ZXID]: a transaction was appended to the log of the server',
    refuse: refuseZxid,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return fact.type === 'logged' && isZxid(fact.txn.zxid, argument);
    },
  },
  {
    verb: 'syncs',
    story: 'syncs [ZXID]: the log of the server became durable up to there',
    refuse: refuseZxid,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return fact.type === 'synced' && isZxid(fact.zxid, argument);
    },
  },
  {
    verb: 'proposes',
    story: 'proposes [ZXID]: a leader gave a transaction to its followers',
    refuse: refuseZxid,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return fact.type === 'proposed' && isZxid(fact.txn.zxid, argument);
    },
  },
  {
    verb: 'commits',
    story: 'commits [ZXID]: a quorum acknowledged a transaction of the leader',
    refuse: refuseZxid,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return fact.type === 'committed' && isZxid(fact.zxid, argument);
    },
  },
  {
    verb: 'applies',
    story: 'applies [ZXID]: a transaction reached the tree of the server',
    refuse: refuseZxid,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return fact.type === 'applied' && isZxid(fact.txn.zxid, argument);
    },
  },
  {
    verb: 'acks',
    story: 'acks [ZXID]: the acknowledgement of a proposal left the server',
    refuse: refuseZxid,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return fact.type === 'acked' && isZxid(fact.zxid, argument);
    },
  },
  {
    verb: 'elects',
    story: 'elects [SID]: the election of the server ended with that leader',
    refuse: refuseEpoch,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return fact.type === 'elected' && isNumber(fact.leader, argument);
    },
  },
  {
    verb: 'accepts',
    story: 'accepts [EPOCH]: acceptedEpoch became durable',
    refuse: refuseEpoch,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return fact.type === 'acceptedEpoch' && isNumber(fact.epoch, argument);
    },
  },
  {
    verb: 'enters',
    story: 'enters [EPOCH]: currentEpoch became durable',
    refuse: refuseEpoch,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return fact.type === 'currentEpoch' && isNumber(fact.epoch, argument);
    },
  },
  {
    verb: 'tries',
    story: 'tries [EPOCH]: the server was elected and begins to lead; it is not established yet',
    refuse: refuseEpoch,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return (
        fact.type === 'role' && fact.state === 'LEADING' && fact.phase === 'DISCOVERY' && isNumber(fact.epoch, argument)
      );
    },
  },
  {
    verb: 'leads',
    story: 'leads [EPOCH]: the server was established as leader',
    refuse: refuseEpoch,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return fact.type === 'established' && isNumber(fact.epoch, argument);
    },
  },
  {
    verb: 'learns',
    story: 'learns [EPOCH]: the learner heard how its leader brings it up to date, and the history is on its way',
    refuse: refuseEpoch,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return (
        fact.type === 'role' &&
        fact.phase === 'SYNCHRONIZATION' &&
        fact.state !== 'LEADING' &&
        isNumber(fact.epoch, argument)
      );
    },
  },
  {
    verb: 'joins',
    story: 'joins [EPOCH]: the ACK of NEWLEADER left the learner',
    refuse: refuseEpoch,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return fact.type === 'newLeaderAcked' && isNumber(fact.epoch, argument);
    },
  },
  {
    verb: 'serves',
    story: 'serves [EPOCH]: the learner received UPTODATE',
    refuse: refuseEpoch,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return fact.type === 'upToDate' && isNumber(fact.epoch, argument);
    },
  },
  {
    verb: 'plans',
    story: 'plans [DIFF|TRUNC|SNAP]: the leader chose how to synchronise a learner',
    refuse: (argument) =>
      ['', 'DIFF', 'TRUNC', 'SNAP'].includes(argument) ? null : `"${argument}" is none of DIFF, TRUNC and SNAP`,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return fact.type === 'syncPlan' && (argument === '' || fact.mode === argument);
    },
  },
  {
    verb: 'teaches',
    story: 'teaches: the leader begins to bring a learner up to date that lacks some of its history',
    refuse: refuseAny,
    matches: (plain) => {
      const fact = typeOf(plain);
      return fact.type === 'syncPlan' && (fact.txns > 0 || fact.mode === 'SNAP');
    },
  },
  {
    verb: 'truncates',
    story: 'truncates [ZXID]: the log of the server was cut there',
    refuse: refuseZxid,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return fact.type === 'truncated' && isZxid(fact.zxid, argument);
    },
  },
  {
    verb: 'installs',
    story: 'installs [EPOCH]: a snapshot of a leader of that epoch replaced the tree of the server',
    refuse: refuseEpoch,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return fact.type === 'snapshotInstalled' && isNumber(epochOf(fact.zxid), argument);
    },
  },
  {
    verb: 'snapshots',
    story: 'snapshots: the server began a snapshot of its tree',
    refuse: refuseAny,
    matches: (plain) => typeOf(plain).type === 'snapshotBegun',
  },
  {
    verb: 'arms',
    story: 'arms [data|child]: the server registered a watch of one of its clients',
    refuse: (argument) =>
      ['', 'data', 'child'].includes(argument) ? null : `"${argument}" is no kind of watch; they are data and child`,
    matches: (plain, argument) => {
      const fact = typeOf(plain);
      return fact.type === 'watchArmed' && (argument === '' || fact.watch === argument);
    },
  },
  {
    verb: 'looks',
    story: 'looks: the server fell back to LOOKING',
    refuse: refuseAny,
    matches: (plain) => {
      const fact = typeOf(plain);
      return fact.type === 'role' && fact.state === 'LOOKING';
    },
  },
];
