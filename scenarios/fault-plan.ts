/**
 * From a scenario's faults to steps of the vocabulary: a named mix or a list of kinds is drawn from the seed, lines
 * are read as they are.
 */
import type { Draws } from '../sim/kernel/addresses.ts';
import type { FaultStep } from '../sim/fault/action.ts';
import { drawMixedPlan, samplesOf, type FaultMix } from '../sim/fault/mix.ts';
import { parseStep } from '../sim/fault/parse.ts';
import { drawFaultPlan, swarmKinds, usualKinds, type SwarmKind, type SwarmOptions } from '../sim/fault/swarm.ts';
import { showStep } from '../sim/fault/text.ts';
import { validateNames, validateSteps } from '../sim/fault/validate.ts';
import type { Plan, PlanFault } from '../sim/record/plan.ts';
import { BadField, readingField } from './bad-field.ts';
import type { Names } from './ensemble.ts';
import { factVerbs } from './fault-verbs.ts';
import type { Settings } from './settings.ts';

/** Faults begin when the first leader may have been elected. */
const FIRST_FAULT_US = 800_000;
/** Durable files of a server, up to the first dot of their names. */
const FILE_KINDS: readonly string[] = ['log', 'snapshot', 'acceptedEpoch', 'currentEpoch'];

type Mix = Pick<SwarmOptions, 'gapUsMin' | 'gapUsMax' | 'forUsMin' | 'forUsMax'> & {
  readonly kinds: readonly SwarmKind[];
};

/** The named mixes. Each seed then switches about half of the kinds on and draws how often and how long. */
export const faultMixes: Readonly<Record<string, Mix>> = {
  none: { kinds: [] },
  calm: {
    kinds: ['crash', 'pause', 'partition', 'latency', 'reset'],
    gapUsMin: 3_000_000,
    gapUsMax: 8_000_000,
    forUsMin: 100_000,
    forUsMax: 2_000_000,
  },
  std: {
    kinds: [...usualKinds, 'crash point', 'disk error', 'lying disk', 'wipe'],
    gapUsMin: 500_000,
    gapUsMax: 2_200_000,
    forUsMin: 300_000,
    forUsMax: 4_500_000,
  },
  harsh: {
    kinds: swarmKinds,
    gapUsMin: 200_000,
    gapUsMax: 1_500_000,
    forUsMin: 50_000,
    forUsMax: 5_000_000,
  },
};

/** The kinds that take part; fails with a sentence on a name nobody knows. */
function mixOf(faults: string): Mix {
  if (Object.hasOwn(faultMixes, faults)) return faultMixes[faults] as Mix;
  const kinds = faults.split(',').map((text) => {
    const name = text.trim();
    const kind = swarmKinds.find((each) => each === name || each.replaceAll(' ', '-') === name);
    if (kind !== undefined) return kind;
    const known = [...Object.keys(faultMixes), ...swarmKinds].join(', ');
    throw new RangeError(`"${name}" is no mix of faults and no kind of fault; known are ${known}`);
  });
  return { ...(faultMixes['std'] as Mix), kinds };
}

/** Fails with a BadField about the first fault that cannot be read or that names nobody. */
export function readFaults(
  faults: readonly PlanFault[],
  names: readonly string[],
  validate = validateSteps,
): FaultStep[] {
  const steps = faults.map(({ id, line }, index) => {
    const parsed = parseStep(id, line);
    if (parsed.ok) return parsed.value;
    throw new BadField([index], `the fault "${line}" cannot be read: ${parsed.error.message}`);
  });
  const refused = validate(steps, { names, verbs: factVerbs })[0];
  if (refused !== undefined) {
    const index = faults.findIndex((fault) => fault.id === refused.id);
    throw new BadField([index], `the fault "${faults[index]?.line ?? refused.id}" is not possible: ${refused.message}`);
  }
  return steps;
}

/**
 * Fails with a BadField about the first line of a mix that no seed could draw a fault from: that cannot be read, waits for
 * what nobody does, or names somebody who is in no seed's world. The names: of the largest.
 */
export function checkMix(mix: FaultMix, { servers, clients, all }: Names): void {
  const samples = samplesOf(mix, { servers, clients, fromUs: 0, untilUs: 1_000_000 });
  for (const [field, lines] of Object.entries(samples)) {
    const faults = lines.map((line, index) => ({ id: `${field}${index}`, line }));
    readingField([field], () => readFaults(faults, all, validateNames));
  }
}

/** The faults of a run; `plan` wins over what the settings say. */
export function faultSteps(
  draws: Draws,
  settings: Settings,
  plan: Plan | null,
  servers: readonly string[],
  names: readonly string[],
): FaultStep[] {
  if (plan !== null) return readFaults(plan.faults, names);
  const { faults } = settings;
  const fromUs = Math.min(FIRST_FAULT_US, Math.floor(settings.durationUs / 10));
  if (isMix(faults)) {
    const clients = names.filter((name) => !servers.includes(name)).slice(0, settings.clients);
    const steps = drawMixedPlan(draws, faults, {
      servers,
      clients,
      fromUs,
      untilUs: Math.floor((settings.durationUs * 9) / 10),
    });
    // A line may name a server that a larger ensemble has, or fill two gaps with one process: then there is no such fault.
    return steps.filter((step) => validateSteps([step], { names, verbs: factVerbs }).length === 0);
  }
  if (typeof faults !== 'string') {
    return readFaults(
      faults.map((line, index) => ({ id: `f${index + 1}`, line })),
      names,
    );
  }
  return drawFaultPlan(draws, {
    servers,
    fromUs,
    untilUs: settings.durationUs,
    fileKinds: FILE_KINDS,
    ...mixOf(faults),
  });
}

function isMix(faults: Settings['faults']): faults is FaultMix {
  return typeof faults === 'object' && !Array.isArray(faults);
}

export function planFaults(steps: readonly FaultStep[]): PlanFault[] {
  return steps.map((step) => ({ id: step.id, line: showStep(step) }));
}
