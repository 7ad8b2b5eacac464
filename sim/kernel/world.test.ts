import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { Input, Out, Plain, Process, ProcessName } from '../../protocol/process.ts';
import { Injector } from '../fault/injector.ts';
import { drawFaultPlan } from '../fault/swarm.ts';
import { TraceRecorder, traceLines } from '../record/trace.ts';
import type { Moment, Observer } from './observer.ts';
import { createPinger, createPonger, TwoRoles } from './ping-pong.testkit.ts';
import { World, type Agent, type WorldOptions } from './world.ts';

const stageDelays = [
  { process: null, stage: '', latency: { shape: 'exponential', minUs: 0, spreadUs: 200, maxUs: 5000 } },
] as const;

function game(options: WorldOptions): World {
  const world = new World({ ...options, network: { lossPpm: 20_000, window: 4, ...options.network } });
  world.addProcess({ name: '1', create: createPinger, clock: { driftPpm: 200 } });
  world.addProcess({ name: '2', create: createPonger });
  world.startProcess('1', 0);
  world.startProcess('2', 0);
  return world;
}

/** Ping-pong under every kind of fault the swarm knows. */
function chaos(seed: string): World {
  const world = game({ seed, stageDelays });
  const plan = drawFaultPlan(world.draw, {
    servers: ['1', '2'],
    fromUs: 100_000,
    untilUs: 3_000_000,
    gapUsMax: 400_000,
    forUsMax: 600_000,
  });
  new Injector(world, { steps: plan, roles: new TwoRoles(), verbs: [] }).install();
  return world;
}

function played(world: World, name: ProcessName = '2'): number {
  return (world.process(name).inspect() as { seen: number }).seen;
}

test('two processes that know nothing of Zab play ping-pong', () => {
  const world = game({ seed: '1' });
  expect(world.run(2_000_000)).toBe('time');
  expect(played(world)).toBeGreaterThan(300);
  expect(world.handOvers).toBeGreaterThan(300);
});

