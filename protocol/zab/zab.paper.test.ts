/**
 * Sentences of "Zab: High-performance broadcast for primary-backup systems" (Junqueira, Reed, Serafini, DSN 2011),
 * in our words, each with its step (`f.1.1`: follower, phase 1, step 1; `l`: leader), pinned on whole servers.
 * ZooKeeper's names for the paper's messages:
 *
 *   CEPOCH = FOLLOWERINFO   NEWEPOCH = LEADERINFO   ACK-E = ACKEPOCH   ACK-LD = ACK of NEWLEADER   COMMIT-LD = UPTODATE
 */
import { beforeEach, describe, expect, test } from 'vitest';
import { Transcript } from '../transcript.testkit.ts';
import { CLIENT, SERVER } from './ensemble.testkit.ts';

let story: Transcript;

beforeEach(() => {
  story = new Transcript(
    new Map([
      ['server', SERVER],
      ['client', CLIENT],
    ]),
  );
});

/** Lines that tell of one of these messages or facts, without times. */
function only(lines: readonly string[], ...types: readonly string[]): string[] {
  return lines.filter((line) => types.some((type) => line.split(' ').includes(type)));
}

/** Three servers have elected 3 and nothing was delivered on the quorum channel yet. */
function elected(): void {
  story.run('server 1 2 3', 'start 1 2 3', 'deliver', 'advance 200ms', 'show send fact');
}

/** Epoch 1 is established under 3, with a client at it whose session is 1:1. */
function established(): void {
  elected();
  story.run('deliver', 'client c1 servers=3', 'start c1', 'deliver', 'show send fact reply');
}

describe('phase 1, discovery', () => {
  test('f.1.1: a follower tells the prospective leader the last epoch it promised', () => {
    elected();
    expect(only(story.run('deliver type=OPEN', 'deliver type=OPENED'), 'FOLLOWERINFO')).toEqual([
      '2 -> 3 FOLLOWERINFO sid=2 acceptedEpoch=0',
      '1 -> 3 FOLLOWERINFO sid=1 acceptedEpoch=0',
    ]);
  });

  test('l.1.1: having heard a quorum the leader proposes an epoch above all it heard', () => {
    elected();
    story.run('deliver', 'crash 1 2 3', 'start 1 2', 'deliver', 'advance 200ms', 'deliver');
    const lines = story.run('crash 1 2', 'start 1 3', 'deliver', 'advance 200ms', 'deliver');
    // 3 had accepted epoch 1, 1 has accepted epoch 2 since; 1 leads, for its currentEpoch is newer.
    expect(only(lines, 'FOLLOWERINFO', 'LEADERINFO')).toEqual([
      '3 -> 1 FOLLOWERINFO sid=3 acceptedEpoch=1',
      '1 -> 3 LEADERINFO epoch=3',
    ]);
  });

  test('l.1.1: without a quorum it proposes nothing', () => {
    elected();
    expect(only(story.run('cut 3 1 2', 'deliver', 'run 19s'), 'LEADERINFO')).toEqual([]);
  });

  test('f.1.2: a follower that promised less makes the promise, durably, and answers with its epoch and last zxid', () => {
    elected();
    story.run('hold 1 sync');
    expect(only(story.run('deliver from=1', 'deliver to=1', 'deliver'), 'ACKEPOCH')).toEqual([
      '2 -> 3 ACKEPOCH lastZxid=0:0 currentEpoch=0 floor=0:0',
    ]);
    story.run('sync 1 file=acceptedEpoch.tmp');
    expect(only(story.run('sync 1 file=acceptedEpoch'), 'acceptedEpoch', 'ACKEPOCH')).toEqual([
      '1 acceptedEpoch epoch=1',
      '1 -> 3 ACKEPOCH lastZxid=0:0 currentEpoch=0 floor=0:0',
    ]);
  });

  test('l.1.2: no follower of the quorum has a newer epoch, or the same epoch and a larger zxid, than the leader', () => {
    // The paper lets the leader fetch the best history; ZooKeeper elects who has it, and refuses fresher followers.
    established();
    story.run('crash 1', 'ask c1 create /a x', 'deliver', 'crash 2 3');
    const lines = story.run('start 1 3', 'deliver', 'advance 200ms', 'deliver');
    expect(only(lines, 'elected')).toEqual([
      '1 elected leader=3 zxid=1:2 peerEpoch=1 round=1',
      '3 elected leader=3 zxid=1:2 peerEpoch=1 round=1',
    ]);
  });
});

