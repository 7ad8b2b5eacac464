/** Reads a scenario document from a parsed YAML or JSON value; the types are those of `scenario-document.ts`. */
import * as z from 'zod';
import { exitCodes, type Verdict } from '../check/verdict.ts';
import { parseDurationUs } from './duration.ts';
import { faultLineSchema } from './fault-line.ts';
import { parseWith, type InputSource } from './input-error.ts';
import type { ScenarioDocument } from './scenario-document.ts';

export const verdictSchema = z.enum(Object.keys(exitCodes) as [Verdict, ...Verdict[]]);

export const settingSchema = z.union([z.number(), z.string(), z.boolean()]);

const duration = z
  .string()
  .refine((text) => (parseDurationUs(text) ?? 0) > 0, 'is not a duration such as 30s or 250ms');

export const scenarioSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'is not a name in kebab-case'),
    story: z.string().min(1).describe('What the scenario shows.'),
    ensemble: z.strictObject({
      voters: z.int().min(1).max(15),
      observers: z.int().min(0).max(15).exactOptional(),
    }),
    clients: z.int().min(0).max(1000).exactOptional(),
    config: z
      .record(z.string(), settingSchema)
      .exactOptional()
      .describe('Fields of the server configuration by name: tickTimeMs, initLimit, syncLimit, snapCount, syncMode …'),
    workload: z
      .strictObject({
        name: z.string().exactOptional(),
        ops: z.int().min(0).max(100_000_000).exactOptional().describe('Operations over all clients.'),
        options: z.record(z.string(), settingSchema).exactOptional(),
      })
      .exactOptional(),
    faults: z
      .union([z.string().min(1), z.array(faultLineSchema)])
      .exactOptional()
      .describe(
        'A mix (none, calm, std, harsh), a comma-separated list of kinds, or lines such as "at 2s: crash leader".',
      ),
    duration: duration.exactOptional().describe('Virtual time in which operations and faults begin: 30s.'),
    until: z.string().min(1).exactOptional().describe('A condition of the fault vocabulary at which the run stops.'),
    expect: verdictSchema.exactOptional().describe('The verdict the scenario is about; ok when not given.'),
    sometimes: z.array(z.string().min(1)).exactOptional().describe('Marks a campaign must reach.'),
    limits: z
      .strictObject({
        events: z.int().min(1).exactOptional(),
        searchSteps: z.int().min(0).exactOptional(),
      })
      .exactOptional(),
  })
  .describe('A scenario of zabsim, as YAML or JSON.') satisfies z.ZodType<ScenarioDocument>;

/** The scenario in a parsed value; throws an InputError whose sentence names file, line and field. */
export function parseScenario(value: unknown, source: InputSource): ScenarioDocument {
  return parseWith(scenarioSchema, value, source);
}
