/**
 * Makes a case that is like another: a pure function of the parent and a seed.
 *
 * Every decision of a run has an address, so a mutant is the parent in which a few addresses are drawn from another seed:
 * one fault, or its moment alone; one setting; the weather; all latencies of the network. What is not redrawn stays to the
 * last digit, so that up to where the first changed decision falls the two runs are one. And it is small: a mutant of a
 * mutant still says only what it was redrawn from.
 */
import { Addresses, type Draws } from '../../sim/kernel/addresses.ts';
import type { Case } from '../../sim/record/case.ts';
import type { PlanFault } from '../../sim/record/plan.ts';
import type { Profile } from '../profile.ts';
import type { Settings } from '../settings.ts';
import { prepareCase, weatherOfCase, type RunHost } from '../simulation.ts';
import { plannedFaults } from '../plan.ts';
import { FAULTS_MAX, FAULTS_MIN, overridesWithFaults } from './density.ts';
import { drawPriorities } from './priorities.ts';

/** Changes of one mutant: the first always, each further one with these odds in a million. */
const FURTHER_PPM = 600_000;
const CHANGES_MAX = 8;
/** So often, in a million, all messages of a mutant take other times than its parent's. */
const TIMING_PPM = 800_000;

/** So often, in a million, a mutant has only parts of its parent. */
const CROSS_PPM = 500_000;
/** So often, in a million, a parent with few faults gets many. */
const GROW_PPM = 750_000;
/** What a case may take from its parent, each as a whole. */
const inherited: readonly (readonly string[])[] = [['profile'], ['weather'], ['workload'], ['mix', 'swarm', 'fault']];

/** Decisions made while a world runs, by site. */
const grounds = ['net', 'disk', 'stage', 'choose', 'supervisor'] as const;
/** What a drawn fault consists of, by the last part of its addresses. */
const faultParts = ['trigger', 'action', 'length', 'when0', 'when1', 'what0', 'what1', 'what', 'long0'] as const;

/** What can be changed of a case. */
interface Changing {
  readonly parent: Case;
  readonly draws: Draws;
  readonly seed: string;
  readonly profile: Profile | null;
  /** Ids of drawn faults, empty where faults are written out. */
  readonly faults: readonly string[];
  readonly settings: Settings;
  readonly seeds: Map<string, string>;
  overrides: Map<string, number>;
  options: Case['options'];
}

type Change = (on: Changing) => void;

/** Kinds of changes and their weights. */
const changes: readonly (readonly [Change, number])[] = [
  [redrawFault, 24],
  [redrawFaultPart, 24],
  [redrawGround, 14],
  [redrawSetting, 10],
  [redrawWeather, 6],
  [redrawWorkload, 6],
  [redrawMix, 6],
  [changeCount, 8],
  [changePriorities, 4],
];

export function mutate(parent: Case, seed: string, host: Pick<RunHost, 'registry'> = {}): Case {
  const draws = new Addresses(seed);
  const heirs = parent.plan === null && draws.chance('mutate/cross', CROSS_PPM);
  return heirs ? cross(parent, seed, draws, host) : neighbour(parent, seed, draws, host);
}

/** A fresh case with many faults that takes some of what was drawn before the run from its parent. */
function cross(parent: Case, seed: string, draws: Draws, host: Pick<RunHost, 'registry'>): Case {
  const taken = inherited.filter((_, i) => draws.chance(`mutate/take${i}`, 500_000)).flat();
  const of = (label: string): boolean => taken.some((site) => label === site || label.startsWith(`${site}/`));
  const before = Object.entries(parent.options.seeds ?? {}).filter(([site]) => of(site));
  const overrides = Object.entries(parent.overrides).filter(([address]) => of(address.split('#')[0] as string));
  const { priorities: _priorities, ...options } = parent.options;
  const child: Case = {
    ...parent,
    seed,
    options: {
      ...options,
      seeds: { ...Object.fromEntries(taken.map((site) => [site, parent.seed])), ...Object.fromEntries(before) },
    },
    overrides: Object.fromEntries(overrides),
    expect: null,
    fingerprint: null,
  };
  return of('mix') && isDense(plannedFaults(child, host)) ? child : grown(child, draws, host);
}

/** The same with many faults; those it had come first. */
function grown(of: Case, draws: Draws, host: Pick<RunHost, 'registry'>): Case {
  const { settings } = prepareCase(of, host.registry);
  const count = draws.between('mutate/count', FAULTS_MIN, FAULTS_MAX);
  return { ...of, overrides: overridesWithFaults(of, settings, count) };
}

function isDense(faults: readonly PlanFault[]): boolean {
  return faults.filter(({ id }) => /^f[0-9]+$/.test(id)).length >= FAULTS_MIN;
}