describe('phase 2, synchronisation', () => {
  test('l.2.1: the leader gives its history and NEWLEADER to the followers of its quorum', () => {
    established();
    story.run('crash 1', 'ask c1 create /a x', 'deliver', 'crash 2 3');
    const lines = story.run('start 1 3', 'deliver', 'advance 200ms', 'deliver');
    expect(only(lines, 'DIFF', 'PROPOSAL', 'NEWLEADER')).toEqual([
      '3 -> 1 DIFF zxid=1:2',
      '3 -> 1 PROPOSAL txn=1:2,create,/a',
      '3 -> 1 NEWLEADER zxid=2:0',
    ]);
  });

  test('f.2.1: a follower accepts the history, then the epoch, and acknowledges when both are durable', () => {
    established();
    story.run('crash 1', 'ask c1 create /a x', 'deliver', 'crash 2 3', 'start 1 3', 'deliver', 'advance 200ms');
    story.run('hold 1 sync', 'deliver', 'sync 1 file=acceptedEpoch.tmp', 'sync 1 file=acceptedEpoch', 'show fact send');
    expect(only(story.run('deliver'), 'ACK')).toEqual([]);
    expect(only(story.run('sync 1'), 'synced', 'ACK')).toEqual(['1 synced zxid=1:2 group=0']);
    story.run('sync 1 file=currentEpoch.tmp');
    expect(only(story.run('sync 1 file=currentEpoch'), 'currentEpoch', 'ACK')).toEqual([
      '1 currentEpoch epoch=2',
      '1 -> 3 ACK zxid=2:0',
    ]);
  });

  test('f.1.2, f.2.1: a promise outlives crashes, so no two leaders ever propose one epoch', () => {
    elected();
    // 2 proposes epoch 2 to 1, which promises it; nothing else happens in epoch 2.
    story.run('deliver', 'crash 1 2 3', 'start 1 2', 'deliver', 'advance 200ms', 'hold 1 sync', 'hold 2 sync');
    for (const name of [2, 1]) {
      story.run('deliver', `sync ${name} file=acceptedEpoch.tmp`, `sync ${name} file=acceptedEpoch`);
    }
    story.run('crash 1 2', 'release 1 sync', 'release 2 sync', 'show fact send');
    // 3 knows nothing of it, and leads, for all histories are equal.
    const lines = story.run('start 1 3', 'deliver', 'advance 200ms', 'deliver');
    expect(only(lines, 'FOLLOWERINFO', 'LEADERINFO', 'established')).toEqual([
      '1 -> 3 FOLLOWERINFO sid=1 acceptedEpoch=2',
      '3 -> 1 LEADERINFO epoch=3',
      '3 established epoch=3 zxid=0:0 quorum=[1 3]',
    ]);
  });

  test('l.2.2: a quorum of acknowledgements commits the history; only then the leader says so and serves', () => {
    elected();
    story.run('hold 1 sync', 'hold 2 sync');
    for (const file of ['acceptedEpoch.tmp', 'acceptedEpoch']) {
      story.run('deliver', `sync 1 file=${file}`, `sync 2 file=${file}`);
    }
    expect(only(story.run('deliver'), 'established', 'UPTODATE')).toEqual([]);
    story.run('sync 2 file=currentEpoch.tmp', 'sync 2 file=currentEpoch');
    expect(only(story.run('deliver'), 'established', 'UPTODATE')).toEqual([
      '3 established epoch=1 zxid=0:0 quorum=[2 3]',
      '3 -> 2 UPTODATE',
    ]);
  });

  test('f.2.2: on the commit of the leader the follower delivers the history and is ready', () => {
    elected();
    expect(only(story.run('deliver'), 'upToDate')).toEqual(['2 upToDate epoch=1', '1 upToDate epoch=1']);
  });
});

