/** Stored cases to test with: those of the corpus, and some that stay as they are when the corpus is made anew. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCase } from '../record/case-schema.ts';
import type { Case } from '../record/case.ts';
import { parseJson } from '../record/json-source.ts';
import { packageRoot } from './package-root.ts';

export const corpus = join(packageRoot(), 'scenarios', 'corpus');

export const storedFiles: readonly string[] = readdirSync(corpus).filter((file) => file.endsWith('.json'));

/** Cases with some steps to tell of. */
export const samples = join(packageRoot(), 'scenarios', 'testdata', 'cases');

export function storedCaseIn(file: string): Case {
  return caseIn(corpus, file);
}

export function sampleCaseIn(file: string): Case {
  return caseIn(samples, file);
}

function caseIn(folder: string, file: string): Case {
  const { value, source } = parseJson(file, readFileSync(join(folder, file), 'utf8'));
  return parseCase(value, source);
}