/** The parent with a few changes, one of which may be that it gets many faults, where it had few. */
function neighbour(of: Case, seed: string, draws: Draws, host: Pick<RunHost, 'registry'>): Case {
  const grows = draws.chance('mutate/grow', GROW_PPM) && !isDense(plannedFaults(of, host));
  const parent = grows ? grown(of, draws, host) : of;
  const { scenario, settings } = prepareCase(parent, host.registry);
  const on: Changing = {
    parent,
    draws,
    seed,
    profile: scenario.profile ?? null,
    faults: parent.plan === null ? plannedFaults(parent, host).map((fault) => fault.id) : [],
    settings,
    seeds: new Map(Object.entries(parent.options.seeds ?? {})),
    overrides: new Map(Object.entries(parent.overrides)),
    options: parent.options,
  };
  const before = shape(parent, host);
  for (let n = 0; n < CHANGES_MAX; n++) {
    draw(draws, changes)(on);
    if (draws.chance('mutate/further', FURTHER_PPM)) continue;
    if (on.seeds.get('net') === seed || shape(mutant(parent, on), host) !== before) break;
  }
  if (draws.chance('mutate/timing', TIMING_PPM) || shape(mutant(parent, on), host) === before) redraw(on, 'net');
  return mutant(parent, on);
}

function mutant(parent: Case, on: Changing): Case {
  return {
    ...parent,
    options: { ...on.options, seeds: Object.fromEntries(on.seeds) },
    overrides: Object.fromEntries(on.overrides),
    expect: null,
    fingerprint: null,
  };
}

/** What a case is before it runs; of two with one shape only what is drawn on the way may differ. */
function shape(of: Case, host: Pick<RunHost, 'registry'>): string {
  const { settings } = prepareCase(of, host.registry);
  const { faults: _mix, ...sizes } = settings;
  const { seeds: _seeds, ...options } = of.options;
  return JSON.stringify([sizes, plannedFaults(of, host), weatherOfCase(of, host), options]);
}

function draw<T>(draws: Draws, odds: readonly (readonly [T, number])[]): T {
  let at = draws.range(
    'mutate/change',
    odds.reduce((sum, [, weight]) => sum + weight, 0),
  );
  for (const [value, weight] of odds) {
    at -= weight;
    if (at < 0) return value;
  }
  return (odds[0] as readonly [T, number])[0];
}

/** From now on drawn from the mutant's seed; what was said before about a part of it no longer holds. */
function redraw(on: Changing, site: string): void {
  for (const other of [...on.seeds.keys()]) if (other.startsWith(`${site}/`)) on.seeds.delete(other);
  for (const address of [...on.overrides.keys()]) {
    const rest = address.slice(site.length, site.length + 1);
    if (address.startsWith(site) && (rest === '/' || rest === '#')) on.overrides.delete(address);
  }
  on.seeds.set(site, on.seed);
}

function pick<T>({ draws }: Changing, what: string, items: readonly T[]): T | null {
  return items.length === 0 ? null : draws.pick(`mutate/${what}`, items);
}

function redrawFault(on: Changing): void {
  const id = pick(on, 'fault', on.faults);
  if (id !== null) redraw(on, `fault/${id}`);
}

function redrawFaultPart(on: Changing): void {
  const id = pick(on, 'fault', on.faults);
  if (id !== null) redraw(on, `fault/${id}/${on.draws.pick('mutate/part', faultParts)}`);
}

function redrawGround(on: Changing): void {
  redraw(on, on.draws.pick('mutate/ground', grounds));
}

function redrawSetting(on: Changing): void {
  const name = pick(on, 'setting', on.profile === null ? [] : Object.keys(on.profile.settings));
  if (name !== null) redraw(on, `profile/${name}`);
}

function redrawWeather(on: Changing): void {
  const names = on.profile === null ? [] : Object.keys(on.profile.weather);
  const name = pick(on, 'weather', names);
  redraw(on, name === null || on.draws.chance('mutate/allWeather', 300_000) ? 'weather' : `weather/${name}`);
}

function redrawWorkload(on: Changing): void {
  const client = on.draws.range('mutate/client', on.settings.clients + 1);
  redraw(on, client === 0 ? 'workload' : `workload/c${client}`);
}

function redrawMix(on: Changing): void {
  const site = on.profile === null ? 'swarm' : 'mix';
  const part = on.draws.pick(
    'mutate/mix',
    site === 'mix' ? ['triggers', 'actions', 'heal', 'closing'] : ['kind', 'gap'],
  );
  redraw(on, `${site}/${part}`);
}

/** Some faults more, or one fewer; those that stay are the same. */
function changeCount(on: Changing): void {
  if (on.parent.plan !== null) return;
  const now = on.faults.filter((id) => /^f[0-9]+$/.test(id)).length;
  const by = on.draws.pick('mutate/by', [-1, 1, 2, 3, 5]);
  const count = Math.min(FAULTS_MAX, Math.max(1, now + by));
  on.overrides = new Map(
    Object.entries(
      overridesWithFaults({ ...on.parent, overrides: Object.fromEntries(on.overrides) }, on.settings, count),
    ),
  );
}

function changePriorities(on: Changing): void {
  const { priorities: _before, ...others } = on.options;
  on.options = on.draws.chance('mutate/calm', 300_000) ? others : { ...others, priorities: drawPriorities(on.draws) };
  redraw(on, 'priority');
}