describe('laws', () => {
  test('the same case gives the same fingerprint, another seed another', () => {
    const prints = ['7', '7', '8'].map((seed) => {
      const world = chaos(seed);
      world.run(4_000_000);
      return `${world.fingerprint()} ${world.events}`;
    });
    expect(prints[0]).toBe(prints[1]);
    expect(prints[0]).not.toBe(prints[2]);
  });

  test('running in slices gives the fingerprint of running at once', () => {
    const whole = chaos('3');
    whole.run(2_000_000);
    const sliced = chaos('3');
    for (let t = 0; t <= 2_000_000; t += 10_007) sliced.run(t);
    sliced.run(2_000_000);
    expect(sliced.fingerprint()).toBe(whole.fingerprint());
  });

  test('pausing after any number of events gives the fingerprint of running at once', () => {
    const whole = chaos('7');
    whole.run(4_000_000);
    for (const apart of [1, 97, whole.events]) {
      const world = chaos('7');
      for (let events = apart; world.run(4_000_000, events) === 'paused'; events += apart) {
        expect(world.events).toBe(events);
      }
      expect(`${world.fingerprint()} ${world.events}`).toBe(`${whole.fingerprint()} ${whole.events}`);
    }
  });

  test('recording changes nothing', () => {
    const silent = chaos('5');
    silent.run(2_000_000);
    const recorded = chaos('5');
    const trace = new TraceRecorder();
    recorded.observe(trace);
    recorded.run(2_000_000);
    expect(recorded.fingerprint()).toBe(silent.fingerprint());
    expect(traceLines(trace.events).length).toBeGreaterThan(1000);
  });

  test('a fork at any moment, and what it was forked from, both end as the unforked run', () => {
    const seeds = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 2_000_000 }), (seed, at) => {
        const whole = chaos(String(seed));
        whole.run(2_000_000);
        const first = chaos(String(seed));
        first.run(at);
        const second = first.fork();
        second.run(2_000_000);
        expect(second.fingerprint()).toBe(whole.fingerprint());
        first.run(2_000_000);
        expect(first.fingerprint()).toBe(whole.fingerprint());
        expect(second.events).toBe(whole.events);
      }),
      { numRuns: 25 },
    );
  });

  test('a new decision site changes no other decision', () => {
    const plain = game({ seed: '9' });
    const heard = new Chances();
    plain.observe(heard);
    plain.run(1_000_000);
    const richer = game({ seed: '9' });
    const again = new Chances();
    richer.observe(again);
    for (let i = 0; i < 100; i++) richer.draw.range(`new/site/${i % 3}`, 10);
    richer.run(1_000_000);
    expect(again.lucky).toEqual(heard.lucky);
    expect(richer.fingerprint()).toBe(plain.fingerprint());
  });

  test('without stage delays, hand-overs are taken in the order they were made and at once', () => {
    const world = new World({ seed: '1' });
    world.addProcess({ name: 's', create: createStages });
    world.startProcess('s', 5);
    world.run(1000);
    expect(world.process('s').inspect()).toEqual(['a0', 'b0', 'a1', 'b1', 'a2', 'b2']);
    expect(world.handOvers).toBe(6);
  });

  test('with stage delays a stage stays in order and overtakes others', () => {
    const orders = new Set<string>();
    for (let seed = 1; seed <= 30; seed++) {
      const world = new World({ seed: String(seed), stageDelays });
      world.addProcess({ name: 's', create: createStages });
      world.startProcess('s', 5);
      world.run(1_000_000);
      const order = world.process('s').inspect() as string[];
      expect(order.filter((item) => item.startsWith('a'))).toEqual(['a0', 'a1', 'a2']);
      expect(order.filter((item) => item.startsWith('b'))).toEqual(['b0', 'b1', 'b2']);
      orders.add(order.join(''));
    }
    expect(orders.size).toBeGreaterThan(5);
  });
});

describe('lives of a process', () => {
  test('a crash loses memory, a restart is another incarnation', () => {
    const world = game({ seed: '1' });
    world.run(500_000);
    expect(world.crash('1')).toBe(true);
    expect(world.crash('1')).toBe(false);
    world.run(600_000);
    expect(world.isUp('1')).toBe(false);
    world.restart('1');
    world.run(900_000);
    expect(world.incarnation('1')).toBe(2);
    expect(played(world, '1')).toBeGreaterThan(0);
  });

  test('a paused process takes nothing, and later everything in order', () => {
    const world = game({ seed: '1' });
    world.run(500_000);
    const before = played(world);
    world.pause('2');
    world.run(900_000);
    expect(played(world)).toBe(before);
    world.resume('2');
    world.run(1_500_000);
    expect(played(world)).toBeGreaterThan(before);
  });

  test('a supervisor starts again what ended itself, and gives up on a loop', () => {
    const world = new World({ seed: '1' });
    const delay = { shape: 'uniform', minUs: 10, spreadUs: 10, maxUs: 20 } as const;
    world.addProcess({ name: 'q', create: createQuitter, supervised: { delay, exitsMax: 4, resetUs: 1000 } });
    world.startProcess('q', 0);
    expect(world.run(1_000_000)).toBe('idle');
    expect(world.incarnation('q')).toBe(5);
    expect(world.isUp('q')).toBe(false);
  });

  test('a failed assertion ends the run and names the process', () => {
    const world = new World({ seed: '1' });
    world.addProcess({ name: 'f', create: createFailing });
    world.startProcess('f', 7);
    expect(world.run(1000)).toBe('failed');
    expect(world.failure).toMatchObject({ process: 'f', message: 'Error: broken', atUs: 7 });
  });

  test('timers follow the drift of their clock, and the last setting counts', () => {
    const world = new World({ seed: '1' });
    world.addProcess({ name: 'fast', create: createAlarm, clock: { driftPpm: 100_000 } });
    world.addProcess({ name: 'exact', create: createAlarm });
    const bells = new Chances();
    world.observe(bells);
    for (const name of ['fast', 'exact']) world.startProcess(name, 0);
    world.run(500_000);
    world.setClockDrift('exact', 100_000);
    world.run(10_000_000);
    // The fast one after 1 / 1.1 of a second; the other ran half of it at the right speed.
    expect(bells.lucky).toEqual([909_091, 954_546]);
  });
});

