import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { Input, Out, Process, StoredRecord } from '../../protocol/process.ts';
import { World, type Agent, type WorldOptions } from '../kernel/world.ts';
import type { Disk } from './disk.ts';

/** Does to its files what requests say, and writes down what comes back. */
type Deed = (out: Out) => void;

class Scribe implements Process {
  readonly log: string[] = [];
  step(input: Input, out: Out): void {
    if (input.kind === 'request') (input.request as Doing).deeds.forEach((deed) => deed(out));
    else if (input.kind === 'synced') this.log.push(`synced ${input.file}`);
    else if (input.kind === 'start') this.log.push(`files ${input.files.join(',')}`);
    else if (input.kind === 'diskError') this.log.push(`${input.operation} of ${input.file} failed`);
    else if (input.kind === 'contents')
      this.log.push(`${input.file}: ${input.records === null ? 'none' : show(input.records)}`);
  }
  inspect(): unknown {
    return this.log;
  }
}

/** Functions are no plain data; a digest stands for them. */
class Doing {
  readonly digest: number;
  readonly deeds: readonly Deed[];
  constructor(digest: number, deeds: readonly Deed[]) {
    this.digest = digest;
    this.deeds = deeds;
  }
}

function show(records: readonly StoredRecord[]): string {
  return records.map((record) => `${String(record.data)}${record.state === 'ok' ? '' : `(${record.state})`}`).join(' ');
}

function createScribe(): Process {
  return new Scribe();
}

class Desk {
  readonly world: World;
  private next = 1;
  constructor(options: WorldOptions) {
    this.world = new World(options);
    this.world.addProcess({ name: '1', create: createScribe });
    this.world.startProcess('1', 0);
    this.world.run(1);
  }
  does(...deeds: Deed[]): this {
    this.world.request('1', this.world.nowUs + 1, this.next, new Doing(this.next++, deeds));
    this.world.run(this.world.nowUs + 1);
    return this;
  }
  wait(us = 1_000_000): this {
    this.world.run(this.world.nowUs + us);
    return this;
  }
  get disk(): Disk {
    return this.world.disk('1');
  }
  get log(): string[] {
    return (this.world.process('1') as Scribe).log;
  }
  shown(file: string): string | null {
    const records = this.disk.records(file);
    return records === null ? null : show(records);
  }
}

const append =
  (data: string, file = 'log.1'): Deed =>
  (out): void =>
    out.append(file, data, 10);
const sync =
  (file = 'log.1'): Deed =>
  (out): void =>
    out.sync(file);

describe('durability', () => {
  test('a sync makes durable what was done before it was asked for, and no more', () => {
    const desk = new Desk({ seed: '1' }).does(append('a'), sync(), append('b'));
    expect(desk.disk.durableRecords('log.1')).toBe(null);
    desk.wait();
    expect(desk.log).toContain('synced log.1');
    expect(show(desk.disk.durableRecords('log.1') ?? [])).toBe('a');
    expect(desk.shown('log.1')).toBe('a b');
  });

  test('syncs asked for during a flush end together with the next one', () => {
    const desk = new Desk({ seed: '1' }).does(append('a'), sync());
    const began = desk.world.nowUs;
    desk.does(append('b'), sync()).does(append('c'), sync()).wait();
    expect(desk.log.filter((line) => line.startsWith('synced')).length).toBe(3);
    expect(desk.world.nowUs).toBeGreaterThan(began);
  });

  test('reading shows the page cache, synced or not', () => {
    const desk = new Desk({ seed: '1' })
      .does(
        append('a'),
        (out) => out.read('log.1'),
        (out) => out.read('nothing'),
      )
      .wait();
    expect(desk.log).toContain('log.1: a');
    expect(desk.log).toContain('nothing: none');
  });

  test('reads of one file are answered in the order they were asked for: an answer does not say whose it is', () => {
    const read: Deed = (out) => out.read('log.1');
    const desk = new Desk({
      seed: '1',
      overrides: { 'disk/1/read/log.1#0.delay': 9000, 'disk/1/read/log.1#1.delay': 0 },
    })
      .does(append('a'), read)
      .does(append('b'), read)
      .wait();
    expect(desk.log.filter((line) => line.startsWith('log.1'))).toEqual(['log.1: a', 'log.1: a b']);
  });

  test('the classic atomic replacement: write, sync, rename, sync', () => {
    const desk = new Desk({ seed: '1' })
      .does((out) => out.write('epoch', 'old', 4), sync('epoch'))
      .wait()
      .does((out) => out.write('epoch.tmp', 'new', 4), sync('epoch.tmp'))
      .wait()
      .does((out) => out.rename('epoch.tmp', 'epoch'));
    expect(show(desk.disk.durableRecords('epoch') ?? [])).toBe('old');
    desk.does(sync('epoch')).wait();
    expect(show(desk.disk.durableRecords('epoch') ?? [])).toBe('new');
    expect(desk.disk.durableFiles()).toEqual(['epoch']);
  });
});

