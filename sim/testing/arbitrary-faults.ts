/**
 * Fault plans for property tests, as lines of the fault vocabulary. Every line can be read and is possible by
 * construction. A plan shrinks towards fewer faults, and each of them towards a crash of server 1, early, short and
 * weak.
 */
import fc from 'fast-check';
import type { ProcessName } from '../../protocol/process.ts';
import { factVerbs } from '../../scenarios/fault-verbs.ts';
import type { Action, FaultStep, Target } from '../fault/action.ts';
import { swarmKinds, usualKinds, type SwarmKind } from '../fault/swarm.ts';
import { showStep } from '../fault/text.ts';
import { server, sides, simplestFirst, type Draft, type Sides, type Sizes } from './draft.ts';

export interface FaultOptions {
  /** Kinds to draw from; unless said, those that no server has to recover its disk from. */
  readonly kinds?: readonly FaultKind[];
  /** Faults at most; 4 unless said. */
  readonly most?: number;
  /** Faults that wait for a time begin before this; 2000 unless said. */
  readonly durationMs?: number;
}

export type FaultKind = SwarmKind;
export const faultKinds: readonly FaultKind[] = swarmKinds;

type Step = Pick<FaultStep, 'trigger' | 'action' | 'forUs'>;
type Trigger = FaultStep['trigger'];

/** For an ensemble of these sizes; three voters unless said. */
export function arbitraryFaults(options: FaultOptions & Partial<Sizes> = {}): fc.Arbitrary<string[]> {
  const { voters = 3, observers = 0, clients = 1 } = options;
  return faultDrafts(options).map((drafts) => drafts.map((draft) => draft({ voters, observers, clients })));
}

export function faultDrafts(options: FaultOptions = {}): fc.Arbitrary<Draft<string>[]> {
  const { kinds = usualKinds, most = 4, durationMs = 2000 } = options;
  const fault = simplestFirst(
    ...kinds.map((kind) => ({ arbitrary: stepOf(kind, triggerUntil(durationMs)), weight: kind === 'crash' ? 4 : 1 })),
  ).map(
    (step): Draft<string> =>
      (sizes) =>
        showStep(step(sizes)),
  );
  return fc.array(fault, { maxLength: most, size: 'max' });
}

/** A grain that keeps plans readable and is finer than any step of the protocol takes. */
const GRAIN_MS = 10;
const FIRST_MS = 300;

/** A whole number that shrinks towards the least. */
function between(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min, max });
}

function triggerUntil(durationMs: number): fc.Arbitrary<Draft<Trigger>> {
  const last = Math.max(0, Math.floor((durationMs - FIRST_MS) / GRAIN_MS) - 1);
  const at = between(0, last).map((n): Draft<Trigger> => {
    const atUs = 1000 * (FIRST_MS + n * GRAIN_MS);
    return () => ({ kind: 'at', atUs });
  });
  const who = simplestFirst<Draft<Target | null>>(
    { arbitrary: fc.constant(() => null), weight: 3 },
    { arbitrary: fc.constant(() => role('leader')), weight: 2 },
    { arbitrary: server.map((name) => (sizes) => ({ kind: 'process', name: name(sizes) })), weight: 1 },
  );
  const verb = fc.constantFrom(...factVerbs.map((each) => each.verb));
  const when = fc
    .tuple(who, verb, between(1, 12), between(0, 20))
    .map(([subject, name, count, delayMs]): Draft<Trigger> => {
      const rest = { verb: name, argument: '', count, delayUs: delayMs * 1000 };
      return (sizes) => ({ kind: 'when', subject: subject(sizes), ...rest });
    });
  return simplestFirst({ arbitrary: at, weight: 2 }, { arbitrary: when, weight: 3 });
}

function role(name: 'leader' | 'a follower' | 'it'): Target {
  return { kind: 'role', role: name };
}

const target: fc.Arbitrary<Draft<Target>> = simplestFirst<Draft<Target>>(
  { arbitrary: server.map((name) => (sizes) => ({ kind: 'process', name: name(sizes) })), weight: 2 },
  { arbitrary: fc.constant(() => role('leader')), weight: 2 },
  { arbitrary: fc.constant(() => role('a follower')), weight: 1 },
  { arbitrary: fc.constant(() => role('it')), weight: 2 },
);

/** Microseconds; null lasts until all is healed, and shrinks to a moment. */
const length: fc.Arbitrary<number | null> = simplestFirst<number | null>(
  { arbitrary: between(1, 100).map((n) => n * GRAIN_MS * 1000), weight: 4 },
  { arbitrary: fc.constant(null), weight: 1 },
);

function stepOf(kind: SwarmKind, trigger: fc.Arbitrary<Draft<Trigger>>): fc.Arbitrary<Draft<Step>> {
  if (kind === 'crash point') return crashPoint;
  const instant = kind === 'reset' || kind === 'disk error' || kind === 'rot' || kind === 'wipe';
  return fc
    .tuple(trigger, actionOf(kind), instant ? fc.constant(null) : length)
    .map(([when, action, forUs]): Draft<Step> => {
      return (sizes) => possible({ trigger: when(sizes), action: action(sizes), forUs });
    });
}