describe('the run', () => {
  test.each([
    ['events', { events: 50 }],
    ['virtualUs', { virtualUs: 30_000 }],
    ['fileRecords', { fileRecords: 5 }],
    ['pendingEvents', { pendingEvents: 2 }],
  ])('a limit on %s ends it by name', (name, limits) => {
    const world = game({ seed: '1', limits });
    expect(world.run(2_000_000)).toBe('bound');
    expect(world.endDetail).toBe(name);
  });

  test('an agent acts as an event of its own and may end it', () => {
    const world = game({ seed: '1' });
    world.schedule(300_000, new Stopper(), { why: 'enough' });
    expect(world.run(2_000_000)).toBe('stopped');
    expect(world.endDetail).toBe('enough');
    expect(world.nowUs).toBe(300_000);
  });

  test('every event knows the event that caused it', () => {
    const world = game({ seed: '1' });
    const trace = new TraceRecorder();
    world.observe(trace);
    world.run(100_000);
    for (const event of trace.events) expect(event.cause).toBeLessThan(event.event);
    expect(trace.events.filter((event) => event.cause >= 0).length).toBeGreaterThan(10);
  });

  test('overrides that the run never reached are named', () => {
    const world = game({
      seed: '1',
      overrides: { 'net/1>2#1/game/PING#0.delay': 77_000, 'net/1>2#99/game/PING#0.delay': 1 },
    });
    world.run(1_000_000);
    expect(world.unusedOverrides()).toEqual(['net/1>2#99/game/PING#0.delay']);
  });
});

class Chances implements Observer {
  readonly lucky: number[] = [];
  onFact(_process: ProcessName, _fact: Plain, moment: Moment): void {
    this.lucky.push(moment.atUs);
  }
}

class Stopper implements Agent {
  readonly name = 'stopper';
  onEvent(data: Plain, world: World): void {
    world.stop((data as { why: string }).why);
  }
}

class Stages implements Process {
  private readonly seen: string[] = [];
  step(input: Input, out: Out): void {
    if (input.kind === 'start') {
      for (let i = 0; i < 3; i++) {
        out.handOver('a', `a${i}`);
        out.handOver('b', `b${i}`);
      }
    } else if (input.kind === 'stage') this.seen.push(input.item as string);
  }
  inspect(): unknown {
    return this.seen;
  }
}
function createStages(): Process {
  return new Stages();
}

class Quitter implements Process {
  step(_input: Input, out: Out): void {
    out.exit('had enough');
  }
  inspect(): unknown {
    return null;
  }
}
function createQuitter(): Process {
  return new Quitter();
}

class Failing implements Process {
  step(): void {
    throw new Error('broken');
  }
  inspect(): unknown {
    return null;
  }
}
function createFailing(): Process {
  return new Failing();
}

/** Sets an alarm for one second, after setting it earlier and later, and cancels another. */
class Alarm implements Process {
  step(input: Input, out: Out): void {
    if (input.kind === 'start') {
      out.setTimer('alarm', 100);
      out.setTimer('alarm', 3_000_000);
      out.setTimer('alarm', 1_000_000);
      out.setTimer('other', 10);
      out.cancelTimer('other');
    } else if (input.kind === 'timer') out.fact({ type: input.timer });
  }
  inspect(): unknown {
    return null;
  }
}
function createAlarm(): Process {
  return new Alarm();
}
