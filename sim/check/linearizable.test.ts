import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinearizabilitySearch, type SearchVerdict, type Ticket } from './linearizable.ts';
import { RegisterModel, type RegisterOp } from './register-model.testkit.ts';

/**
 * One operation of a whole history; `ret` null: no outcome. `until`: when an operation without one can no longer happen.
 * `chain`: whose order it keeps, if it has an outcome.
 */
interface Recorded {
  readonly op: RegisterOp;
  readonly call: number;
  readonly ret: number | null;
  readonly until?: number;
  readonly chain?: string;
}

interface Judgement {
  readonly verdict: SearchVerdict;
  readonly steps: number;
  /** Of the model, interned at the end. */
  readonly states: number;
}

function check(history: readonly Recorded[], budget = 1_000_000): Judgement {
  const model = new RegisterModel();
  const search = new LinearizabilitySearch(model, budget);
  const events: { at: number; run: () => void }[] = [];
  for (const { op, call, ret, until, chain } of history) {
    let ticket: Ticket;
    events.push({
      at: call,
      run: () => {
        ticket = search.call();
        if (ret === null) search.perhaps(ticket, model.operation(op), until === undefined ? '' : `until ${until}`);
      },
    });
    if (ret !== null) {
      events.push({
        at: ret,
        run: () => {
          search.know(ticket, model.operation(op), chain);
          search.return(ticket);
        },
      });
    } else if (until !== undefined) events.push({ at: until, run: () => search.retire(ticket) });
  }
  events.sort((a, b) => a.at - b.at);
  for (const event of events) event.run();
  return { verdict: search.verdict, steps: search.steps, states: model.states };
}

/** Whether the other keeps this one from taking effect until it has: it was called before, in the same order of outcomes. */
function isBefore(other: Recorded, op: Recorded): boolean {
  if (other.ret === null || op.ret === null || op.chain === undefined) return false;
  return other.chain === op.chain && other.call < op.call;
}

/** The dumb twin: tries every order of every subset that keeps the operations with outcomes. */
function twin(history: readonly Recorded[]): SearchVerdict {
  const end = (op: Recorded): number => op.ret ?? op.until ?? Infinity;
  const place = (value: number, left: readonly Recorded[]): boolean => {
    if (left.every((op) => op.ret === null)) return true;
    return left.some((op) => {
      const others = left.filter((other) => other !== op);
      const skipped = others.filter((other) => end(other) < op.call);
      if (skipped.some((other) => other.ret !== null) || others.some((other) => isBefore(other, op))) return false;
      const after = apply(value, op.op);
      return (
        after !== null &&
        place(
          after,
          others.filter((other) => !skipped.includes(other)),
        )
      );
    });
  };
  return place(-1, history) ? 'ok' : 'illegal';
}

function apply(value: number, op: RegisterOp): number | null {
  switch (op.f) {
    case 'read':
      return op.value === value ? value : null;
    case 'write':
      return op.value;
    case 'cas':
      return op.ok === (op.from === value) ? (op.ok ? op.to : value) : null;
  }
}

const write = (value: number, call: number, ret: number | null): Recorded => ({ op: { f: 'write', value }, call, ret });
const read = (value: number, call: number, ret: number): Recorded => ({ op: { f: 'read', value }, call, ret });
const of = (chain: string, each: Recorded): Recorded => ({ ...each, chain });

