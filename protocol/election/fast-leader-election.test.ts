/** The election as a whole, whatever the order in which the network lets things happen. Stories are in testdata. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeZxid, serverId, type Epoch } from '../ids.ts';
import type { Vote } from '../messages.ts';
import { TranscriptHost } from '../transcript-host.testkit.ts';
import { showZxid } from '../ids.ts';
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