type Step = { readonly kind: 'append' | 'sync' | 'wait' } | { readonly kind: 'truncate'; readonly to: number };

describe('a crash', () => {
  const steps = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant<Step>({ kind: 'append' }) },
      { weight: 2, arbitrary: fc.constant<Step>({ kind: 'sync' }) },
      { weight: 1, arbitrary: fc.constant<Step>({ kind: 'wait' }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 6 }).map((to): Step => ({ kind: 'truncate', to })) },
    ),
    { maxLength: 40 },
  );

  test('keeps all that a sync answered for, and leaves a state the file had since, torn at most at its end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), steps, (seed, list) => {
        const desk = new Desk({ seed: String(seed) }).does(append('first'), sync()).wait();
        let content = ['first'];
        let durable = ['first'];
        /** Every content since the one a sync has answered for; `asked` are those with a sync under way. */
        let since: string[][] = [content];
        const asked: string[][] = [];
        let answered = 1;
        list.forEach((step, i) => {
          if (step.kind === 'append') {
            desk.does(append(`r${i}`));
            content = [...content, `r${i}`];
            since.push(content);
          } else if (step.kind === 'truncate') {
            desk.does((out) => out.truncate('log.1', step.to));
            content = content.slice(0, step.to);
            since.push(content);
          } else if (step.kind === 'sync') {
            desk.does(sync());
            asked.push(content);
          } else desk.wait(700);
          const answers = desk.log.filter((line) => line.startsWith('synced')).length;
          for (; answered < answers; answered++) {
            durable = asked.shift() as string[];
            since = since.slice(since.lastIndexOf(durable));
          }
        });
        desk.world.crash('1');
        const records = desk.disk.records('log.1') ?? [];
        const torn = records.filter((record) => record.state === 'torn');
        expect(torn.length).toBeLessThanOrEqual(1);
        if (torn.length === 1) expect(records.at(-1)).toBe(torn[0]);
        const kept = records.filter((record) => record.state === 'ok').map((record) => String(record.data));
        expect(since.map((each) => each.join())).toContain(kept.join());
      }),
      { numRuns: 300 },
    );
  });

  test('keeps a prefix of the changes of the directory', () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 60; seed++) {
      const desk = new Desk({ seed: String(seed) }).does(
        append('x', 'a'),
        append('x', 'b'),
        (out) => out.rename('a', 'c'),
        (out) => out.remove('b'),
      );
      desk.world.crash('1');
      seen.add(desk.disk.names().join());
    }
    expect([...seen].sort()).toEqual(['', 'a', 'a,b', 'b,c', 'c']);
  });

  test('tears records now and then, and quietly loses nothing', () => {
    let torn = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const desk = new Desk({ seed: String(seed) }).does(append('a'), sync()).wait().does(append('b'), append('c'));
      desk.world.crash('1');
      if (desk.shown('log.1')?.includes('torn') === true) torn++;
    }
    expect(torn).toBeGreaterThan(3);
    const quiet = new Desk({ seed: 'quiet' }).does(append('a'), append('b'));
    quiet.world.crash('1');
    expect(quiet.shown('log.1')).toBe('a b');
  });

  test('can be told by an override what it loses', () => {
    const overrides = { 'disk/1/log.1#1#0.lost': 2 };
    const desk = new Desk({ seed: 'quiet', overrides }).does(append('a'), append('b'), append('c'));
    desk.world.crash('1');
    expect(desk.shown('log.1')).toBe('a');
    expect(desk.world.unusedOverrides()).toEqual([]);
  });

  test('drops the answers that were due', () => {
    const desk = new Desk({ seed: '1' }).does(append('a'), sync());
    desk.world.crash('1');
    desk.world.restart('1');
    desk.wait();
    expect(desk.log.filter((line) => line.startsWith('synced'))).toEqual([]);
  });
});

