import { describe, expect, test } from 'vitest';
import { Addresses, parseAddress } from './addresses.ts';
import { DecisionRecord } from './decision-record.ts';
import { deepCopy } from './fork.ts';

const label = 'net/1>2#3/quorum/PROPOSAL';

function values(addresses: Addresses, count: number, of = label): number[] {
  return Array.from({ length: count }, () => addresses.range(of, 1000, 'delay'));
}

test('a value is a function of seed, label, n and part alone', () => {
  const alone = values(new Addresses('42'), 20);
  const crowded = new Addresses('42');
  const mixed = Array.from({ length: 20 }, (_, i) => {
    crowded.range(`another/${i}`, 10);
    return crowded.range(label, 1000, 'delay');
  });
  expect(mixed).toEqual(alone);
  expect(values(new Addresses('43'), 20)).not.toEqual(alone);
});

test.each<[string, Record<string, number>, DecisionRecord | null]>([
  ['draws', {}, null],
  ['draws with overrides, behind and ahead', { [`${label}#3.delay`]: 7, [`${label}#17.delay`]: 250 }, null],
  ['draws that are written down', { [`${label}#17.delay`]: 250 }, new DecisionRecord()],
])('a copy goes on by itself where the original was: %s', (_title, overrides, record) => {
  const original = new Addresses('42', overrides, {}, {}, record);
  const whole = values(new Addresses('42', overrides), 20);
  const drawn = values(original, 10);
  const copy = deepCopy(original);
  expect([...drawn, ...values(copy, 10)]).toEqual(whole);
  expect([...drawn, ...values(original, 10)]).toEqual(whole);
  expect(copy.unused()).toEqual([]);
  expect(record?.overrides()).toEqual(record === null ? undefined : Object.fromEntries(nonZero(whole)));
  copy.change(`${label}#20.delay`, 5);
  expect([values(copy, 1), values(original, 1)]).toEqual([[5], [values(new Addresses('42'), 21)[20]]]);
});

/** By address, those that are not the quiet default. */
function nonZero(drawn: readonly number[]): [string, number][] {
  return drawn.flatMap((value, n): [string, number][] => (value === 0 ? [] : [[`${label}#${n}.delay`, value]]));
}

describe('overrides', () => {
  test('one changes the decision it names and no other', () => {
    const plain = values(new Addresses('42'), 20);
    const given = new Addresses('42', { [`${label}#17.delay`]: 250, [`${label}#3.delay`]: 7 });
    const changed = values(given, 20);
    expect(changed[17]).toBe(250);
    expect(changed[3]).toBe(7);
    expect(changed.filter((_, n) => n !== 17 && n !== 3)).toEqual(plain.filter((_, n) => n !== 17 && n !== 3));
    expect(given.unused()).toEqual([]);
  });

  test('those that were never reached, or name another part, are reported', () => {
    const given = new Addresses('42', { [`${label}#17.delay`]: 1, [`${label}#2.loss`]: 1, 'nowhere/1#0.value': 1 });
    values(given, 10);
    expect(given.unused()).toEqual([`${label}#17.delay`, `${label}#2.loss`, 'nowhere/1#0.value']);
  });

  test('two parts of one decision are found', () => {
    const given = new Addresses('42', { 'a/b#1.delay': 5, 'a/b#1.loss': 1 });
    const decisions = given.of('a/b');
    decisions.begin();
    const n = decisions.begin();
    expect(decisions.range(n, 0, 'delay', 100)).toBe(5);
    expect(decisions.chance(n, 1, 'loss', 0)).toBe(true);
  });

  test('a renamed site keeps its decisions and its overrides, under either name', () => {
    const old = new Addresses('42', { 'net/1>2#0.delay': 9 });
    for (const text of ['net/1>2#0.delay', 'network/1>2#0.delay']) {
      const renamed = new Addresses('42', { [text]: 9 }, { network: 'net' });
      expect(values(renamed, 5, 'network/1>2')).toEqual(
        values(old, 5, 'net/1>2').map((value, n) => (n === 0 ? 9 : value)),
      );
      old.of('net/1>2').n = 0;
      expect(renamed.unused()).toEqual([]);
    }
  });
});