/** Nobody brings a time about: where a fault waits for one, `it` is the leader. A jump of a clock takes no time. */
function possible({ trigger, action, forUs }: Step): Step {
  const named = trigger.kind === 'at' ? withoutDoer(action) : action;
  return { trigger, action: named, forUs: action.kind === 'clock jump' ? null : forUs };
}

function withoutDoer(action: Action): Action {
  const known = (each: Target): Target => (each.kind === 'role' && each.role === 'it' ? role('leader') : each);
  if ('targets' in action) return { ...action, targets: action.targets.map(known) };
  return 'links' in action ? { ...action, links: { ...action.links, from: action.links.from.map(known) } } : action;
}

const crashPoint: fc.Arbitrary<Draft<Step>> = fc
  .tuple(
    server,
    fc.constantFrom('before' as const, 'after' as const),
    between(1, 12),
    fc.constantFrom('log', 'currentEpoch', 'acceptedEpoch', 'snapshot'),
    length,
  )
  .map(([name, when, write, file, forUs]): Draft<Step> => {
    return (sizes) => ({
      trigger: { kind: 'write', when, write, file, on: name(sizes) },
      action: { kind: 'crash', targets: [{ kind: 'process', name: name(sizes) }] },
      forUs,
    });
  });

/** Of an amount from 0, the least, to 1, the most, in hundredths. */
const amount = between(0, 100);

function scaled(hundredths: number, least: number, most: number): number {
  return least + Math.floor(((most - least) * hundredths) / 100);
}

/** An action on a target, stronger by an amount. */
function onTarget(make: (target: Target, hundredths: number) => Action): fc.Arbitrary<Draft<Action>> {
  return fc.tuple(target, amount).map(([who, hundredths]): Draft<Action> => {
    return (sizes) => make(who(sizes), hundredths);
  });
}

function plainly(make: (target: Target) => Action): fc.Arbitrary<Draft<Action>> {
  return target.map(
    (who): Draft<Action> =>
      (sizes) =>
        make(who(sizes)),
  );
}

/** One server alone can only be cut off from its clients. */
function partition(groups: Sides | null, oneWay: boolean): Action {
  const named = (names: readonly ProcessName[]) => names.map((name): Target => ({ kind: 'process', name }));
  if (groups === null) return { kind: 'isolate', targets: named(['1']) };
  return { kind: 'partition', groups: groups.map(named), oneWay };
}

function actionOf(kind: Exclude<SwarmKind, 'crash point'>): fc.Arbitrary<Draft<Action>> {
  const linksOf = (from: Target) => ({ from: [from], to: null, both: true });
  switch (kind) {
    case 'crash':
    case 'pause':
    case 'isolate':
    case 'stuck disk':
    case 'full disk':
    case 'lying disk':
    case 'wipe':
      return plainly((who) => ({ kind, targets: [who] }));
    case 'partition':
    case 'one-way':
      return sides.map(
        (groups): Draft<Action> =>
          (sizes) =>
            partition(groups(sizes), kind === 'one-way'),
      );
    case 'shape':
      return fc
        .constantFrom('minority with leader' as const, 'halves' as const, 'bridge' as const, 'ring' as const)
        .map((shape): Draft<Action> => () => ({ kind, shape }));
    case 'clog':
    case 'reset':
      return plainly((who) => ({ kind, links: linksOf(who) }));
    case 'latency':
      return onTarget((who, n) => ({ kind, links: linksOf(who), extraUs: 1000 * scaled(n, 1, 200) }));
    case 'loss':
      return onTarget((who, n) => ({ kind, links: linksOf(who), ppm: 10_000 * scaled(n, 1, 30) }));
    case 'flap':
      return onTarget((who, n) => ({ kind, links: linksOf(who), everyUs: 1000 * scaled(100 - n, 20, 500) }));
    case 'slow disk':
      return onTarget((who, n) => ({ kind, targets: [who], percent: scaled(n, 150, 5000) }));
    case 'disk error':
      return fc
        .tuple(target, fc.constantFrom('sync' as const, 'append' as const, 'write' as const))
        .map(([who, operation]): Draft<Action> => {
          return (sizes) => ({ kind, targets: [who(sizes)], operation, count: 1 });
        });
    case 'rot':
      return fc.tuple(target, fc.constantFrom('log', 'snapshot')).map(([who, file]): Draft<Action> => {
        return (sizes) => ({ kind, targets: [who(sizes)], file });
      });
    case 'clock':
      return fc.tuple(target, fc.constantFrom('drift', 'jump'), amount, fc.constantFrom(1, -1)).map(([who, ...how]) => {
        const [what, n, sign] = how;
        return (sizes: Sizes): Action =>
          what === 'drift'
            ? { kind: 'clock drift', targets: [who(sizes)], ppm: sign * scaled(n, 100, 30_000) }
            : { kind: 'clock jump', targets: [who(sizes)], byUs: sign * 1000 * scaled(n, 1, 30_000) };
      });
    case 'slow start':
      return onTarget((who, n) => ({ kind, targets: [who], byUs: 1000 * scaled(n, 10, 1000) }));
  }
}
