/**
 * Checks what a scenario of code holds: what its document may say, and beside that functions and classes, of which no
 * more can be seen than that they are there.
 */
import * as z from 'zod';
import type { DiskOptions } from '../disk/options.ts';
import type { FaultMix } from '../fault/mix.ts';
import type { Range } from '../fault/odds.ts';
import type { Latency } from '../kernel/distribution.ts';
import type { ProcessSpec } from '../kernel/world.ts';
import type { DatagramOptions, NetworkOptions } from '../network/options.ts';
import { sizes } from './case-schema.ts';
import { InputError, inputSentence, parseWith, type InputSource } from './input-error.ts';
import { planOpSchema } from './plan-schema.ts';
import { scenarioSchema, settingSchema } from './scenario-schema.ts';

/** A schema for each field of a type: one that is added there is missed here. */
type Fields<T> = { readonly [K in keyof T]-?: z.ZodType };

const code = z.custom((value) => typeof value === 'function', {
  error: ({ input }) => (input === undefined ? 'is missing' : 'is not a function'),
});
const wholeNumber = z.int().min(0);
const ppm = z.int().min(0).max(1_000_000);

const latency = z.strictObject({
  shape: z.enum(['constant', 'uniform', 'exponential', 'pareto']),
  minUs: wholeNumber,
  spreadUs: wholeNumber,
  maxUs: wholeNumber,
} satisfies Fields<Latency>);

const datagram = z.strictObject({
  lossPpm: ppm,
  duplicatePpm: ppm,
  reorderPpm: ppm,
  extra: latency,
} satisfies Fields<DatagramOptions>);

const network = z.strictObject({
  latency,
  loopbackUs: wholeNumber,
  lossPpm: ppm,
  window: z.int().min(1),
  slowConnectPpm: ppm,
  slowConnect: latency,
  connectTimeoutUs: wholeNumber,
  giveUpUs: wholeNumber,
  datagrams: z.record(z.string(), datagram),
} satisfies Fields<NetworkOptions>);

const disk = z.strictObject({
  syncLatency: latency,
  readLatency: latency,
  capacityBytes: wholeNumber,
} satisfies Fields<DiskOptions>);

const clock = z.strictObject({
  offsetMs: z.int().exactOptional(),
  driftPpm: z.int().exactOptional(),
  wallDriftPpm: z.int().exactOptional(),
} satisfies Fields<NonNullable<ProcessSpec['clock']>>);

const supervisor = z.strictObject({
  delay: latency,
  exitsMax: wholeNumber,
  resetUs: wholeNumber,
} satisfies Fields<NonNullable<ProcessSpec['supervised']>>);

const processSpec = z.strictObject({
  name: z.string().min(1),
  create: code,
  clock: clock.exactOptional(),
  supervised: supervisor.exactOptional(),
  hasDisk: z.boolean().exactOptional(),
  outside: z.boolean().exactOptional(),
} satisfies Fields<ProcessSpec>);

/** What is drawn, each with its weight. */
const odds = (value: z.ZodType) =>
  z
    .array(z.tuple([value, wholeNumber]))
    .min(1)
    .refine((all) => all.some(([, weight]) => weight > 0), 'nothing has any weight');

const numbers = (least: number, most: number) => {
  const number = z.int().min(least).max(most);
  const range = z
    .strictObject({ from: number, to: number } satisfies Fields<Range>)
    .refine(({ from, to }) => from <= to, 'it ends before it begins');
  return odds(z.union([number, range]));
};

const lines = odds(z.string());

const faultMix = z.strictObject({
  count: numbers(0, 1000),
  triggers: lines,
  actions: lines,
  targets: lines,
  lengths: lines,
  healPercent: numbers(0, 100),
  closing: lines,
} satisfies Fields<FaultMix>);

/** Sizes, and beside them settings by names that only what they are settings of knows. */
const profileSettings = z
  .object({
    voters: numbers(...sizes.voters).exactOptional(),
    observers: numbers(...sizes.observers).exactOptional(),
    clients: numbers(...sizes.clients).exactOptional(),
    ops: numbers(...sizes.ops).exactOptional(),
    durationMs: numbers(...sizes.durationMs).exactOptional(),
    workload: lines.exactOptional(),
  })
  .catchall(odds(z.union([settingSchema, z.strictObject({ from: z.int(), to: z.int() } satisfies Fields<Range>)])));

/** What the library has, by its names there. */
export interface ModuleNames {
  /** Of a server: a scenario that has its own has all. */
  readonly parts: readonly string[];
  /** What a profile draws of the weather: a number, any text, or one of these. */
  readonly weather: Readonly<Record<string, WeatherValue>>;
}

export type WeatherValue = 'number' | 'text' | readonly string[];

function weatherOdds(value: WeatherValue) {
  if (value === 'number') return numbers(0, 1_000_000_000);
  return value === 'text' ? lines : odds(z.enum(value));
}

export function scenarioModuleSchema(names: ModuleNames) {
  return scenarioSchema.extend({
    clientConfig: z.record(z.string(), z.number()).exactOptional(),
    profile: z
      .strictObject({
        settings: profileSettings,
        weather: z.strictObject(
          Object.fromEntries(Object.entries(names.weather).map(([name, value]) => [name, weatherOdds(value)])),
        ),
        faults: faultMix,
      })
      .exactOptional(),
    clocks: z.enum(['exact', 'skewed']).exactOptional(),
    weather: z.enum(['calm', 'local', 'drawn']).exactOptional(),
    network: network.partial().exactOptional(),
    disk: disk.partial().exactOptional(),
    sites: z.record(z.string(), z.string()).exactOptional(),
    heal: z.boolean().exactOptional(),
    hooks: z
      .strictObject({
        operation: code.exactOptional(),
        properties: z.array(code).exactOptional(),
        processes: z.array(processSpec).exactOptional(),
        server: code.exactOptional(),
        parts: z.record(z.enum(names.parts), code).exactOptional(),
      })
      .exactOptional(),
  });
}

/** Throws an InputError whose sentence names file and field. */
export function checkScenarioModule(value: unknown, names: ModuleNames, source: InputSource): void {
  parseWith(scenarioModuleSchema(names), value, source);
}

const drawnOperation = z.object({ hooks: z.object({ operation: planOpSchema }) });

/**
 * Checks an operation that a module's own function drew: no default is filled in, since nobody reads it again. Throws an
 * InputError whose sentence names file and field.
 */
export function checkModuleOperation(value: unknown, source: InputSource): void {
  const { operation } = parseWith(drawnOperation, { hooks: { operation: value } }, source).hooks;
  const missing = Object.keys(operation).find((key) => !(key in (value as object)));
  if (missing !== undefined) {
    throw new InputError(inputSentence(source, ['hooks', 'operation', missing], 'is missing'));
  }
}
