/** What tests of campaigns share: folders looked into, and a scenario whose seeds do harm to whoever runs them. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FuzzResult } from '../record/fuzz-result.ts';
import { fuzzSchema } from '../record/fuzz-schema.ts';

export function parsedFuzz(stdout: string): FuzzResult {
  return fuzzSchema.parse(JSON.parse(stdout));
}

/** Every file below a folder but the journal, with its text; what differs between machines is taken out. */
export function contentsOf(folder: string): Record<string, string> {
  const contents: Record<string, string> = {};
  for (const name of filesBelow(folder)) {
    if (name.endsWith('journal.jsonl')) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    contents[name] = name === 'campaign.json' ? withoutTiming(text) : name.endsWith('.html') ? digestOf(text) : text;
  }
  return contents;
}

/** A page is too long to be shown where it differs. */
function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The text of a result without its timing, which is what it ends with. */
export function withoutTiming(text: string): string {
  return text.replace(/"timing":.*/s, '');
}

/** Paths from the folder, in order; none when there is no such folder. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/**
 * The second operation decides: one seed in twelve never ends, one eats all memory, one ends its thread, and one throws.
 * Seeds 21 to 28 have one of each.
 */
export const deadlyModule = `
  import { defineScenario } from 'zabsim';

  function operation(client, n, dice) {
    const fate = client === 'c1' && n === 1 ? dice.below(0, 12) : 11;
    if (fate === 0) for (;;);
    if (fate === 1) for (const hoard = []; ; ) hoard.push(new Array(100000).fill(hoard.length));
    if (fate === 2) process.exit(3);
    if (fate === 3) throw new TypeError('no operation 17');
    return { type: 'setData', path: '/', data: client + n, version: -1 };
  }

  export default defineScenario({
    name: 'deadly',
    story: 'Some of its seeds do harm to the thread that runs them.',
    ensemble: { voters: 1 },
    clients: 1,
    workload: { ops: 4 },
    faults: 'none',
    duration: '2s',
    hooks: { operation },
  });
`;
