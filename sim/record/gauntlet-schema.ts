/** The shape of a gauntlet's score in JSON (`sim schema gauntlet`); the types are those of `gauntlet-result.ts`. */
import * as z from 'zod';
import { assertionsSchema, controlCounts, foundSeedSchema } from './gauntlet-file-schema.ts';
import type { GauntletResult } from './gauntlet-result.ts';

const count = z.int().min(0);
const share = z.number().min(0).max(1);

const seedsToDetection = z.number().min(1).nullable();

const detection = {
  found: z.boolean(),
  seeds: z
    .strictObject({ median: seedsToDetection, p95: seedsToDetection })
    .describe('To the first detection, over the campaigns; null when it lies beyond the budget.'),
  probability: share.describe('Detections over seeds run.'),
  interval: z.tuple([share, share]).readonly().describe('Exact 95 % interval of the probability.'),
  seconds: z.number().min(0).nullable().describe('On one core to the median detection. Never compared.'),
  check: z.string().nullable().describe('The check that fired most often.'),
};

const modeSchema = z.strictObject({
  ...detection,
  assertions: assertionsSchema.describe('Whether assertions of the simulated servers could end a run.'),
  campaigns: count.describe('Finished ones.'),
  detections: count,
  seedsRun: count,
  checks: z.array(
    z.strictObject({
      check: z.string(),
      count,
      meant: z.boolean().describe('Whether it is a property that the bug is known to break.'),
    }),
  ),
  undecided: count,
  doubtful: count.describe('Seeds that failed while the correct protocol was undecided about them.'),
  errors: z.array(foundSeedSchema).describe('Seeds that ended in an error of zabsim itself.'),
  example: foundSeedSchema.nullable(),
});

export const gauntletSchema = z
  .strictObject({
    schema: z.literal(1),
    version: z.string(),
    profile: z.strictObject({
      scenario: z.string(),
      story: z.string(),
      parameters: z.record(z.string(), z.string()).describe('What each seed draws, with its odds.'),
      sampled: count.describe('Seeds whose draws are summed up here.'),
      drawn: z.record(z.string(), z.string()),
    }),
    seedsFrom: z.string().describe('Campaign c begins c * budget seeds later, the control behind all campaigns.'),
    strategy: z.string().describe('What led the campaigns; the control runs seeds as they are drawn.'),
    campaigns: count,
    budget: count,
    complete: z.boolean().describe('False when it was interrupted.'),
    bugs: z.array(
      z.strictObject({
        ...detection,
        id: z.string(),
        name: z.string(),
        kind: z.string(),
        phase: z.string(),
        title: z.string(),
        properties: z.array(z.string()),
        maskedBy: z.string().nullable().describe('The defence that is taken away together with the bug.'),
        shrunk: z
          .strictObject({
            servers: count,
            clients: count,
            faults: count,
            operations: count,
            overrides: count,
            phaseSteps: count.describe('Elections, synchronisations, proposals, acks, commits, flushes and faults.'),
          })
          .nullable()
          .describe('What is left of the first detection.'),
        modes: z.array(modeSchema).describe('With assertions on and off, as asked; the first gives the figures above.'),
      }),
    ),
    control: z.strictObject({ from: z.string(), ...controlCounts, undecided: count }),
    timing: z
      .strictObject({
        jobs: count,
        wallMs: z.number().min(0),
        bugCpuMs: z.number().min(0),
        controlCpuMs: z.number().min(0),
        controlSeedsPerSecond: z.number().min(0).nullable().describe('On one core.'),
      })
      .describe('Never compared.'),
  })
  .describe('The score of zabsim against re-created bugs.') satisfies z.ZodType<GauntletResult>;