test('a quiet seed takes the default everywhere but where it is overridden', () => {
  const quiet = new Addresses('quiet', { [`${label}#1.delay`]: 30 });
  expect(values(quiet, 3)).toEqual([0, 30, 0]);
  expect(quiet.chance('a/b', 999_999)).toBe(false);
  expect(quiet.order('a/c', 4)).toEqual([0, 1, 2, 3]);
  expect(quiet.between('a/d', 5, 9)).toBe(5);
  expect(quiet.latency('a/e', { shape: 'pareto', minUs: 100, spreadUs: 50, maxUs: 900 })).toBe(100);
});

describe('a record of decisions', () => {
  const decide = (addresses: Addresses): unknown[] => [
    ...values(addresses, 5),
    addresses.chance('a/b', 500_000),
    addresses.chance('a/b', 0),
    addresses.between('a/d', 5, 9),
    addresses.offset('a/f', 1000),
    addresses.order('a/c', 5),
    addresses.latency('a/e', { shape: 'uniform', minUs: 100, spreadUs: 50, maxUs: 900 }),
  ];

  test('changes none of them, and makes the quiet seed decide the same', () => {
    for (let seed = 0; seed < 50; seed++) {
      const record = new DecisionRecord();
      const drawn = decide(new Addresses(String(seed)));
      expect(decide(new Addresses(String(seed), {}, {}, {}, record))).toEqual(drawn);
      const quiet = new Addresses('quiet', record.overrides());
      expect(decide(quiet)).toEqual(drawn);
      expect(quiet.unused()).toEqual([]);
    }
  });

  test('of a quiet seed is empty, or tells where it could be otherwise', () => {
    const [deviating, all] = [new DecisionRecord(), new DecisionRecord(true)];
    for (const record of [deviating, all]) decide(new Addresses('quiet', {}, {}, {}, record));
    expect(deviating.size).toBe(0);
    expect(all.overrides()).toMatchObject({ [`${label}#0.delay`]: 0, 'a/d#0.value': 5, 'a/e#0.delay': 100 });
  });

  test('holds what overrides say, a negative offset too', () => {
    const record = new DecisionRecord();
    const addresses = new Addresses('42', { 'a/f#0.value': -77 }, {}, {}, record);
    expect(addresses.offset('a/f', 1000)).toBe(-77);
    expect(record.overrides()).toEqual({ 'a/f#0.value': -77 });
  });
});

test('an order is a permutation and every one of them comes', () => {
  const addresses = new Addresses('5');
  const seen = new Set(Array.from({ length: 400 }, () => addresses.order('o', 3).join('')));
  expect([...seen].sort()).toEqual(['012', '021', '102', '120', '201', '210']);
});

test.each([
  ['net/1>2#3/quorum/PROPOSAL#17.delay', { label, n: 17, part: 'delay' }],
  ['disk/1/log.1#2#0.lost', { label: 'disk/1/log.1#2', n: 0, part: 'lost' }],
  ['net/1>2', null],
  ['net/1>2#x.delay', null],
  ['net/1>2#01.delay', null],
  ['net/1>2#1.', null],
])('the address %s', (text, parsed) => {
  expect(parseAddress(text)).toEqual(parsed);
});

test('what begins as said is drawn from another seed, up to a slash, and the closest beginning counts', () => {
  const one = new Addresses('1');
  const two = new Addresses('2');
  const three = new Addresses('3');
  const mixed = new Addresses('1', {}, {}, { 'fault/f1': '2', 'fault/f1/what': '3', net: '2' });
  const wide = (draws: Addresses, label: string): number => draws.wide(label);
  expect(wide(mixed, 'fault/f1/when0')).toBe(wide(two, 'fault/f1/when0'));
  expect(wide(mixed, 'fault/f1/what')).toBe(wide(three, 'fault/f1/what'));
  expect(wide(mixed, 'fault/f1/what0')).toBe(wide(two, 'fault/f1/what0'));
  expect(wide(mixed, 'fault/f11/when0')).toBe(wide(one, 'fault/f11/when0'));
  expect(wide(mixed, 'net/1>2#1/quorum/ACK')).toBe(wide(two, 'net/1>2#1/quorum/ACK'));
  expect(wide(mixed, 'network')).toBe(wide(one, 'network'));
});

test('a quiet seed is quiet whatever other seeds are named', () => {
  expect(new Addresses('quiet', {}, {}, { net: '5' }).range('net/1>2', 1000)).toBe(0);
});
