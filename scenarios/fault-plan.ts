/**
 * From a scenario's faults to steps of the vocabulary: a named mix or a list of kinds is drawn from the seed, lines
 * are read as they are.
 */
import type { Draws } from '../sim/kernel/addresses.ts';
import type { FaultStep } from '../sim/fault/action.ts';
import { drawMixedPlan, samplesOf, type FaultMix, type MixOptions } from '../sim/fault/mix.ts';
import { parseStep } from '../sim/fault/parse.ts';
import { drawFaultPlan, swarmKinds, usualKinds, type SwarmKind, type SwarmOptions } from '../sim/fault/swarm.ts';
import { showStep } from '../sim/fault/text.ts';
import { validateSteps } from '../sim/fault/validate.ts';
import type { Plan, PlanFault } from '../sim/record/plan.ts';
import { BadField, readingField } from './bad-field.ts';
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

function readLines(faults: readonly PlanFault[]): FaultStep[] {
  return faults.map(({ id, line }, index) => {
    const parsed = parseStep(id, line);
    if (parsed.ok) return parsed.value;
    throw new BadField([index], `the fault "${line}" cannot be read: ${parsed.error.message}`);
  });
}

/** Fails with a BadField about the first fault that cannot be read or that names nobody. */
export function readFaults(faults: readonly PlanFault[], names: readonly string[]): FaultStep[] {
  const steps = readLines(faults);
  const refused = validateSteps(steps, { names, verbs: factVerbs })[0];
  if (refused !== undefined) {
    const index = faults.findIndex((fault) => fault.id === refused.id);
    throw new BadField([index], `the fault "${faults[index]?.line ?? refused.id}" is not possible: ${refused.message}`);
  }
  return steps;
}

/** Who there is in the samples of a mix, however many there are in a case: enough for every line to mean something. */
const SAMPLED: MixOptions = { servers: ['1', '2', '3'], clients: ['c1', 'c2'], fromUs: 0, untilUs: 1_000_000 };

/**
 * Fails with a BadField about the first line of a mix that no seed could draw a fault from: that cannot be read, or waits
 * for what nobody does. Whom an action names is left to the draw, which may put one process in two places.
 */
export function checkMix(mix: FaultMix, names: readonly string[]): void {
  const { triggers, ...others } = samplesOf(mix, SAMPLED);
  const faults = (field: string, lines: readonly string[]): PlanFault[] =>
    lines.map((line, index) => ({ id: `${field}${index}`, line }));
  const known = [...new Set([...SAMPLED.servers, ...SAMPLED.clients, ...names])];
  readingField(['triggers'], () => readFaults(faults('triggers', triggers), known));
  for (const [field, lines] of Object.entries(others)) readingField([field], () => readLines(faults(field, lines)));
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
    return drawMixedPlan(draws, faults, {
      servers,
      clients,
      fromUs,
      untilUs: Math.floor((settings.durationUs * 9) / 10),
    });
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
