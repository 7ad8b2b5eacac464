import { describe, expect, test } from 'vitest';
import type { Input, Out, Plain, Process, ProcessName } from '../../protocol/process.ts';
import type { FaultNotice, Moment, Observer } from '../kernel/observer.ts';
import { World } from '../kernel/world.ts';
import type { FaultStep } from './action.ts';
import { Injector } from './injector.ts';
import { parseStep } from './parse.ts';
import type { FactVerb, Roles } from './roles.ts';

const SECOND = 1_000_000;
const names = ['1', '2', '3', '4', '5'];

/** Beats ten times a second and saves each beat; ends when its disk fails it. */
class Beater implements Process {
  private beats = 0;
  step(input: Input, out: Out): void {
    if (input.kind === 'diskError') out.exit('the disk failed');
    if (input.kind === 'synced') out.fact({ type: 'saved', beats: this.beats });
    if (input.kind === 'timer') {
      this.beats++;
      out.append('log.1', this.beats, 8);
      out.sync('log.1');
      out.fact({ type: 'beat', beats: this.beats });
    }
    if (input.kind === 'start' || input.kind === 'timer') out.setTimer('beat', 100_000);
  }
  inspect(): unknown {
    return this.beats;
  }
}
function createBeater(): Process {
  return new Beater();
}

class FiveRoles implements Roles {
  leading: ProcessName | null = '2';
  within = true;
  asking: readonly ProcessName[] = [];
  readonly expired: string[] = [];
  servers(): readonly ProcessName[] {
    return names;
  }
  clients(): readonly ProcessName[] {
    return this.asking;
  }
  voters(): readonly ProcessName[] {
    return names;
  }
  leader(): ProcessName | null {
    return this.leading;
  }
  followers(): readonly ProcessName[] {
    return names.filter((name) => name !== this.leading);
  }
  followersInSync(): readonly ProcessName[] {
    return ['4', '5'];
  }
  observers(): readonly ProcessName[] {
    return [];
  }
  withinBudget(): boolean {
    return this.within;
  }
  expire(session: string): boolean {
    this.expired.push(session);
    return true;
  }
}

class Heard implements Observer {
  readonly lines: string[] = [];
  onFault(fault: FaultNotice, moment: Moment): void {
    this.lines.push(`${moment.atUs / 1000}ms ${fault.kind}: ${fault.text}${fault.effective ? '' : ' (no effect)'}`);
  }
}

const verbs: readonly FactVerb[] = [
  {
    verb: 'beats',
    story: 'beats [N]: a beat, or the N-th',
    refuse: () => null,
    matches: (fact: Plain, argument: string) => {
      const beat = fact as { type: string; beats: number };
      return beat.type === 'beat' && (argument === '' || beat.beats === Number(argument));
    },
  },
];

class Stage {
  readonly world: World;
  readonly roles = new FiveRoles();
  readonly heard = new Heard();
  readonly injector: Injector;

  constructor(lines: readonly string[], seed = '1') {
    this.world = new World({ seed });
    for (const name of names) {
      this.world.addProcess({ name, create: createBeater });
      this.world.startProcess(name, 0);
    }
    const steps = lines.map((line, i): FaultStep => {
      const parsed = parseStep(`f${i + 1}`, line);
      if (!parsed.ok) throw new Error(parsed.error.message);
      return parsed.value;
    });
    this.injector = new Injector(this.world, { steps, roles: this.roles, verbs, patienceUs: SECOND });
    this.world.observe(this.heard);
    this.injector.install();
  }

  run(untilUs: number): this {
    this.world.run(untilUs);
    return this;
  }

  get lines(): string[] {
    return this.heard.lines;
  }

  cuts(): string[] {
    const cut: string[] = [];
    for (const a of names)
      for (const b of names) if (this.world.network.pathBetween(a, b).blocked > 0) cut.push(`${a}>${b}`);
    return cut;
  }
}

