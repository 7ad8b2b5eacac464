/** A line of the fault vocabulary in a file: checked when it is read, kept as the text it is. */
import * as z from 'zod';
import { parseStep } from '../fault/parse.ts';

export const faultLineSchema = z
  .string()
  .superRefine((line, context) => {
    const parsed = parseStep('line', line);
    if (parsed.ok) return;
    const { field, message } = parsed.error;
    context.addIssue({ code: 'custom', message: `has a wrong ${field}: ${message.replace(/\.$/, '')}` });
  })
  .describe('One line of the fault vocabulary: "at 1.2s: partition 1,2 | 3,4,5".');
