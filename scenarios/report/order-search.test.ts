import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ErrorCode } from '../../protocol/error-code.ts';
import { makeZxid, type SessionId } from '../../protocol/ids.ts';
import { OPEN_ACL, type UserOp } from '../../protocol/op.ts';
import { misfit, mustsOf, type HistoryOperation } from './order-rules.ts';
import { leastWithoutOrder, searchOrder } from './order-search.ts';

const create: UserOp = { type: 'create', path: '/a', data: null, acl: OPEN_ACL, flags: 0 };
const remove: UserOp = { type: 'delete', path: '/a', version: -1 };
const look: UserOp = { type: 'exists', path: '/a', watch: false };

interface Told {
  readonly err?: ErrorCode;
  readonly counter?: number;
}

/** An operation from `call` to `ret`; without `told` nobody heard of it. */
function asked(client: string, op: UserOp, call: number, ret: number, told: Told | null = {}): HistoryOperation {
  const answer =
    told === null ? null : { err: told.err ?? ErrorCode.OK, result: null, zxid: makeZxid(1, told.counter ?? 0) };
  return {
    client,
    op,
    session: `0x${client}` as SessionId,
    call,
    ret: told === null ? Infinity : ret,
    answer,
    told: true,
    own: false,
  };
}

const NONE = { err: ErrorCode.NONODE };

describe('an order of operations', () => {
  test.each([
    ['a read behind the update', [asked('1', create, 1, 2), asked('2', look, 3, 4)], 'order'],
    [
      'an old read of somebody else, which is allowed',
      [asked('1', create, 1, 2), asked('2', look, 3, 4, NONE)],
      'order',
    ],
    ['a client that does not see its own update', [asked('1', create, 1, 2), asked('1', look, 3, 4, NONE)], 'none'],
    ['two that both create one znode', [asked('1', create, 1, 2), asked('2', create, 3, 4)], 'none'],
    [
      'two creates with a delete between',
      [asked('1', create, 1, 2), asked('3', remove, 3, 4), asked('2', create, 5, 6)],
      'order',
    ],
    [
      'a delete that came too late',
      [asked('1', create, 1, 2), asked('2', create, 3, 4), asked('3', remove, 5, 6)],
      'none',
    ],
    [
      'a delete of which nobody heard',
      [asked('1', create, 1, 2), asked('3', remove, 1, 9, null), asked('2', create, 3, 4)],
      'order',
    ],
    [
      'an update of which nobody heard and that did not happen',
      [asked('1', create, 1, 9, null), asked('2', look, 3, 4, NONE)],
      'order',
    ],
  ] as const)('%s', (_name, operations, found) => {
    expect(searchOrder(operations, false).found).toBe(found);
  });

  test('by zxids an old read is none when its answer says that it is not old', () => {
    const operations = [asked('1', create, 1, 2, { counter: 1 }), asked('2', look, 3, 4, { ...NONE, counter: 2 })];
    expect(searchOrder(operations, false).found).toBe('order');
    expect(searchOrder(operations, true)).toMatchObject({
      found: 'none',
      orders: [{ fits: [0], fails: 1, why: 'there exists /a gives OK, and the answer was NONODE' }],
    });
  });

  test('is found whenever trying all of them finds one', () => {
    const operation = fc.record({
      client: fc.constantFrom('1', '2'),
      op: fc.constantFrom(create, remove, look),
      call: fc.integer({ min: 0, max: 9 }),
      length: fc.integer({ min: 1, max: 5 }),
      err: fc.constantFrom(ErrorCode.OK, ErrorCode.NONODE, ErrorCode.NODEEXISTS),
      silent: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 5 }), (drawn) => {
        const operations = drawn.map(({ client, op, call, length, err, silent }, i) =>
          asked(client, op, call * 10 + i, (call + length) * 10, silent ? null : { err }),
        );
        expect(searchOrder(operations, false).found).toBe(bruteForce(operations) ? 'order' : 'none');
      }),
      { numRuns: 150 },
    );
  });

  test('what is left without an order has none, and no read of it can go', () => {
    const operations = [
      asked('1', create, 1, 2),
      asked('2', look, 3, 4),
      asked('2', look, 5, 6),
      asked('1', look, 7, 8, NONE),
    ];
    const least = leastWithoutOrder(operations, false);
    expect(least).toEqual([operations[0], operations[3]]);
  });
});

/** Every subset that holds what was answered, in every order. */
function bruteForce(operations: readonly HistoryOperation[]): boolean {
  const musts = mustsOf(operations, false);
  const orders = (left: readonly number[], order: readonly number[]): boolean => {
    const answered = left.some((i) => operations[i]?.answer !== null);
    if (!answered) return true;
    return left.some((i) => {
      const waits = musts.some(
        ({ first, later }) => later === i && left.includes(first) && operations[first]?.answer !== null,
      );
      const late = musts.some(({ first, later }) => first === i && order.includes(later));
      if (waits || late || misfit(operations, [...order, i]) !== null) return false;
      return orders(
        left.filter((each) => each !== i),
        [...order, i],
      );
    });
  };
  return orders(
    operations.map((_, i) => i),
    [],
  );
}
