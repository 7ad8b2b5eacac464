/** The stored cases, by their files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCase } from '../record/case-schema.ts';
import type { Case } from '../record/case.ts';
import { parseJson } from '../record/json-source.ts';
import { packageRoot } from './package-root.ts';

export const corpus = join(packageRoot(), 'scenarios', 'corpus');

export const storedFiles: readonly string[] = readdirSync(corpus).filter((file) => file.endsWith('.json'));

export function storedCaseIn(file: string): Case {
  const { value, source } = parseJson(file, readFileSync(join(corpus, file), 'utf8'));
  return parseCase(value, source);
}