describe('triggers', () => {
  test('a time, and the end of a duration', () => {
    const stage = new Stage(['at 1s: crash 3 for 500ms']).run(1_200_000);
    expect(stage.world.isUp('3')).toBe(false);
    stage.run(2 * SECOND);
    expect(stage.world.isUp('3')).toBe(true);
    expect(stage.lines).toEqual(['1000ms crash: crash 3', '1500ms undo: crash 3']);
  });

  test('facts: of a server, of a role, of anybody, the n-th time', () => {
    const stage = new Stage([
      'when server 3 beats 4: pause 1',
      'when leader beats x5: pause 4',
      'when any beats x7: pause 5',
    ]).run(2 * SECOND);
    expect(stage.lines).toEqual(['200ms pause: pause 5', '400ms pause: pause 1', '500ms pause: pause 4']);
  });

  test('the doer of what was waited for is "it", at once or a while later', () => {
    const stage = new Stage([
      'when server 3 beats x4: pause it',
      'when server 5 beats x4 +30ms: crash it for 1s',
      'before write 2 of log on 1: crash it',
    ]).run(SECOND);
    expect(stage.lines.slice(-2)).toEqual(['400ms pause: pause 3', '430ms crash: crash 5']);
    expect(stage.world.isUp('1')).toBe(false);
    expect(stage.world.disk('1').writesOf('log')).toBe(1);
  });

  test('crash points between durable writes', () => {
    const stage = new Stage(['before write 2 of log on 1: crash 1', 'after write 3 of log on 2: crash 2 for 1s']).run(
      SECOND,
    );
    expect(stage.world.isUp('1')).toBe(false);
    expect(stage.world.isUp('2')).toBe(false);
    expect(stage.world.disk('1').writesOf('log')).toBe(1);
    expect(stage.world.disk('2').writesOf('log')).toBe(3);
    expect(stage.lines.map((line) => line.split(' ').slice(1).join(' '))).toEqual(['crash: crash 1', 'crash: crash 2']);
  });
});

describe('roles and shapes', () => {
  test('a role is resolved when the fault strikes, and waited for', () => {
    const stage = new Stage(['at 1s: crash leader', 'at 1s: pause a follower in sync']);
    stage.roles.leading = null;
    stage.run(1_300_000);
    expect(stage.lines.length).toBe(1);
    expect(stage.lines[0]).toMatch(/^1000ms pause: pause [45]$/);
    stage.roles.leading = '3';
    stage.run(2 * SECOND);
    expect(stage.lines[1]).toBe('1350ms crash: crash 3');
  });

  test('a role nobody takes on is given up, and said so', () => {
    const stage = new Stage(['at 1s: crash an observer']).run(4 * SECOND);
    expect(stage.lines).toEqual(['2000ms crash: crash an observer (no effect)']);
  });

  test.each([
    ['partition 1,2 | 3 | 4,5', 16],
    ['partition 1,2 > 3', 2],
    ['isolate leader', 8],
    ['partition halves', 12],
    ['partition minority with leader', 12],
    ['partition bridge', 8],
    ['partition ring', 10],
  ])('%s cuts %i directions and gives them back', (line, count) => {
    const stage = new Stage([`at 1s: ${line} for 1s`]).run(1_500_000);
    expect(stage.cuts().length).toBe(count);
    expect(stage.run(3 * SECOND).cuts()).toEqual([]);
  });
});