describe('faults of a disk', () => {
  test('a stuck disk answers no sync until it comes loose', () => {
    const desk = new Desk({ seed: '1' });
    desk.disk.stuck++;
    desk.does(append('a'), sync()).wait();
    expect(desk.log).toEqual(['files ']);
    desk.disk.unstick();
    expect(desk.wait().log).toEqual(['files ', 'synced log.1']);
  });

  test('a lying disk answers and loses it; settled, it has told the truth after all', () => {
    for (const settled of [false, true]) {
      const desk = new Desk({ seed: 'quiet', overrides: { 'disk/1/log.1#1#0.lost': 9, 'disk/1/directory#0.lost': 0 } });
      desk.disk.lying++;
      desk.does(append('a'), sync()).wait();
      expect(desk.log).toContain('synced log.1');
      expect(desk.disk.lied).toBe(true);
      if (settled) desk.disk.settleLies();
      desk.world.crash('1');
      expect(desk.shown('log.1')).toBe(settled ? 'a' : '');
    }
  });

  test('errors and a full disk are answers, and nothing changes', () => {
    const desk = new Desk({ seed: '1', disk: { capacityBytes: 25 } });
    desk.does(append('a'), append('b'), append('c')).wait();
    expect(desk.log).toContain('append of log.1 failed');
    expect(desk.shown('log.1')).toBe('a b');
    desk.disk.failNext('sync', 1);
    desk.does(sync()).wait().does(sync()).wait();
    expect(desk.log.slice(-2)).toEqual(['sync of log.1 failed', 'synced log.1']);
  });

  test('an error not answered yet is taken back by a healing: the sync under way ends well', () => {
    for (const healed of [false, true]) {
      const desk = new Desk({ seed: '1' });
      desk.disk.failNext('sync', 1);
      desk.does(append('a'), append('b'), sync(), (out) => out.truncate('log.1', 1));
      if (healed) desk.disk.healAll();
      desk.wait();
      expect(desk.log.at(-1)).toBe(healed ? 'synced log.1' : 'sync of log.1 failed');
      // What it covers was decided when it was asked for: the truncation behind it is not durable.
      expect(show(desk.disk.durableRecords('log.1') ?? [])).toBe(healed ? 'a b' : '');
      desk.does(append('c'), sync()).wait();
      expect(show(desk.disk.durableRecords('log.1') ?? [])).toBe('a c');
    }
  });

  test('rot damages a record, a wipe leaves nothing', () => {
    const desk = new Desk({ seed: '1' }).does(append('a'), append('b'), sync()).wait();
    expect(desk.disk.rot('log.1', 1)).toBe(true);
    expect(desk.shown('log.1')).toBe('a(damaged) b');
    expect(desk.disk.wipe()).toBe(true);
    expect(desk.disk.names()).toEqual([]);
  });
});

class Counter implements Agent {
  readonly name: string;
  calls = 0;

  constructor(name: string) {
    this.name = name;
  }
  onEvent(): void {
    this.calls++;
  }
}

test('all who wait for a durable write are called at it, once, and those who wait for another are not', () => {
  const desk = new Desk({ seed: 'quiet' });
  const [first, second, third] = [new Counter('first'), new Counter('second'), new Counter('third')];
  const point = { process: '1', kind: 'log', write: 1, when: 'after', data: null } as const;
  for (const agent of [first, second]) desk.world.addWritePoint({ ...point, agent });
  desk.world.addWritePoint({ ...point, write: 3, agent: third });
  desk.does(append('a'), sync()).wait().does(append('b'), sync()).wait();
  expect([first.calls, second.calls, third.calls]).toEqual([1, 1, 0]);
  expect([first, second, third].map((agent) => desk.world.writePointsOf(agent).length)).toEqual([0, 0, 1]);
});

class Crasher implements Agent {
  readonly name = 'crasher';
  onEvent(_data: unknown, world: World): void {
    world.crash('1');
  }
}

test.each([
  ['before', 'a', 2],
  ['after', 'a b', 2],
] as const)('a crash point %s the second durable write falls where it says', (when, kept, write) => {
  const desk = new Desk({ seed: 'quiet', overrides: { 'disk/1/log.1#1#0.lost': 9 } });
  desk.world.addWritePoint({ process: '1', kind: 'log', write, when, agent: new Crasher(), data: null });
  desk.does(append('a'), sync()).wait().does(append('b'), sync(), append('c')).wait();
  expect(desk.world.isUp('1')).toBe(false);
  expect(desk.log).toEqual(['files ', 'synced log.1']);
  expect(desk.shown('log.1')).toBe(kept);
});
