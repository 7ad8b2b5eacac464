/** Reads a case from JSON, and documents its shape (`sim schema case`). The types are those of `case.ts`. */
import * as z from 'zod';
import type { Case } from './case.ts';
import { InputError, inputSentence, parseWith, type InputSource } from './input-error.ts';
import { planSchema } from './plan-schema.ts';
import { recordedInputsSchema } from './recorded-inputs-schema.ts';
import { scenarioSchema, settingSchema, verdictSchema } from './scenario-schema.ts';
import { seedProblem } from './seed.ts';

const count = (least: number, most: number): z.ZodNumber => z.int().min(least).max(most);

/** How many there may be, the least and the most. */
export const sizes = {
  voters: [1, 15],
  observers: [0, 15],
  clients: [0, 1000],
  ops: [0, 100_000_000],
  durationMs: [1, 1_000_000_000],
} as const;

export const seedSchema = z.string().superRefine((text, context) => {
  const problem = seedProblem(text);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
});

const latencySchema = z.strictObject({
  shape: z.enum(['constant', 'uniform', 'exponential', 'pareto']),
  minUs: count(0, 1_000_000_000),
  spreadUs: count(0, 1_000_000_000).describe('Width of uniform; mean above minUs of exponential and pareto.'),
  maxUs: count(0, 1_000_000_000),
});

const weatherSchema = z.strictObject({
  latency: latencySchema.describe('Of messages.'),
  lossPpm: count(0, 1_000_000).describe('Lost packets in a million.'),
  syncLatency: latencySchema.describe('Of disks.'),
  stageDelays: z
    .array(
      z.strictObject({
        process: z.string().nullable().describe('A server; null for all.'),
        stage: z.string().describe('What the name of the stage begins with; empty for every stage.'),
        latency: latencySchema,
      }),
    )
    .describe('How long hand-overs between the stages of a server take; of two about one stage the later holds.'),
});

const prioritiesSchema = z.strictObject({
  delaysUs: z
    .array(count(0, 1_000_000_000))
    .min(1)
    .max(32)
    .describe('What links and stages of each priority wait, the highest first.'),
  changes: z
    .array(count(0, 1_000_000_000))
    .max(1000)
    .describe('How many messages and hand-overs go before the next to go falls to the lowest priority; ascending.'),
});

const optionsSchema = z.strictObject({
  voters: count(...sizes.voters).exactOptional(),
  observers: count(...sizes.observers).exactOptional(),
  clients: count(...sizes.clients).exactOptional(),
  ops: count(...sizes.ops).exactOptional(),
  durationMs: count(...sizes.durationMs)
    .exactOptional()
    .describe('Virtual time in which operations and faults begin.'),
  faults: z
    .string()
    .min(1)
    .exactOptional()
    .describe('none, calm, std, harsh, or a comma-separated list of fault kinds.'),
  until: z.string().min(1).exactOptional().describe('A condition of the fault vocabulary at which the run stops.'),
  config: z
    .record(z.string(), settingSchema)
    .exactOptional()
    .describe('Fields of the server configuration by name, such as tickTimeMs.'),
  priorities: prioritiesSchema.exactOptional().describe('Orders messages and threads, on top of the weather.'),
  seeds: z
    .record(z.string().min(1), seedSchema)
    .exactOptional()
    .describe('Decisions that are drawn from another seed, by what their addresses begin with: fault/f3, net.'),
  weather: weatherSchema.exactOptional().describe('In place of what the seed draws.'),
});

const expectationSchema = z.strictObject({
  verdict: verdictSchema,
  signature: z.string().nullable().default(null).describe('Of the finding; null when any will do.'),
});

export const caseSchema = z
  .strictObject({
    schema: z.literal(1),
    engine: z.string().describe('Version of the engine that wrote the case.'),
    scenario: z
      .union([z.string().min(1), scenarioSchema])
      .describe('A name, the path of a module (with a "/"), or an inline document.'),
    options: optionsSchema.default({}),
    bug: z.string().nullable().default(null).describe('A re-created bug by name.'),
    seed: seedSchema.describe(
      'A decimal number below 2^63 without leading zeros, or a short string; "quiet" draws nothing.',
    ),
    plan: planSchema.nullable().default(null).describe('Null: drawn from the seed.'),
    overrides: z.record(z.string(), z.number()).default({}).describe('Decisions by address that take this value.'),
    inputs: recordedInputsSchema
      .nullable()
      .default(null)
      .describe("What entered a served ensemble; null: the clients are the simulation's own."),
    expect: expectationSchema.nullable().default(null),
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{32}$/, 'is not 32 hexadecimal digits')
      .nullable()
      .default(null),
    landmarks: z
      .array(z.string())
      .exactOptional()
      .describe('What servers did on the way to the failure when the case was stored; a run does not depend on it.'),
  })
  .describe('A case of zabsim: everything a run is a function of.') satisfies z.ZodType<Case>;

/** What this release writes and reads. */
const SCHEMA = 1;

/** The case in a parsed JSON value; throws an InputError whose sentence names file, line and field. */
export function parseCase(value: unknown, source: InputSource): Case {
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (typeof schema === 'number' && schema > SCHEMA) {
    const problem = `is ${schema}: the case is from a newer version of zabsim, and this one reads schema ${SCHEMA}`;
    throw new InputError(inputSentence(source, ['schema'], problem));
  }
  return parseWith(caseSchema, value, source);
}
