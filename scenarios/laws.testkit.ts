/** What holds for every case, in one place: scenarios and tests of anything that runs cases call these. */
import { expect } from 'vitest';
import type { Input, Plain, ProcessName } from '../protocol/process.ts';
import { DecisionRecord } from '../sim/kernel/decision-record.ts';
import type { Observer } from '../sim/kernel/observer.ts';
import type { Case } from '../sim/record/case.ts';
import { catalogue } from './catalogue/index.ts';
import { explicitCase } from './explicit.ts';
import { drawPlan } from './plan.ts';
import { run } from './run.ts';
import type { Scenario } from './scenario.ts';
import { prepareCase, Simulation } from './simulation.ts';

/** Looks at everything there is to see. */
class Onlooker implements Observer {
  seen = 0;
  onInput(_process: ProcessName, input: Input): void {
    this.seen += input.kind.length;
  }
  onOutput(_process: ProcessName, output: Plain): void {
    this.seen += output === null ? 0 : 1;
  }
  onFact(_process: ProcessName, fact: Plain): void {
    this.seen += fact === null ? 0 : 1;
  }
}

export function sameCaseSameFingerprint(of: Case): void {
  const first = run(of);
  expect(run(of)).toEqual(first);
}

export function recordingIsNeutral(of: Case): void {
  const onlooker = new Onlooker();
  expect(run(of, { observers: [onlooker] })).toEqual(run(of));
  expect(onlooker.seen).toBeGreaterThan(0);
}

/** The world is copied at a time and both halves go on to the end. */
export function forkEndsLikeItsOrigin(of: Case, atUs: number): void {
  const make = (): Simulation => new Simulation(of, prepareCase(of), []);
  const whole = make();
  whole.runToEnd();
  const split = make();
  split.world.run(atUs);
  const fork = split.world.fork();
  fork.run(split.untilUs);
  split.runToEnd();
  expect(split.world.fingerprint()).toBe(whole.world.fingerprint());
  expect(fork.fingerprint()).toBe(whole.world.fingerprint());
  expect(fork.events).toBe(whole.world.events);
}

/** Written out, a case means the same, whatever its scenario draws in later releases. */
export function explicitIsWhatIsDrawn(of: Case): void {
  const explicit = explicitCase(of);
  expect(run(explicit).fingerprint).toBe(run(of).fingerprint);
  const scenario = catalogue.get(String(of.scenario)) as Scenario;
  const { profile: _profile, weather: _weather, ...rest } = scenario;
  const later = new Map([[scenario.name, rest]]);
  expect(run(explicit, { registry: later }).fingerprint).toBe(run(of).fingerprint);
}

/** In the quiet world, with all that a run decided otherwise as overrides, it is the same run. */
export function quietWithOverridesIsTheSame(of: Case): void {
  const explicit = explicitCase(of);
  const record = new DecisionRecord();
  const recorded = run(explicit, { record });
  expect(recorded.fingerprint).toBe(run(explicit).fingerprint);
  const quiet = run({ ...explicit, seed: 'quiet', overrides: record.overrides() });
  expect(quiet.fingerprint).toBe(recorded.fingerprint);
  expect(quiet.checks).toEqual(recorded.checks);
}

export function planIsWhatIsDrawn(of: Case): void {
  const drawn = run(of);
  const planned = run({ ...of, plan: drawPlan(of) });
  expect(planned.fingerprint).toBe(drawn.fingerprint);
  expect(planned.verdict).toBe(drawn.verdict);
}
