/** The shape of a campaign's result in JSON (`sim schema fuzz`); the types are those of `fuzz-result.ts`. */
import * as z from 'zod';
import type { FuzzResult } from './fuzz-result.ts';
import { verdictSchema } from './scenario-schema.ts';

const count = z.int().min(0);

const shrunkSchema = z.strictObject({
  servers: count,
  clients: count,
  faults: count,
  operations: count,
  overrides: count,
});

const fuzzFailureSchema = z.strictObject({
  signature: z.string().describe('What failures are grouped by.'),
  verdict: verdictSchema,
  check: z.string(),
  message: z.string(),
  seed: z.string().describe('The lowest that fails so.'),
  count: count.describe('Seeds that fail so.'),
  case: z.string().describe('Content name of the stored case, and of its folder in the output directory.'),
  shrunk: shrunkSchema.nullable().describe('Size of the stored case; null when it was not shrunk.'),
  known: z.boolean().describe('It is in the baseline.'),
  story: z.array(z.string()),
  replay: z.string().describe('The command line that shows it again, from the folder of the campaign.'),
});

export const fuzzSchema = z
  .strictObject({
    schema: z.literal(1),
    version: z.string(),
    campaign: z
      .string()
      .describe('Content name: equal for equal scenarios, options, strategy, islands and first seed.'),
    scenarios: z.array(z.string()),
    strategy: z.string(),
    range: z.string().describe('First and last seed that were run, gaps of shards included.'),
    seeds: count.describe('Seeds run.'),
    ok: count,
    undecided: count,
    doubts: z
      .array(z.strictObject({ reason: z.string(), seed: z.string(), count }))
      .describe('What left seeds undecided, with the lowest seed.'),
    failures: z.array(fuzzFailureSchema).describe('By signature, the one with the lowest seed first.'),
    marks: z
      .record(z.string(), z.strictObject({ times: count, seeds: count }))
      .describe('By rare situation: how often, and in how many seeds.'),
    missing: z.array(z.string()).describe('Rare situations that the scenarios ask for and no seed reached.'),
    behaviours: z.strictObject({ seen: count, once: count }).describe('Different ones, and those of one seed only.'),
    alone: count.describe(
      'Seeds that showed something no other seed showed; over seeds: how likely the next one does.',
    ),
    virtualMs: count,
    events: count,
    complete: z.boolean().describe('False when it was interrupted or its budget of time ended it.'),
    timing: z
      .strictObject({
        jobs: count,
        wallMs: z.number().min(0),
        cpuMs: z.number().min(0),
        seedsPerSecond: z.number().min(0).nullable(),
      })
      .describe('Never compared.'),
  })
  .describe('What a fuzzing campaign of zabsim came to.') satisfies z.ZodType<FuzzResult>;