describe('phase 3, broadcast', () => {
  test('l.3.1: the leader proposes in increasing zxid order, all in its epoch, to all followers', () => {
    established();
    const lines = story.run('ask c1 create /a x', 'ask c1 create /b x', 'deliver');
    expect(only(lines, 'PROPOSAL')).toEqual([
      '3 -> 2 PROPOSAL txn=1:2,create,/a',
      '3 -> 1 PROPOSAL txn=1:2,create,/a',
      '3 -> 2 PROPOSAL txn=1:3,create,/b',
      '3 -> 1 PROPOSAL txn=1:3,create,/b',
    ]);
  });

  test('l.3.2: a quorum of acknowledgements of a proposal commits it', () => {
    established();
    story.run('hold 1 sync', 'hold 2 sync');
    expect(only(story.run('ask c1 create /a x', 'deliver'), 'committed', 'COMMIT')).toEqual([]);
    expect(only(story.run('sync 1', 'deliver'), 'committed', 'COMMIT')).toEqual([
      '3 committed zxid=1:2 acks=[1 3]',
      '3 -> 2 COMMIT zxid=1:2',
      '3 -> 1 COMMIT zxid=1:2',
    ]);
  });

  test('f.3.2: a follower accepts proposals in the order it receives them and acknowledges what is durable', () => {
    established();
    story.run('hold 1 sync');
    const first = story.run('ask c1 create /a x', 'ask c1 create /b x', 'deliver');
    expect(only(first, 'logged').filter((line) => line.startsWith('1 '))).toEqual(['1 logged txn=1:2,create,/a']);
    expect(only(first, 'ACK').filter((line) => line.startsWith('1 '))).toEqual([]);
    const second = [...story.run('sync 1', 'deliver'), ...story.run('sync 1', 'deliver')];
    expect(only(second, 'ACK')).toEqual(['1 -> 3 ACK zxid=1:2', '1 -> 3 ACK zxid=1:3']);
  });

  test('f.3.3: a follower delivers a committed transaction after all before it', () => {
    established();
    const lines = story.run('ask c1 create /a x', 'ask c1 create /b x', 'ask c1 create /c x', 'deliver');
    expect(only(lines, 'applied').filter((line) => line.startsWith('1 '))).toEqual([
      '1 applied txn=1:2,create,/a',
      '1 applied txn=1:3,create,/b',
      '1 applied txn=1:4,create,/c',
    ]);
  });

  test('l.3.3: a follower that comes late is told the epoch and brought to the history, proposals included', () => {
    established();
    story.run('crash 1', 'ask c1 create /a x', 'deliver');
    expect(only(story.run('start 1', 'deliver'), 'LEADERINFO', 'DIFF', 'PROPOSAL', 'COMMIT', 'NEWLEADER')).toEqual([
      '3 -> 1 LEADERINFO epoch=1',
      '3 -> 1 DIFF zxid=1:2',
      '3 -> 1 PROPOSAL txn=1:2,create,/a',
      '3 -> 1 COMMIT zxid=1:2',
      '3 -> 1 NEWLEADER zxid=1:0',
    ]);
  });

  test('l.3.4: when it has acknowledged, it is told to go on and belongs to the quorum', () => {
    established();
    story.run('crash 1', 'deliver');
    expect(only(story.run('start 1', 'deliver'), 'UPTODATE')).toEqual(['3 -> 1 UPTODATE']);
    story.run('crash 2', 'deliver');
    expect(only(story.run('ask c1 create /a x', 'deliver'), 'committed')).toEqual(['3 committed zxid=1:2 acks=[1 3]']);
  });
});

describe('what is promised to the application', () => {
  test('agreement: what one server delivered, the next leader has', () => {
    established();
    // Only 1 and the leader ever hold it; they are a quorum, and one of them leads next.
    story.run('cut 3 2', 'ask c1 create /a x', 'deliver', 'crash 3', 'heal', 'deliver');
    const lines = story.run('advance 200ms', 'deliver');
    expect(only(lines, 'established')).toEqual(['1 established epoch=2 zxid=1:2 quorum=[1 2]']);
    expect(story.run('inspect 2 lastTxn')).toEqual(['2 lastTxn: 1:2']);
  });

  test('primary integrity: a new primary delivers what was committed in earlier epochs before it broadcasts', () => {
    established();
    story.run('hold 2 sync', 'ask c1 create /a x', 'deliver', 'crash 3', 'release 2 sync', 'deliver');
    story.run('advance 200ms', 'deliver', 'client c2 servers=2', 'start c2');
    const lines = story.run('deliver', 'ask c2 create /b x', 'deliver');
    expect(story.run('inspect 1 lastTxn')).toEqual(['1 lastTxn: 2:2']);
    expect(only(lines, 'proposed')).toEqual(['2 proposed txn=2:1,createSession', '2 proposed txn=2:2,create,/b']);
  });

  test('a primary that lost its followers commits nothing', () => {
    established();
    const lines = story.run('cut 3 1 2', 'ask c1 create /a x', 'run 15s');
    expect(only(lines, 'committed')).toEqual([]);
    expect(lines).toContain('3 role state=LOOKING phase=ELECTION epoch=1 leader=null');
  });
});