describe('the linearizability search', () => {
  it.each<[string, readonly Recorded[], SearchVerdict]>([
    ['an empty history', [], 'ok'],
    ['a read of what was written before', [write(1, 0, 1), read(1, 2, 3)], 'ok'],
    ['a read of nil after a write returned', [write(1, 0, 1), read(-1, 2, 3)], 'illegal'],
    ['a read of nil while the write is open', [write(1, 0, 5), read(-1, 2, 3)], 'ok'],
    ['new then old, one after the other', [write(1, 0, 9), read(1, 1, 2), read(-1, 3, 4)], 'illegal'],
    ['an effect of a write without an outcome', [write(1, 0, null), read(-1, 1, 2), read(1, 3, 4)], 'ok'],
    [
      'one write without an outcome used twice',
      [write(1, 0, null), write(2, 1, 2), read(1, 3, 4), write(3, 5, 6), read(1, 7, 8)],
      'illegal',
    ],
    ['an effect after it was retired', [{ ...write(1, 0, null), until: 3 }, read(-1, 4, 5), read(1, 6, 7)], 'illegal'],
    ['an effect before it was retired', [{ ...write(1, 0, null), until: 3 }, read(1, 4, 5)], 'ok'],
    ['two at once in either order', [write(1, 0, 5), write(2, 1, 5), read(1, 6, 7)], 'ok'],
    [
      'two of one chain in the other order',
      [of('a', write(1, 0, 4)), of('a', write(2, 1, 5)), read(1, 6, 7)],
      'illegal',
    ],
    ['two of one chain in their order', [of('a', write(1, 0, 5)), of('a', write(2, 1, 4)), read(2, 6, 7)], 'ok'],
    ['two of two chains in either order', [of('a', write(1, 0, 4)), of('b', write(2, 1, 5)), read(1, 6, 7)], 'ok'],
    [
      'a read that waits for its chain',
      [of('a', write(1, 0, 9)), of('a', read(1, 1, 8)), of('b', write(2, 2, 4)), of('b', read(2, 5, 6))],
      'ok',
    ],
    [
      'a write that a chain sees before it writes the same',
      [write(1, 0, 9), of('a', read(1, 1, 5)), of('a', write(1, 2, 6))],
      'ok',
    ],
    ['a read before its chain', [of('a', write(1, 0, 9)), of('a', read(-1, 1, 8)), read(-1, 2, 3)], 'illegal'],
  ])('judges %s', (_name, history, expected) => {
    expect(check(history).verdict).toBe(expected);
    expect(twin(history)).toBe(expected);
  });

  /** Any short history, of few values, so that they meet. */
  const anyHistory = (from: number): fc.Arbitrary<Recorded[]> => {
    const value = fc.integer({ min: 0, max: 2 });
    const op = fc.oneof(
      value.map((v): RegisterOp => ({ f: 'write', value: v })),
      fc.integer({ min: -1, max: 2 }).map((v): RegisterOp => ({ f: 'read', value: v })),
      fc
        .tuple(value, value, fc.boolean())
        .map(([expected, to, ok]): RegisterOp => ({ f: 'cas', from: expected, to, ok })),
    );
    const spot = fc.record({
      op,
      at: fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 2, maxLength: 2 }),
      end: fc.integer({ min: 0, max: 5 }),
      chain: fc.constantFrom('a', 'b', undefined),
    });
    return fc.array(spot, { maxLength: 6 }).map((spots) =>
      // Distinct positions: twelve times the drawn one, plus the index of the operation.
      spots.map(({ op: what, at, end, chain }, index): Recorded => {
        const [first, second] = [...at].sort((a, b) => a - b) as [number, number];
        const call = from + first * 24 + index;
        const ret = from + second * 24 + 12 + index;
        if (end === 0 && what.f !== 'read') return { op: what, call, ret: null };
        if (end === 1 && what.f !== 'read') return { op: what, call, ret: null, until: ret };
        return chain === undefined ? { op: what, call, ret } : { op: what, call, ret, chain };
      }),
    );
  };

  it('agrees with a twin that tries every order', () => {
    fc.assert(
      fc.property(anyHistory(0), (history) => {
        expect(check(history).verdict).toBe(twin(history));
      }),
      { numRuns: 4000, seed: 20260723 },
    );
  });

  it('forgets the states of a long history, and judges what comes behind it as if it stood alone', () => {
    const long = Array.from({ length: 500 }, (_, i) => write(1000 + i, 2 * i, 2 * i + 1));
    const nilAgain = write(-1, 1000, 1001);
    expect(check(long).states).toBeLessThan(100);
    fc.assert(
      fc.property(anyHistory(2000), (history) => {
        expect(check([...long, nilAgain, ...history]).verdict).toBe(twin(history));
      }),
      { numRuns: 300, seed: 20261128 },
    );
  });

  it('says undecided when its budget is spent, and never ok', () => {
    const history = [write(1, 0, 10), write(2, 1, 11), write(3, 2, 12), read(2, 13, 14)];
    expect(check(history, 1).verdict).toBe('undecided');
    expect(check(history, 1000).verdict).toBe('ok');
  });

  it.each([
    [52, 'ok'],
    [53, 'undecided'],
  ])('of %i operations open at once says %s', (operations, verdict) => {
    const history = Array.from({ length: operations }, (_, i) => of('a', write(i, i, 1000 + i)));
    expect(check([...history, read(operations - 1, 2000, 2001)]).verdict).toBe(verdict);
  });

  it('takes a number of steps that grows with the length of a history and no faster', () => {
    const steps = (operations: number): number => {
      const history: Recorded[] = [];
      for (let i = 0; i < operations; i++)
        history.push(i % 2 === 0 ? write(i, 4 * i, 4 * i + 6) : read(i - 1, 4 * i, 4 * i + 2));
      const result = check(history);
      expect(result.verdict).toBe('ok');
      return result.steps;
    };
    expect(steps(2000)).toBeLessThanOrEqual(2 * steps(1000) + 10);
  });
});