describe('overlapping faults', () => {
  test('each takes back only what it brought', () => {
    const stage = new Stage(['at 1s: isolate 1 for 3s', 'at 2s: partition 1,2 | 3,4,5 for 1s']).run(1_500_000);
    const alone = stage.cuts();
    stage.run(2_500_000);
    expect(stage.cuts().length).toBe(14);
    expect(stage.run(3_500_000).cuts()).toEqual(alone);
    expect(stage.run(5 * SECOND).cuts()).toEqual([]);
  });

  test('a server that was down already is not started by the fault that found it so', () => {
    const stage = new Stage(['at 1s: crash 1', 'at 2s: crash 1 for 1s']).run(5 * SECOND);
    expect(stage.world.isUp('1')).toBe(false);
    expect(stage.lines[1]).toBe('2000ms crash: crash 1 (no effect)');
  });

  test('heal takes back the network, heal all everything', () => {
    const stage = new Stage([
      'at 1s: isolate 1',
      'at 1s: loss all 20%',
      'at 1s: crash 2',
      'at 1s: stuck disk 3',
      'at 1s: pause 4',
      'at 1s: clock drift 5 +500ppm',
      'at 2s: heal',
      'at 3s: heal all',
    ]).run(1_500_000);
    expect(stage.injector.active).toBe(6);
    expect(stage.world.network.pathBetween('1', '2').lossPpm).toBe(200_000);
    stage.run(2_500_000);
    expect(stage.cuts()).toEqual([]);
    expect(stage.world.network.pathBetween('1', '2').lossPpm).toBe(0);
    expect(stage.injector.active).toBe(4);
    stage.run(4 * SECOND);
    expect(names.map((name) => stage.world.isUp(name) && !stage.world.isPaused(name))).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(stage.injector.active).toBe(0);
    expect(stage.world.clockDrift('5')).toBe(0);
    expect(stage.world.disk('3').stuck).toBe(0);
  });

  test('flapping cuts and joins, and ends joined', () => {
    const stage = new Stage(['at 1s: flap 1 | 2 every 100ms for 1s']);
    const seen: number[] = [];
    for (let t = 1_050_000; t < 1_500_000; t += 100_000) seen.push(stage.run(t).cuts().length);
    expect(seen).toEqual([2, 0, 2, 0, 2]);
    expect(stage.run(3 * SECOND).cuts()).toEqual([]);
  });

  test('who hears of an error only when all heals, and ends of it, is up like all; who ends later is left alone', () => {
    const stage = new Stage([
      'at 950ms: disk error 3 sync',
      'at 1000.01ms: pause 3',
      'at 2050ms: heal all',
      'at 2060ms: disk error 4 append',
    ]).run(2 * SECOND);
    expect(stage.world.incarnation('3')).toBe(1);
    stage.run(2_051_000);
    expect([stage.world.isUp('3'), stage.world.incarnation('3')]).toEqual([true, 2]);
    expect(stage.run(3 * SECOND).world.isUp('4')).toBe(false);
  });

  test('a client that was to sleep until its session is over wakes when all heals', () => {
    const stage = new Stage([]);
    stage.world.addProcess({ name: 'c1', create: createBeater });
    stage.world.startProcess('c1', 0);
    stage.roles.asking = ['c1'];
    stage.run(SECOND);
    stage.world.pause('c1');
    stage.injector.healAll(true);
    expect(stage.world.isPaused('c1')).toBe(false);
  });

  test('an error that is still to come when all heals does not come', () => {
    const lines = ['at 950ms: disk error 3 sync', 'at 960ms: slow disk 3 10000%'];
    const never = new Stage([...lines, 'at 1000.01ms: heal all']).run(3 * SECOND);
    expect([never.world.isUp('3'), never.world.incarnation('3')]).toEqual([true, 1]);
    expect(new Stage(lines).run(3 * SECOND).world.isUp('3')).toBe(false);
  });

  test('a final healing ends the plan', () => {
    const stage = new Stage(['at 1s: crash 1', 'at 3s: crash 2', 'when server 3 beats 40: crash 3']).run(2 * SECOND);
    stage.injector.healAll(true);
    stage.run(6 * SECOND);
    expect(names.every((name) => stage.world.isUp(name))).toBe(true);
  });
});

