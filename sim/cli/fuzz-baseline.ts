/** The signatures that are known already (`--baseline`): of a campaign's result, or a plain list of them. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fuzzSchema } from '../record/fuzz-schema.ts';
import { InputError, parseWith } from '../record/input-error.ts';
import { parseJson } from '../record/json-source.ts';
import { byText } from '../../protocol/std/compare.ts';

/** Ascending, each once. */
export function readBaseline(file: string): string[] {
  const { value, source } = parseJson(file, readFileSync(file, 'utf8'));
  const signatures = Array.isArray(value)
    ? parseWith(z.array(z.string()), value, source)
    : ofCampaign(file, value, () => parseWith(fuzzSchema, value, source));
  return [...new Set(signatures)].sort(byText);
}

function ofCampaign(
  file: string,
  value: unknown,
  read: () => { readonly failures: readonly { readonly signature: string }[] },
): string[] {
  if (typeof value !== 'object' || value === null || !('campaign' in value)) {
    throw new InputError(`--baseline: ${file} is neither a campaign.json nor a list of signatures.`);
  }
  return read().failures.map(({ signature }) => signature);
}
