import { describe, expect, test } from 'vitest';
import { epoch, makeZxid, NO_SESSION, serverId, showZxid } from '../../protocol/ids.ts';
import { makeTxn } from '../../protocol/txn.ts';
import { Findings } from './findings.ts';
import { Ledger } from './ledger.ts';

/** Leaders, their proposals and commits, and what the ledger makes of them. */
class Book {
  readonly committed: string[] = [];
  private readonly findings = new Findings();
  private readonly ledger = new Ledger(this.findings, {
    onCommitted: ({ txn }) => this.committed.push(showZxid(txn.zxid)),
  });
  private readonly moment = { atUs: 0, event: 0, cause: -1 };

  established(leader: number, ofEpoch: number, from: [number, number]): this {
    this.ledger.onEstablished(serverId(leader), epoch(ofEpoch), makeZxid(...from), this.moment);
    return this;
  }

  proposed(leader: number, ofEpoch: number, counter: number): this {
    const header = { zxid: makeZxid(ofEpoch, counter), session: NO_SESSION, cxid: 0, timeMs: 0 };
    const txn = makeTxn(header, { type: 'error', err: -101 });
    this.ledger.onProposed(serverId(leader), txn, makeZxid(ofEpoch, 0), this.moment);
    return this;
  }

  commit(leader: number, ofEpoch: number, counter: number): this {
    this.ledger.onCommitted(serverId(leader), makeZxid(ofEpoch, counter), this.moment);
    return this;
  }

  /** The last of a history that leaders up to an epoch committed. */
  committedBy(ofEpoch: number, last: [number, number]): string {
    return showZxid(this.ledger.lastCommittedBy(ofEpoch, makeZxid(...last)));
  }

  found(): string[] {
    return this.findings
      .results()
      .filter((row) => row.verdict === 'violation')
      .map((row) => row.finding?.signature ?? '');
  }
}

/** Epoch 1 committed 1:1 and proposed 1:2 and 1:3. */
function begun(): Book {
  return new Book().established(1, 1, [0, 0]).proposed(1, 1, 1).proposed(1, 1, 2).proposed(1, 1, 3).commit(1, 1, 1);
}

describe('the committed history', () => {
  test('a new leader commits all it begins with', () => {
    const book = begun().established(2, 2, [1, 2]).proposed(2, 2, 1).commit(2, 2, 1);
    expect(book.committed).toEqual(['1:1', '1:2', '2:1']);
    expect(book.found()).toEqual([]);
  });

  test('a new leader without what was committed is found', () => {
    const book = begun().commit(1, 1, 2).established(2, 2, [1, 1]);
    expect(book.found()).toEqual(['zab-integrity: committed transaction missing in the history of a new leader']);
  });

  test('a leader may learn late that it was acknowledged, when a later epoch already commits', () => {
    const book = begun().established(3, 3, [1, 2]).proposed(3, 3, 1).commit(3, 3, 1).established(2, 2, [1, 1]);
    expect(book.committed).toEqual(['1:1', '1:2', '3:1']);
    expect(book.found()).toEqual([]);
  });

  test('late or not, what it begins with must be in the history of the later epoch', () => {
    const book = begun().established(3, 3, [1, 2]).established(2, 2, [1, 3]);
    expect(book.found()).toEqual(['zab-integrity: history of a late leader that a later epoch does not have']);
  });

  test('one epoch has one leader', () => {
    const book = begun().established(2, 1, [1, 1]);
    expect(book.found()).toEqual(['zab-one-leader-per-epoch: two leaders established in one epoch']);
  });

  test('who committed what: the leader of its epoch, or the one that began with it', () => {
    const book = begun()
      .established(4, 4, [1, 3])
      .proposed(4, 4, 1)
      .proposed(4, 4, 2)
      .commit(4, 4, 1)
      .established(6, 6, [4, 2]);
    const by = (last: [number, number]): string[] => [0, 1, 3, 4, 5, 6].map((each) => book.committedBy(each, last));
    expect(by([4, 2])).toEqual(['0:0', '1:1', '1:1', '4:1', '4:1', '4:2']);
    expect(by([1, 3])).toEqual(['0:0', '1:1', '1:1', '1:3', '1:3', '1:3']);
    expect(by([1, 1])).toEqual(['0:0', '1:1', '1:1', '1:1', '1:1', '1:1']);
    expect(book.found()).toEqual([]);
  });
});
