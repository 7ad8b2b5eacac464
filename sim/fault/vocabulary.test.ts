import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { Addresses } from '../kernel/addresses.ts';
import {
  lasting,
  roles,
  shapes,
  type Action,
  type FaultStep,
  type Links,
  type Target,
  type Targets,
  type Trigger,
} from './action.ts';
import { parseStep } from './parse.ts';
import { drawFaultPlan, swarmKinds } from './swarm.ts';
import { showDuration, showPercent, showStep } from './text.ts';
import { validateSteps } from './validate.ts';

const name = fc.constantFrom('1', '2', '3', 'c1');
const target: fc.Arbitrary<Target> = fc.oneof(
  name.map((each): Target => ({ kind: 'process', name: each })),
  fc.constantFrom(...roles).map((role): Target => ({ kind: 'role', role })),
);
const targets: fc.Arbitrary<Targets> = fc.array(target, { minLength: 1, maxLength: 3 });
const links: fc.Arbitrary<Links> = fc.oneof(
  targets.map((from): Links => ({ from, to: null, both: true })),
  fc.record({ from: targets, to: targets, both: fc.boolean() }),
);
const us = fc.oneof(
  fc.integer({ min: 0, max: 100_000_000 }),
  fc.integer({ min: 0, max: 1000 }).map((ms) => ms * 1000),
);
const sign = fc.constantFrom(-1, 1);
const ppm = fc.integer({ min: 0, max: 1_000_000 });

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'crash',
      'restart',
      'pause',
      'resume',
      'isolate',
      'stuck disk',
      'full disk',
      'lying disk',
      'wipe',
    ),
    targets,
  }),
  fc
    .array(targets, { minLength: 2, maxLength: 4 })
    .map((groups): Action => ({ kind: 'partition', groups, oneWay: false })),
  fc
    .array(targets, { minLength: 2, maxLength: 2 })
    .map((groups): Action => ({ kind: 'partition', groups, oneWay: true })),
  fc.constantFrom(...shapes).map((shape): Action => ({ kind: 'shape', shape })),
  fc.boolean().map((all): Action => ({ kind: 'heal', all })),
  fc.record({ kind: fc.constantFrom('clog', 'reset'), links }),
  fc.record({ kind: fc.constant('latency'), links, extraUs: us }),
  fc.record({ kind: fc.constantFrom('loss', 'duplicate'), links, ppm }),
  fc.record({ kind: fc.constant('flap'), links, everyUs: us.map((each) => each + 1000) }),
  fc.record({ kind: fc.constant('slow disk'), targets, percent: fc.integer({ min: 1, max: 100_000 }) }),
  fc.record({
    kind: fc.constant('disk error'),
    targets,
    operation: fc.constantFrom('write', 'append', 'sync', 'truncate', 'rename', 'remove', 'read'),
    count: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({ kind: fc.constant('rot'), targets, file: fc.constantFrom('log', 'snapshot') }),
  fc
    .tuple(fc.constantFrom('clock offset', 'clock jump'), targets, us, sign)
    .map(([kind, on, by, minus]): Action => ({ kind, targets: on, byUs: by === 0 ? 0 : by * minus }) as Action),
  fc
    .tuple(targets, fc.integer({ min: 0, max: 100_000 }), sign)
    .map(([on, by, minus]): Action => ({ kind: 'clock drift', targets: on, ppm: by === 0 ? 0 : by * minus })),
  fc.record({ kind: fc.constant('slow start'), targets, byUs: us }),
  fc.constantFrom('0x1000001', 'c2').map((session): Action => ({ kind: 'expire', session })),
) as fc.Arbitrary<Action>;

const trigger: fc.Arbitrary<Trigger> = fc.oneof(
  us.map((atUs): Trigger => ({ kind: 'at', atUs })),
  fc.record({
    kind: fc.constant('when'),
    subject: fc.option(target.filter((each) => each.kind === 'process' || each.role !== 'it')),
    verb: fc.constantFrom('logs', 'commits', 'is-established'),
    argument: fc.constantFrom('', '3:1f', 'epoch 4'),
    count: fc.integer({ min: 1, max: 20 }),
    delayUs: us,
  }),
  fc.record({
    kind: fc.constant('write'),
    when: fc.constantFrom('before', 'after'),
    write: fc.integer({ min: 1, max: 99 }),
    file: fc.constantFrom('log', 'currentEpoch'),
    on: name,
  }),
) as fc.Arbitrary<Trigger>;

const step: fc.Arbitrary<FaultStep> = fc
  .record({ id: fc.constant('f1'), trigger, action, forUs: fc.option(us) })
  .map((each) => (lasting.has(each.action.kind) ? each : { ...each, forUs: null }));

test('what is printed reads back as what it was', () => {
  fc.assert(
    fc.property(step, (each) => {
      expect(parseStep('f1', showStep(each))).toEqual({ ok: true, value: each });
    }),
    { numRuns: 2000 },
  );
});

test.each([
  'at 1.2s: partition 1,2 | 3,4,5 for 800ms',
  'when server 2 logs 3:1f: crash 2',
  'when leader commits x3: isolate leader for 2s',
  'before write 2 of currentEpoch on 1: crash 1 for 500ms',
  'at 300ms: partition 1 > 2,3',
  'at 5s: partition minority with leader',
  'at 1s: flap leader every 250ms for 3s',
  'at 1s: slow disk 2 500% for 3s',
  'at 1s: clock jump 3 -2s',
  'at 1s: expire c1',
  'when any joins x2: crash it for 300ms',
  'when leader plans SNAP +3ms: isolate it',
])('%s', (line) => {
  const parsed = parseStep('f1', line);
  expect(parsed.ok && showStep(parsed.value)).toBe(line);
});

test('other ways to write it are read too', () => {
  const shown = (line: string): string | false => {
    const parsed = parseStep('f1', line);
    return parsed.ok && showStep(parsed.value);
  };
  expect(shown('when leader commits 3 writes: crash the leader')).toBe('when leader commits x3: crash leader');
  expect(shown('at 1000ms: partition 1, 2|3')).toBe('at 1s: partition 1,2 | 3');
});

describe('lines that are none', () => {
  test.each([
    ['crash 2', 'line', 'trigger: action'],
    ['soon: crash 2', 'trigger', '"soon" is no trigger'],
    ['when any joins +soon: crash it', 'trigger', '"+soon" is no delay'],
    ['at noon: crash 2', 'trigger', '"noon" is no duration'],
    ['at 1s: explode 2', 'action', '"explode 2" is no action'],
    ['at 1s: crash 2 for ages', 'for', '"ages" is no duration'],
    ['at 1s: heal for 2s', 'for', 'happens at once'],
    ['at 1s: partition 1', 'action', 'two groups at least'],
    ['at 1s: loss 1 > 2 120%', 'action', 'a share like 5%'],
    ['at 1s: disk error 1 format', 'action', 'one of write, append'],
  ])('%s', (line, field, message) => {
    const parsed = parseStep('f1', line);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) {
      expect(parsed.error.field).toBe(field);
      expect(parsed.error.message).toContain(message);
    }
  });
});

