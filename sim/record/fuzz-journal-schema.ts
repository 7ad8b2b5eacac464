/** Reads the lines of a campaign's journal; the types are those of `fuzz-journal.ts`. */
import * as z from 'zod';
import { caseSchema, seedSchema } from './case-schema.ts';
import type { FuzzGo, FuzzHeader, FuzzRecord, FuzzRun } from './fuzz-journal.ts';
import { failureSchema } from './result-schema.ts';
import { verdictSchema } from './scenario-schema.ts';

const count = z.int().min(0);
const decimalSeed = seedSchema.regex(/^[0-9]+$/, 'is not a decimal number');

export const fuzzHeaderSchema = z.strictObject({
  kind: z.literal('fuzz'),
  schema: z.literal(1),
  version: z.string(),
  campaign: z.string(),
  bases: z.array(caseSchema).min(1),
  origins: z.array(z.string().nullable()).min(1),
  strategy: z.string(),
  islands: count.min(1),
  shard: count.nullable(),
  from: decimalSeed,
  fingerprint: z.string(),
}) satisfies z.ZodType<FuzzHeader>;

const goSchema = z.strictObject({
  kind: z.literal('go'),
  seeds: count.nullable(),
  untilMs: count.nullable(),
  stopAfter: count.min(1).nullable(),
  known: z.array(z.string()),
  undecided: z.enum(['fail', 'warn']),
  shrink: z.boolean(),
  seedTimeoutMs: count,
  memoryMib: count,
}) satisfies z.ZodType<FuzzGo>;

const runSchema = z.strictObject({
  seed: decimalSeed,
  order: z.enum(['dense', 'pct', 'order', 'mutant']).exactOptional(),
  verdict: verdictSchema.exactOptional(),
  failure: failureSchema.exactOptional(),
  case: caseSchema.exactOptional(),
  doubt: z.string().exactOptional(),
  events: count,
  virtualMs: count,
  marks: z.record(z.string(), count).exactOptional(),
  behaviours: z.array(z.int()).exactOptional(),
  margin: z.number().exactOptional(),
  cpuMs: z.number().min(0),
}) satisfies z.ZodType<FuzzRun>;

export const fuzzRecordSchema = z.discriminatedUnion('kind', [
  goSchema,
  z.strictObject({ kind: z.literal('runs'), atMs: count, runs: z.array(runSchema) }),
  z.strictObject({
    kind: z.literal('end'),
    atMs: count,
    why: z.enum(['budget', 'found', 'time', 'interrupted']),
    seeds: count,
  }),
]) satisfies z.ZodType<FuzzRecord>;