describe('the fault budget', () => {
  test('a wipe waits until nothing promised is lost, and is given up otherwise', () => {
    const stage = new Stage(['at 1s: wipe 1', 'at 1500ms: wipe 2']);
    stage.roles.within = false;
    stage.run(1_200_000);
    expect(stage.lines).toEqual([]);
    stage.roles.within = true;
    stage.run(1_300_000);
    expect(stage.lines).toEqual(['1200ms wipe: wipe 1'.replace('1200', '1250')]);
    stage.roles.within = false;
    stage.run(5 * SECOND);
    expect(stage.lines[1]).toBe('2500ms wipe: wipe 2 (no effect)');
    expect(stage.world.incarnation('1')).toBe(2);
  });

  test('what a disk lied about is lost in a crash only within the budget', () => {
    for (const within of [true, false]) {
      const stage = new Stage(['at 1s: lying disk 1 for 9s', 'at 2s: crash 1'], '3');
      stage.run(1_500_000);
      stage.roles.within = within;
      const durable = stage.world.disk('1').durableRecords('log.1')?.length ?? 0;
      stage.run(2_500_000);
      expect(durable).toBeLessThan(12);
      const kept = stage.world.disk('1').records('log.1')?.length ?? 0;
      if (!within) expect(kept).toBeGreaterThanOrEqual(18);
    }
  });
});

test('other actions reach what they name', () => {
  const stage = new Stage([
    'at 1s: disk error 1 append',
    'at 1s: expire c7',
    'at 1s: slow start 2 +3s',
    'at 1s: crash 2 for 100ms',
    'at 1s: clock jump 3 -2s',
    'at 1s: rot 4 log',
    'at 1s: latency 5 +50ms',
    'at 1s: slow disk 5 1000%',
    'at 1s: full disk 5',
    'at 1s: reset 1 | 2',
  ]).run(1_500_000);
  expect(stage.roles.expired).toEqual(['c7']);
  expect(stage.world.isUp('2')).toBe(false);
  expect(stage.run(5 * SECOND).world.isUp('2')).toBe(true);
  expect(stage.world.network.pathBetween('5', '1').extraUs).toBe(50_000);
  expect(stage.world.disk('5').slowPercent).toBe(1000);
  expect(
    stage.world
      .disk('4')
      .records('log.1')
      ?.filter((record) => record.state === 'damaged').length,
  ).toBe(1);
  expect(stage.lines.filter((line) => line.endsWith('(no effect)'))).toEqual(['1000ms reset: reset 1 | 2 (no effect)']);
});

describe('taken out of a run under way', () => {
  const others = ['at 900ms: pause 4', 'when server 4 beats 6: pause 5'];

  test.each`
    line                                       | what
    ${'at 800ms: crash 1'}                     | ${'is due later'}
    ${'when server 3 beats 7: crash 1'}        | ${'waits for what is to come'}
    ${'when any beats x30: crash 1'}           | ${'has counted some of what it waits for'}
    ${'when server 3 beats 4 +400ms: crash 1'} | ${'has been set off, and is due later'}
    ${'before write 7 of log on 1: crash 1'}   | ${'waits for a write'}
  `('a fault that $what leaves the run of a plan without it', ({ line }: { line: string }) => {
    const stage = new Stage([...others, line]).run(SECOND / 2);
    expect(stage.injector.isToCome('f3')).toBe(true);
    stage.injector.withdraw('f3');
    expect(stage.injector.isToCome('f3')).toBe(false);
    const without = new Stage(others).run(2 * SECOND);
    expect(stage.run(2 * SECOND).world.fingerprint()).toBe(without.world.fingerprint());
    expect(stage.lines).toEqual(without.lines);
  });

  test.each`
    line                                    | what
    ${'at 400ms: crash 1'}                  | ${'has struck'}
    ${'at 400ms: crash 1 for 300ms'}        | ${'is in force'}
    ${'at 400ms: crash leader'}             | ${'has tried, and comes again'}
    ${'when any beats x3: crash 1'}         | ${'waited, and has struck'}
    ${'after write 2 of log on 1: crash 1'} | ${'struck at a write'}
  `('a fault that $what has had its part', ({ line }: { line: string }) => {
    const stage = new Stage([...others, line]);
    stage.roles.leading = null;
    stage.run(SECOND / 2);
    expect(stage.injector.isToCome('f3')).toBe(false);
  });
});
