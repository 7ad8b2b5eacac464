/** The shape of a run's result in JSON (`sim schema result`); the types are those of `run-result.ts`. */
import * as z from 'zod';
import type { Failure, RunResult } from './run-result.ts';
import { settingSchema, verdictSchema } from './scenario-schema.ts';

const count = z.int().min(0);

export const failureSchema = z.strictObject({
  check: z.string(),
  signature: z.string(),
  message: z.string(),
  atMs: z.number().min(0),
  event: z.int(),
  replay: z.string(),
}) satisfies z.ZodType<Failure>;

export const resultSchema = z
  .strictObject({
    schema: z.literal(1),
    scenario: z.string(),
    seed: z.string(),
    case: z.string().describe('Content name of the case: chaos-s42.'),
    version: z.string(),
    ensemble: z.strictObject({ voters: count, observers: count }),
    drawn: z.record(z.string(), settingSchema).describe('Every other option as the run used it.'),
    verdict: verdictSchema,
    fingerprint: z.string().regex(/^[0-9a-f]{32}$/),
    events: count,
    handOvers: count.describe('Hand-overs between stages, included in events.'),
    virtualMs: z.number().min(0),
    wallMs: z.number().min(0).describe('Never compared.'),
    elections: count.describe('Leaders established after the first.'),
    epochs: count,
    commits: count,
    operations: z.strictObject({ ok: count, error: count, unknown: count }),
    underFault: z.number().min(0).max(1).describe('Share of operations that began while a fault was active.'),
    movedSessions: count,
    faults: z
      .array(z.strictObject({ atMs: z.number().min(0), kind: z.string(), text: z.string() }))
      .describe('One per action that changed what some process could do.'),
    marks: z.record(z.string(), count),
    checks: z.array(z.strictObject({ name: z.string(), verdict: verdictSchema, detail: z.string() })),
    failure: failureSchema.nullable(),
  })
  .describe('The result of one run of zabsim.') satisfies z.ZodType<RunResult>;
