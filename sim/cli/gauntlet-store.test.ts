import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { GauntletHeader } from '../record/gauntlet-file.ts';
import { InputError } from '../record/input-error.ts';
import { controlSeeds } from '../search/control.ts';
import { caseOf, fakeRunner } from '../search/fake-runs.testkit.ts';
import { Gauntlet } from '../search/gauntlet.ts';
import { huntSeeds } from '../search/seed-hunt.ts';
import { openStore } from './gauntlet-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'zabsim-store-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string): string => join(folder, name);

const header: GauntletHeader = {
  kind: 'gauntlet',
  schema: 1,
  version: '0.1.0',
  profile: 'fuzz',
  fingerprint: 'f'.repeat(32),
  seedsFrom: '1',
  strategy: 'random',
  campaigns: 2,
  budget: 8,
  blockSeeds: 4,
};

const runs = fakeRunner({ a: { '3': 'violation', '12': 'crash' }, none: { '12': 'liveness', '20': 'violation' } });

/** Goes on with what the file holds until all is done; stops before it keeps more than `most` records. */
function goOn(file: string, resume: boolean, most = Infinity): Gauntlet {
  const gauntlet = new Gauntlet({
    bugs: ['a'],
    modes: ['on', 'off'],
    campaigns: 2,
    budget: 8,
    seedsFrom: 1n,
    strategy: 'random',
    control: null,
    batchSeeds: 4,
  });
  const store = openStore(file, header, resume);
  for (const record of store.records) gauntlet.restore(record);
  let kept = 0;
  for (let task = gauntlet.next(); task !== null && kept < most; task = gauntlet.next()) {
    const record =
      task.kind === 'hunt'
        ? gauntlet.take(task, huntSeeds(caseOf(task.of.bug), task.seeds, runs))
        : gauntlet.take(task, controlSeeds(caseOf(null), task.seeds, runs));
    if (record !== null) store.keep(record);
    if (record !== null) kept++;
  }
  store.close();
  return gauntlet;
}

function score(gauntlet: Gauntlet): unknown {
  return [gauntlet.ends('a', 'on'), gauntlet.ends('a', 'off'), gauntlet.controlTally];
}

describe('a gauntlet that was killed', () => {
  test('goes on to the same end, wherever its file was cut off', () => {
    const whole = goOn(path('whole'), false);
    expect(whole.over).toBe(true);
    const bytes = readFileSync(path('whole'));
    expect(bytes.length).toBeGreaterThan(2000);
    for (let length = 0; length <= bytes.length; length++) {
      writeFileSync(path('cut'), bytes);
      truncateSync(path('cut'), length);
      const gauntlet = goOn(path('cut'), true);
      expect(gauntlet.over).toBe(true);
      expect(score(gauntlet)).toEqual(score(whole));
      const lines = readFileSync(path('cut'), 'utf8').trimEnd().split('\n');
      expect(JSON.parse(lines[0] ?? '')).toEqual(header);
      expect(lines.every((line) => typeof JSON.parse(line) === 'object')).toBe(true);
    }
  });

  test('runs nothing again that is in the file', () => {
    const half = goOn(path('half'), false, 2);
    expect(half.finishedCampaigns).toBe(2);
    const held = readFileSync(path('half'), 'utf8');
    const rest = goOn(path('half'), true);
    expect(rest.over).toBe(true);
    const now = readFileSync(path('half'), 'utf8');
    expect(now.startsWith(held)).toBe(true);
    expect(now.split('\n').filter((line) => line.includes('"campaign":0,"seeds"'))).toHaveLength(2);
  });

  test('begins anew when it left no file', () => {
    expect(goOn(path('none'), true).over).toBe(true);
    expect(existsSync(path('none'))).toBe(true);
  });
});

describe('a file is refused, and left as it is,', () => {
  function refused(name: string, text: string, resume = true): string {
    writeFileSync(path(name), text);
    let sentence = 'nothing was refused';
    try {
      openStore(path(name), header, resume).close();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      sentence = error.message;
    }
    expect(readFileSync(path(name), 'utf8')).toBe(text);
    expect(sentence).toMatch(/^[^\n]+\.$/);
    return sentence.replaceAll(path(name), name);
  }
  const line = (document: unknown): string => `${JSON.stringify(document)}\n`;

  test.each([
    [{ budget: 9 }, 'with budget 9, and this one has 8.'],
    [{ campaigns: 1 }, 'with campaigns 1, and this one has 2.'],
    [{ seedsFrom: '7' }, 'with seedsFrom 7, and this one has 1.'],
    [{ version: '0.0.9' }, 'with version 0.0.9, and this one has 0.1.0.'],
    [{ profile: 'chaos' }, 'with profile chaos, and this one has fuzz.'],
    [{ fingerprint: '0'.repeat(32) }, 'with another build of the program.'],
  ])('when it is of a gauntlet with %j', (other, end) => {
    expect(refused('other', line({ ...header, ...other }))).toBe(`--resume: other is of a gauntlet ${end}`);
  });

  test('when it is something else', () => {
    expect(refused('notes', 'remember the milk\n')).toBe('notes:1: the line is not JSON.');
    expect(refused('case', line({ schema: 1, seed: '4' }))).toBe('case:1: kind is not "gauntlet".');
  });

  test('when a line in the middle is broken', () => {
    expect(refused('rot', `${line(header)}{"kind":"camp\n${line({ kind: 'control' })}`)).toBe(
      'rot:2: the line is not JSON.',
    );
    expect(refused('odd', line(header) + line({ kind: 'control', block: -1 }))).toBe('odd:2: block is below 0.');
  });

  test('when nobody asked to go on', () => {
    expect(refused('there', line(header), false)).toBe(
      '--out: there is there already: go on with --resume, or name another file.',
    );
  });
});
