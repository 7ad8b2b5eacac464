/**
 * A question about ensembles that many runs answer: which runs, what is read off each, and what they come to.
 *
 * A run is a case like any other: one ensemble, a plan of operations and faults, a seed. A probe watches it, tells when it has
 * seen enough, and comes to a sample: a few numbers. Figures are made of samples only, and in the order of seeds, so they do
 * not depend on who ran what.
 */
import type { Observer } from '../../sim/kernel/observer.ts';
import { Addresses, type Draws } from '../../sim/kernel/addresses.ts';
import { newCase, type Case, type CaseWeather } from '../../sim/record/case.ts';
import type { Figure, MeasureQuestionName, MeasureWeather } from '../../sim/record/measure-result.ts';
import type { PlanOperation } from '../../sim/record/plan.ts';
import type { Setting } from '../../sim/record/scenario-document.ts';
import { resolveSettings, type SharedConfig } from '../settings.ts';
import { calmWeather, drawWeather, weatherToGive } from '../weather.ts';

/** What all runs of a measurement share. */
export interface MeasureOrder {
  /** Version of the engine, for the cases. */
  readonly engine: string;
  readonly voters: readonly number[];
  /** Fields of the server configuration. */
  readonly config: Readonly<Record<string, Setting>>;
  readonly weather: MeasureWeather;
}

/** One run, by name: plain data that a worker takes. */
export interface MeasureRun {
  readonly question: MeasureQuestionName;
  /** What is done to the ensemble, in the question's own words. */
  readonly variant: string;
  readonly voters: number;
  readonly seed: string;
}

/** What was read off a run; null as a number: it lies beyond what was waited for. */
export type Sample = Readonly<Record<string, number | null>>;

export interface Probe extends Observer {
  /** It has seen enough: the run need not go on. */
  readonly done: boolean;
  /** Null: this run says nothing about the question. */
  sample(): Sample | null;
}

export interface SetUp {
  readonly of: Case;
  readonly probe: Probe;
  /** Virtual time at which the run ends at the latest. */
  readonly untilUs: number;
}

export interface SeedSample {
  readonly seed: string;
  readonly sample: Sample;
}

/** Samples of the runs that said something, in the order of seeds. */
export interface Samples {
  of(variant: string, voters: number): readonly SeedSample[];
}

export interface Question {
  readonly name: MeasureQuestionName;
  readonly title: string;
  readonly about: readonly string[];
  /** What is run with each seed and each size. */
  variants(voters: number): readonly string[];
  setUp(order: MeasureOrder, run: MeasureRun): SetUp;
  figures(order: MeasureOrder, samples: Samples): readonly Figure[];
}

/** Something strikes, or is asked, after every first election, and at no fixed place between two pings. */
const MOMENT_US = 1_500_000;

/** The moment of a run at which it happens: drawn, within four ticks. */
export function momentUs({ seed, voters }: MeasureRun, config: SharedConfig): number {
  return MOMENT_US + drawsOf(seed).between(`measure/moment/${voters}`, 0, 4 * config.tickTimeMs * 1000);
}

/** What is decided about a run before it begins. */
export function drawsOf(seed: string): Draws {
  return new Addresses(seed);
}

/** The configuration that every server of a measurement has. */
export function configOf(order: MeasureOrder): SharedConfig {
  const document = { name: 'measure', story: 'A run of a measurement.', ensemble: { voters: 1 } };
  return resolveSettings(document, { config: order.config }).config;
}

export interface CaseParts {
  readonly story: string;
  readonly clients: number;
  readonly operations: readonly PlanOperation[];
  /** Lines of the fault vocabulary. */
  readonly faults: readonly string[];
  /** The faults stay till then. */
  readonly untilUs: number;
  /** Lost packets in a million, in place of the weather's. */
  readonly lossPpm?: number;
}

export function measuredCase(order: MeasureOrder, run: MeasureRun, parts: CaseParts): Case {
  const { story, clients, operations, faults, untilUs, lossPpm } = parts;
  const scenario = { name: `measure-${run.question}`, story, ensemble: { voters: run.voters }, clients };
  const weather = weatherFor(order.weather, run.seed);
  const options = {
    durationMs: Math.ceil(untilUs / 1000) + 1,
    weather: lossPpm === undefined ? weather : { ...weather, lossPpm },
    ...(Object.keys(order.config).length === 0 ? {} : { config: order.config }),
  };
  const plan = { operations, faults: faults.map((line, i) => ({ id: `f${i + 1}`, line })) };
  return { ...newCase(order.engine, scenario, run.seed, options), plan };
}

function weatherFor(weather: MeasureWeather, seed: string): CaseWeather {
  return weatherToGive(weather === 'calm' ? calmWeather : drawWeather(drawsOf(seed)));
}

/** Bytes of data in every write. */
export const DATA_BYTES = 100;
const DATA = 'x'.repeat(DATA_BYTES);
/** The node every write sets: the one that is there from the beginning. */
export const PATH = '/';

/** A write of a client every so often, from one time to another, the second not included. */
export function writes(client: string, fromUs: number, toUs: number, everyUs: number): PlanOperation[] {
  const count = Math.max(0, Math.ceil((toUs - fromUs) / everyUs));
  return Array.from({ length: count }, (_, i) => ({
    client,
    atUs: fromUs + i * everyUs,
    op: { type: 'setData', path: PATH, data: DATA, version: -1 },
  }));
}

/** Operations of several clients, in the order of their times. */
export function together(...plans: readonly (readonly PlanOperation[])[]): PlanOperation[] {
  return plans.flat().sort((a, b) => a.atUs - b.atUs);
}
