/** Reads the lines of a gauntlet's file; the types are those of `gauntlet-file.ts`. */
import * as z from 'zod';
import { exitCodes, type Verdict } from '../check/verdict.ts';
import type { CampaignEnd, ControlTally, FoundSeed, GauntletHeader, GauntletRecord } from './gauntlet-file.ts';
import { verdictSchema } from './scenario-schema.ts';

const count = z.int().min(0);

export const assertionsSchema = z.enum(['on', 'off']);

export const foundSeedSchema = z.strictObject({
  seed: z.string(),
  verdict: verdictSchema,
  check: z.string(),
  signature: z.string(),
  message: z.string(),
  replay: z.string().describe('The command line that shows it again.'),
}) satisfies z.ZodType<FoundSeed>;

export const gauntletHeaderSchema = z.strictObject({
  kind: z.literal('gauntlet'),
  schema: z.literal(1),
  version: z.string(),
  profile: z.string(),
  fingerprint: z.string(),
  seedsFrom: z.string(),
  strategy: z.string(),
  campaigns: count,
  budget: count,
  blockSeeds: count,
}) satisfies z.ZodType<GauntletHeader>;

const campaignEndSchema = z.strictObject({
  kind: z.literal('campaign'),
  bug: z.string(),
  assertions: assertionsSchema,
  campaign: count,
  seeds: count,
  detection: foundSeedSchema.nullable(),
  undecided: count,
  doubtful: count,
  controlFailures: z.array(foundSeedSchema),
  errors: z.array(foundSeedSchema),
  cpuMs: z.number().min(0),
}) satisfies z.ZodType<CampaignEnd>;

export const verdictCountsSchema = z.strictObject(
  Object.fromEntries(Object.keys(exitCodes).map((verdict) => [verdict, count.exactOptional()])) as Record<
    Verdict,
    z.ZodExactOptional<z.ZodInt>
  >,
);

/** What a control's tally and its score have in common. */
export const controlCounts = {
  seeds: count,
  verdicts: verdictCountsSchema,
  events: count,
  fewEvents: count.describe('Seeds with fewer than 100 events.'),
  noFault: count.describe('Seeds without any fault.'),
  marks: z
    .record(z.string(), z.strictObject({ times: count, seeds: count }))
    .describe('By rare situation: how often, and in how many seeds.'),
  failures: z.array(foundSeedSchema).describe('Seeds that were neither ok nor undecided.'),
};

const tallySchema = z.strictObject({
  ...controlCounts,
  cpuMs: z.number().min(0),
}) satisfies z.ZodType<ControlTally>;

export const gauntletRecordSchema = z.discriminatedUnion('kind', [
  campaignEndSchema,
  z.strictObject({ kind: z.literal('control'), block: count, tally: tallySchema }),
]) satisfies z.ZodType<GauntletRecord>;