test('what no run could do is refused, with its field', () => {
  const verbs = [
    { verb: 'logs', story: '', refuse: (text: string) => (text === '' ? null : 'takes nothing'), matches: () => true },
  ];
  const lines = [
    'at 1s: crash 9',
    'before write 1 of log on 7: crash 1',
    'when server 8 logs: crash 1',
    'when any sings: crash 1',
    'when any logs loudly: crash 1',
    'at 1s: partition 1 | 1,2',
    'at 1s: clog 1 > 6',
    'at 1s: crash it',
  ];
  const steps = lines.map((line, i) => {
    const parsed = parseStep(`f${i}`, line);
    if (!parsed.ok) throw new Error(parsed.error.message);
    return parsed.value;
  });
  const refused = validateSteps(steps, { names: ['1', '2', '3', '4', '5'], verbs });
  expect(refused.map((each) => `${each.id} ${each.field}: ${each.message}`)).toEqual([
    'f0 action: there is no process 9; there are 1, 2, 3, 4, 5',
    'f1 trigger: there is no process 7; there are 1, 2, 3, 4, 5',
    'f2 trigger: there is no process 8; there are 1, 2, 3, 4, 5',
    'f3 trigger: "sings" is no verb; known are logs',
    'f4 trigger: takes nothing',
    'f5 action: 1 is in two groups of one partition',
    'f6 action: there is no process 6; there are 1, 2, 3, 4, 5',
    'f7 action: "it" is the server that did what the fault waits for, and a time is nobody\'s doing',
  ]);
});

test.each([
  [0, '0us'],
  [250, '250us'],
  [1500, '1.5ms'],
  [800_000, '800ms'],
  [50_000, '50ms'],
  [1_200_000, '1.2s'],
  [1_234_567, '1234567us'],
])('%i microseconds are %s', (duration, text) => {
  expect(showDuration(duration)).toBe(text);
});

test('shares are printed exactly', () => {
  expect([0, 1, 10_000, 12_500, 1_000_000].map(showPercent)).toEqual(['0%', '0.0001%', '1%', '1.25%', '100%']);
});

describe('a drawn plan', () => {
  const options = {
    servers: ['1', '2', '3'],
    fromUs: 1_000_000,
    untilUs: 20_000_000,
    kinds: swarmKinds,
    fileKinds: ['log', 'currentEpoch'],
  };

  test('reads back from its text and keeps to its window', () => {
    for (let seed = 1; seed <= 200; seed++) {
      for (const each of drawFaultPlan(new Addresses(String(seed)), options)) {
        expect(parseStep(each.id, showStep(each))).toEqual({ ok: true, value: each });
        if (each.trigger.kind === 'at')
          expect(each.trigger.atUs >= 1_000_000 && each.trigger.atUs < 20_000_000).toBe(true);
      }
    }
  });

  test('differs from seed to seed in kinds and in number, and is empty for a quiet one', () => {
    const mixes = new Set<string>();
    for (let seed = 1; seed <= 100; seed++) {
      const plan = drawFaultPlan(new Addresses(String(seed)), options);
      mixes.add([...new Set(plan.map((each) => each.action.kind))].sort().join());
    }
    expect(mixes.size).toBeGreaterThan(80);
    expect(drawFaultPlan(new Addresses('quiet'), options)).toEqual([]);
  });
});
