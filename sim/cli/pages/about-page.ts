/** Version, bugs and the stored cases that show them, as the playground's page carries them. */
import { readFileSync } from 'node:fs';
import { bugs } from '../../../scenarios/bugs/index.ts';
import { version } from '../../../scenarios/version.ts';
import { parseCase } from '../../record/case-schema.ts';
import type { Case } from '../../record/case.ts';
import { parseJson } from '../../record/json-source.ts';
import type { PlayAbout } from '../../record/play-about.ts';
import { storedCase } from '../stored-case.ts';

export function aboutPage(): PlayAbout {
  const shown = [...bugs.values()].map((bug) => {
    const { id, name, kind, title, story, breaks } = bug;
    const file = storedCase(bug);
    return { id, name, kind, title, story, breaks, of: file === null ? null : caseIn(file) };
  });
  return { version, bugs: shown };
}

/** What it once came to plays no part. */
function caseIn(file: string): Case {
  const { value, source } = parseJson(file, readFileSync(file, 'utf8'));
  const { landmarks: _, ...of } = parseCase(value, source);
  return { ...of, fingerprint: null };
}
