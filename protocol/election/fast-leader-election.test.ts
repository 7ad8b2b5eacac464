/** The election as a whole, whatever the order in which the network lets things happen. Stories are in testdata. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultConfig } from '../config.ts';
import { makeZxid, serverId, type Epoch } from '../ids.ts';
import type { Vote } from '../messages.ts';
import type { Input, Message, Out } from '../process.ts';
import { majorityOf } from '../quorum/verifier.ts';
import { TranscriptHost } from '../transcript-host.testkit.ts';
import { showZxid } from '../ids.ts';
import { FastLeaderElection } from './fast-leader-election.ts';
import { electorKind, LoneElector } from './lone-elector.testkit.ts';
import { epochThenZxidThenSid, type VoteOrder } from './vote.ts';

const SEED = 20110627;

interface Ensemble {
  readonly host: TranscriptHost;
  readonly votes: readonly Vote[];
}

function ensemble(votes: readonly Vote[], beats: VoteOrder): Ensemble {
  const host = new TranscriptHost();
  const voters = votes.map((vote) => vote.leader).join(',');
  for (const vote of votes) {
    const options = new Map([
      ['voters', voters],
      ['zxid', showZxid(vote.zxid)],
      ['epoch', String(vote.peerEpoch)],
    ]);
    host.add(String(vote.leader), electorKind(beats).create(String(vote.leader), options));
  }
  return { host, votes };
}

function leaders({ host }: Ensemble): (number | null)[] {
  return [...host.processes.values()].map(({ process }) =>
    process instanceof LoneElector ? (process.election.decision?.vote.leader ?? null) : null,
  );
}

/** Delivers in the drawn order, then everything; time passes only when nothing is on its way. */
function elect(story: Ensemble, order: readonly number[], deliveriesMax = 2000): boolean {
  const { host } = story;
  for (const at of host.processes.values()) host.start(at);
  let delivered = 0;
  while (delivered < deliveriesMax) {
    const heads = host.network.heads();
    const chosen = heads[(order[delivered] ?? 0) % Math.max(1, heads.length)];
    if (chosen === undefined) {
      if (leaders(story).every((leader) => leader !== null) || !host.fireOne(host.nowUs + 1_000_000)) return true;
    } else {
      host.deliverOne((flight) => flight === chosen);
    }
    delivered++;
  }
  return false;
}

const anyVotes = fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 1, maxLength: 5 }).map((parts) =>
  parts.map(([peerEpoch, counter], index): Vote => ({
    leader: serverId(index + 1),
    zxid: makeZxid(1, counter),
    peerEpoch: peerEpoch as Epoch,
  })),
);

test('everybody decides for the best vote, in whatever order connections and messages come', () => {
  fc.assert(
    fc.property(anyVotes, fc.array(fc.nat(20), { maxLength: 300 }), (votes, order) => {
      const story = ensemble(votes, epochThenZxidThenSid);
      expect(elect(story, order)).toBe(true);
      const best = votes.reduce((a, b) => (epochThenZxidThenSid(b, a) ? b : a));
      expect(leaders(story)).toEqual(votes.map(() => best.leader));
    }),
    { seed: SEED, numRuns: 150 },
  );
});

test('votes that beat each other in a circle need not settle (ZOOKEEPER-1419)', () => {
  const tieBreakIgnoresEpoch: VoteOrder = (candidate, current) =>
    candidate.peerEpoch > current.peerEpoch ||
    (candidate.peerEpoch === current.peerEpoch && candidate.zxid > current.zxid) ||
    (candidate.zxid === current.zxid && candidate.leader > current.leader);
  const zxid = makeZxid(1, 5);
  const votes = [2, 1, 1, 1, 0].map((peerEpoch, index): Vote => ({
    leader: serverId(index + 1),
    zxid,
    peerEpoch: peerEpoch as Epoch,
  }));
  const unsettled = fc.check(
    fc.property(fc.array(fc.nat(20), { maxLength: 300 }), (order) =>
      elect(ensemble(votes, tieBreakIgnoresEpoch), order),
    ),
    { seed: SEED, numRuns: 300 },
  );
  expect(unsettled.failed).toBe(true);
});

test('a server that hears worse votes all the time still repeats its own, for those that lost it', () => {
  const members = [1, 2, 3].map((sid) => ({ sid: serverId(sid), type: 'participant' as const }));
  const config = { ...defaultConfig(3, members), minNotificationIntervalMs: 100, maxNotificationIntervalMs: 400 };
  const election = new FastLeaderElection(config, { beats: epochThenZxidThenSid, quorum: majorityOf(members) });
  let nowMs = 0;
  let quietMs = Infinity;
  let sent = 0;
  const out = {
    open: (to: string) => Number(to),
    send: (to: number, message: Message) => {
      if (to === 1 && message.type === 'NOTIFICATION') sent++;
    },
    setTimer: (timer: string, afterUs: number) => {
      if (timer === 'election/quiet') quietMs = nowMs + afterUs / 1000;
    },
    cancelTimer: () => undefined,
    fact: () => undefined,
  } as unknown as Out;
  const step = (input: object): void =>
    election.step({ monotonicUs: 1000 * nowMs, wallMs: nowMs, channel: 'election', ...input } as unknown as Input, out);
  election.start(out);
  election.lookForLeader(out, { lastZxid: makeZxid(1, 5), currentEpoch: 1 as Epoch });
  step({ kind: 'opened', connection: 1, peer: '1', incoming: false });
  const before = sent;
  const vote: Vote = { leader: serverId(1), zxid: makeZxid(1, 5), peerEpoch: 1 as Epoch };
  for (; nowMs < 2000; nowMs += 50) {
    if (quietMs <= nowMs) step({ kind: 'timer', timer: 'election/quiet' });
    step({ kind: 'writable', connection: 1 });
    const message = { type: 'NOTIFICATION', state: 'LOOKING', vote, electionEpoch: 1 };
    step({ kind: 'message', connection: 1, peer: '1', message });
  }
  expect(sent - before).toBeGreaterThanOrEqual(4);
});
