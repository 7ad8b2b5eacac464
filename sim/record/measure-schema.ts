/** The shape of a measurement in JSON (`sim schema measure`); the types are those of `measure-result.ts`. */
import * as z from 'zod';
import { caseSchema, seedSchema } from './case-schema.ts';
import { measureQuestions, type MeasureResult } from './measure-result.ts';
import { settingSchema, verdictSchema } from './scenario-schema.ts';

const count = z.int().min(0);
const number = z.number().min(0);

const pointSchema = z.strictObject({
  n: count.describe('Runs it is made of.'),
  value: number.nullable().describe('Null: nothing was measured, or the quantile lies beyond all that was waited for.'),
  interval: z.tuple([number.nullable(), number.nullable()]).readonly().describe('Null as an end: open on that side.'),
  reference: number.nullable().describe('What it is compared with.'),
});

const figureSchema = z.strictObject({
  id: z.string().describe('Unique in a result, and stable.'),
  title: z.string(),
  unit: z.enum(['ms', 'probability', 'count', 'bytes']),
  rowsAre: z.string().describe('What the names of the rows are.'),
  rows: z.array(z.string()).readonly(),
  series: z
    .array(
      z.strictObject({
        name: z.string(),
        points: z
          .array(pointSchema.nullable())
          .readonly()
          .describe('One for each row; null where the series has none.'),
      }),
    )
    .readonly(),
  interval: z
    .enum(['clopper-pearson', 'order-statistics', 'bootstrap'])
    .describe('Exact, of a proportion; exact, of a quantile; of a mean, by percentiles of resamplings.'),
  reference: z
    .strictObject({
      kind: z
        .enum(['exact', 'approximation', 'least'])
        .describe('The closed form of what is measured; of something near it; what nothing can be below.'),
      text: z.string(),
    })
    .nullable(),
  notes: z.array(z.string()).readonly(),
});

const questionSchema = z.enum(measureQuestions);

export const measureSchema = z
  .strictObject({
    schema: z.literal(1),
    version: z.string(),
    seeds: z.strictObject({ from: seedSchema, to: seedSchema }).describe('Both ends included.'),
    voters: z.array(z.int().min(1)).readonly(),
    weather: z.enum(['calm', 'drawn']).describe('drawn: each seed draws its own network and disks.'),
    config: z.record(z.string(), settingSchema).describe('Fields of the server configuration that were chosen.'),
    confidence: z.number().describe('How often an interval is to hold the true value.'),
    complete: z.boolean().describe('False when it was interrupted.'),
    runs: count.describe('Runs that were made.'),
    questions: z
      .array(
        z.strictObject({
          name: questionSchema,
          title: z.string(),
          about: z.array(z.string()).readonly().describe('What was measured, and what of it is the model’s.'),
          figures: z.array(figureSchema).readonly(),
        }),
      )
      .readonly(),
    findings: z
      .array(
        z.strictObject({
          question: questionSchema,
          variant: z.string(),
          voters: count,
          seed: seedSchema,
          verdict: verdictSchema,
          check: z.string(),
          message: z.string(),
          case: caseSchema,
        }),
      )
      .readonly()
      .describe('Runs in which a check found something; they count in no figure.'),
    timing: z.strictObject({ jobs: count, wallMs: number }).describe('Never compared.'),
  })
  .describe('Measurements of ensembles over many seeds.') satisfies z.ZodType<MeasureResult>;