const corpus = resolve(import.meta.dirname, '../../../shared/data/porcupine');
const present = existsSync(`${corpus}/manifest.json`);

describe('recorded histories of etcd', () => {
  it.skipIf(!present)(
    `get the verdicts they are known to have${present ? '' : ' (skipped: the folder of histories is missing)'}`,
    () => {
      const manifest = JSON.parse(readFileSync(`${corpus}/manifest.json`, 'utf8')) as {
        files: { path: string; format: string; expected: boolean; ops: number }[];
      };
      const files = manifest.files.filter((file) => file.format === 'jepsen-util-log' && file.ops > 0);
      expect(files.length).toBe(102);
      let steps = 0;
      for (const file of files) {
        const result = check(parseJepsen(readFileSync(`${corpus}/${file.path}`, 'utf8')));
        expect({ path: file.path, verdict: result.verdict }).toEqual({
          path: file.path,
          verdict: file.expected ? 'ok' : 'illegal',
        });
        steps += result.steps;
      }
      expect(steps).toBeLessThan(200_000);
    },
  );
});

function parseJepsen(text: string): Recorded[] {
  const history: Recorded[] = [];
  const open = new Map<string, { f: string; value: string; call: number }>();
  const lines = text.split('\n');
  lines.forEach((line, at) => {
    const match = /jepsen\.util - (\d+)\s+:(\w+)\s+:(\w+)\s+(.*)$/.exec(line);
    if (match === null) return;
    const [, process = '', type = '', f = '', value = ''] = match;
    if (type === 'invoke') {
      open.set(process, { f, value, call: at });
      return;
    }
    const started = open.get(process);
    if (started === undefined) return;
    const { call } = started;
    if (type === 'info') return;
    open.delete(process);
    if (type === 'fail' && f === 'read') return;
    history.push({ op: toOp(f, f === 'read' ? value : started.value, type === 'ok'), call, ret: at });
  });
  for (const { f, value, call } of open.values())
    if (f !== 'read') history.push({ op: toOp(f, value, true), call, ret: null });
  return history;
}

function toOp(f: string, value: string, ok: boolean): RegisterOp {
  if (f === 'cas') {
    const [from = '', to = ''] = value.replace(/[[\]]/g, '').trim().split(/\s+/);
    return { f: 'cas', from: Number(from), to: Number(to), ok };
  }
  const number = value.trim() === 'nil' ? -1 : Number(value);
  return f === 'read' ? { f: 'read', value: number } : { f: 'write', value: number };
}
