import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from './observer.ts';
import { createPinger, createPonger } from './ping-pong.testkit.ts';
import { Watchers } from './watchers.ts';
import { World } from './world.ts';

/** Writes down whatever it hears, with its moment. */
class Ear implements Observer {
  readonly heard: string[] = [];
  readonly later: boolean;
  readonly factTypes?: readonly string[];

  constructor(later: boolean, factTypes?: readonly string[]) {
    this.later = later;
    if (factTypes !== undefined) this.factTypes = factTypes;
  }

  onFact(process: ProcessName, fact: Plain, moment: Moment): void {
    this.write(`fact of ${moment.process}`, process, fact, moment);
  }
  onRequest(process: ProcessName, id: number, request: Plain, moment: Moment): void {
    this.write(`request ${id}`, process, request, moment);
  }
  onReply(process: ProcessName, id: number, value: Plain, moment: Moment): void {
    this.write(`reply ${id} of ${moment.process}`, process, value, moment);
  }
  onLifecycle(process: ProcessName, lifecycle: Lifecycle, moment: Moment): void {
    this.write('lifecycle', process, lifecycle, moment);
  }
  onFault(fault: FaultNotice, moment: Moment): void {
    this.write('fault', '', fault, moment);
  }

  private write(what: string, process: ProcessName, content: unknown, { atUs, event, cause }: Moment): void {
    this.heard.push(`${event} at ${atUs} by ${cause}: ${process} ${what} ${JSON.stringify(content)}`);
  }
}

class Faulty implements Observer {
  readonly later = true;
  onFact(): void {
    throw new RangeError('a check is broken');
  }
}

/** What may happen, a letter each; `(` and `)`: a run begins and ends. */
function happen(watchers: Watchers, what: string, n: number): void {
  const { moment } = watchers;
  Object.assign(moment, { atUs: n * 10, event: n, cause: n - 2 });
  const process = String(n % 3);
  if (what === '(') watchers.letWait();
  else if (what === ')') watchers.catchUp();
  else if (what === 'f') watchers.fact(process, { type: n % 2 === 0 ? 'even' : 'odd', n });
  else if (what === 'u') watchers.fact(process, n);
  else if (what === 'r') watchers.request(process, n, { ask: n });
  else if (what === 'a') watchers.reply(process, n, { answer: n });
  else if (what === 'l') watchers.lifecycle(process, { change: 'started', incarnation: n });
  else watchers.fault({ kind: 'crash', text: `crash ${n}`, effective: n % 2 === 0 });
}

function game(observers: readonly Observer[]): World {
  const world = new World({ seed: '1' });
  world.addProcess({ name: '1', create: createPinger });
  world.addProcess({ name: '2', create: createPonger });
  for (const observer of observers) world.observe(observer);
  for (const name of ['1', '2']) world.startProcess(name, 0);
  return world;
}

describe('an observer that is told later', () => {
  test('hears what one that is told at once hears, no sooner, and all of it when a run ends', () => {
    const whatHappens = fc.string({ unit: fc.constantFrom(...'()fffffuraalx'), maxLength: 800, size: 'max' });
    fc.assert(
      fc.property(whatHappens, (story) => {
        const watchers = new Watchers(256);
        const pairs = [undefined, ['even'], ['odd', 'none']].map((types) => [
          new Ear(false, types),
          new Ear(true, types),
        ]);
        for (const ear of pairs.flat()) watchers.add(ear);
        const isAhead = ([atOnce, later]: Ear[]): boolean => (later as Ear).heard.length > (atOnce as Ear).heard.length;
        [...story].forEach((what, n) => {
          happen(watchers, what, n);
          if (pairs.some(isAhead)) throw new Error(`told before it happened: ${n}`);
        });
        watchers.catchUp();
        for (const [atOnce, later] of pairs as [Ear, Ear][]) expect(later.heard).toEqual(atOnce.heard);
      }),
    );
  });

  test('waits while a run goes on, and for no more than a batch', () => {
    const watchers = new Watchers(256);
    const ear = new Ear(true);
    watchers.add(ear);
    happen(watchers, 'f', 0);
    expect(ear.heard).toHaveLength(1);
    watchers.letWait();
    for (let n = 1; n < 1000; n++) happen(watchers, 'f', n);
    expect(ear.heard.length).toBeGreaterThan(700);
    expect(ear.heard.length).toBeLessThan(1000);
    watchers.catchUp();
    expect(ear.heard).toHaveLength(1000);
  });

  test('is one of any number, and hears its own', () => {
    const watchers = new Watchers(256);
    const ears = Array.from({ length: 64 }, (_, i) => new Ear(true, [i < 32 ? 'even' : 'odd']));
    for (const ear of ears) watchers.add(ear);
    watchers.letWait();
    for (let n = 0; n < 301; n++) happen(watchers, 'f', n);
    watchers.catchUp();
    expect(ears.map((ear) => ear.heard.length)).toEqual(ears.map((_, i) => (i < 32 ? 151 : 150)));
  });

  test('knows all when a run pauses, and a fork goes on telling its own', () => {
    const [atOnce, later] = [new Ear(false), new Ear(true)];
    const world = game([atOnce, later]);
    while (world.run(300_000, world.events + 7) === 'paused') expect(later.heard).toEqual(atOnce.heard);
    const before = later.heard.length;
    world.fork().run(600_000);
    expect(later.heard).toHaveLength(before);
    world.run(600_000);
    expect(later.heard).toEqual(atOnce.heard);
    expect(later.heard.length).toBeGreaterThan(before);
  });

  test('that throws has failed itself: no process is blamed', () => {
    const world = game([new Faulty()]);
    expect(() => world.run(10_000_000)).toThrow('a check is broken');
    expect(world.failure).toBeNull();
  });
});
