/** The gauntlet as a user runs it, with little to do. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bugs } from '../../scenarios/bugs/index.ts';
import type { BugSheet } from '../record/bug-sheet.ts';
import type { GauntletResult } from '../record/gauntlet-result.ts';
import { gauntletSchema } from '../record/gauntlet-schema.ts';
import { bin, CommandLine } from './command-line.testkit.ts';

const commandLine = new CommandLine();
afterAll(() => commandLine.remove());
const sim: CommandLine['sim'] = (...args) => commandLine.sim(...args);

/** Found within a few seeds. */
const [EASY, ALSO_EASY] = ['G2', 'ZK-4394'];
const SMALL = ['--campaigns', '2', '--budget', '60', '--control', '4', '--assertions', 'on'];

function parsed(stdout: string): GauntletResult {
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  return gauntletSchema.parse(JSON.parse(stdout));
}

/** Without what depends on the machine. */
function comparable({ timing: _timing, ...rest }: GauntletResult): unknown {
  const timeless = <T extends { seconds: unknown }>({ seconds: _seconds, ...score }: T): unknown => score;
  return {
    ...rest,
    bugs: rest.bugs.map((bug) => ({ ...(timeless(bug) as object), modes: bug.modes.map(timeless) })),
  };
}

describe('sim bugs', () => {
  test('lists every bug once, with its phase and the property it breaks', async () => {
    const { code, stdout } = await sim('bugs');
    expect(code).toBe(0);
    for (const { id, phase } of bugs.values()) expect(stdout).toMatch(new RegExp(`\\n  ${id} +${phase} `));
    expect(stdout.split('\n').every((line) => line.length <= 100)).toBe(true);
    const all = JSON.parse((await sim('bugs', '--json')).stdout) as { bugs: BugSheet[] };
    expect(all.bugs.map(({ id }) => id)).toEqual([...bugs.keys()]);
  });

  test('tells the story of one, and its stored case shows it', async () => {
    const { stdout } = await sim('bugs', EASY);
    expect(stdout).toContain('found by');
    const replay = /^ {2}sim (replay .*)$/m.exec(stdout)?.[1] ?? '';
    const replayed = await sim(...replay.split(' '), '--quiet');
    expect(replayed.stdout).toMatch(/^fits 1 of 1 decisions, still fails the same way\n/);
    expect(replayed.code).toBe(1);
    const passes = /^ {2}sim (run .* --bug none)$/m.exec(stdout)?.[1] ?? '';
    const passed = await sim(...passes.split(' '), '--quiet');
    // A shrunk case may be too short for the correct protocol to show that it recovers.
    expect([0, 5]).toContain(passed.code);
    expect(passed.stdout).toMatch(/ sim replay \S+ --bug none\n$/);
  });

  test('a reader may stop reading', async () => {
    const ended = await commandLine.start('bash', ['-c', `"${process.execPath}" "${bin}" bugs | head -n 1`], {});
    expect(ended).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('sim gauntlet', () => {
  test('finds bugs, and comes to the same with any number of jobs', async () => {
    const one = await sim('gauntlet', EASY, ALSO_EASY, ...SMALL, '--jobs', '1', '--json');
    const two = await sim('gauntlet', ALSO_EASY, EASY, ...SMALL, '--jobs', '3', '--json');
    expect({ code: one.code, stderr: one.stderr.replace(/^\d+ s: .*\n/gm, '') }).toEqual({ code: 0, stderr: '' });
    const result = parsed(one.stdout);
    expect(comparable(result)).toEqual(comparable(parsed(two.stdout)));
    expect(result).toMatchObject({ complete: true, campaigns: 2, budget: 60, control: { seeds: 4, failures: [] } });
    for (const bug of result.bugs) expect(bug).toMatchObject({ found: true, shrunk: { overrides: 0 } });
    expect(result.bugs.every(({ seconds }) => (seconds ?? 0) > 0)).toBe(true);
    const again = await sim(...(result.bugs[0]?.modes[0]?.example?.replay ?? '').split(' ').slice(1), '--quiet');
    expect([1, 3, 4]).toContain(again.code);
  });

  test('a bug that was not found is an expectation that was not met', async () => {
    const args = ['--campaigns', '1', '--budget', '1', '--control', '0', '--assertions', 'on', '--no-shrink'];
    const missed: string[] = [];
    for (const id of ['ZK-4643', 'ZK-4646', 'ZK-335', 'ZK-1419']) {
      const { code, stdout } = await sim('gauntlet', id, ...args);
      if (!stdout.includes('NOT FOUND')) continue;
      missed.push(id);
      expect(code).toBe(7);
      expect(stdout).toContain('\nno control\n');
      break;
    }
    expect(missed).toHaveLength(1);
  });

  test('tells in columns that fit, and in Markdown', async () => {
    const text = await sim('gauntlet', EASY, ...SMALL, '--no-shrink');
    expect(text.stdout.split('\n').filter((line) => line.length > 100 && !line.includes('sim run'))).toEqual([]);
    expect(text.stdout).toMatch(/\nprofile \w+\n/);
    const markdown = await sim('gauntlet', EASY, ...SMALL, '--no-shrink', '--markdown');
    expect(markdown.stdout).toContain('\n| bug | what | phase | asserts | median |');
  });

  test('prints what there is when it is interrupted, and goes on from its file', async () => {
    const args = [
      'gauntlet',
      EASY,
      ALSO_EASY,
      '--campaigns',
      '2',
      '--budget',
      '60',
      '--assertions',
      'on',
      '--no-shrink',
      '--json',
    ];
    const whole = await sim(...args, '--control', '300');
    const kept = [...args, '--control', '300', '--out', 'kept.jsonl'];
    const file = join(commandLine.folder, 'kept.jsonl');
    const broken = await commandLine.start(process.execPath, [bin, ...kept], {}, (child) => {
      const waiting = setInterval(() => {
        if (!existsSync(file) || readFileSync(file, 'utf8').split('\n').length < 4) return;
        clearInterval(waiting);
        child.kill('SIGINT');
      }, 5);
    });
    expect(broken.code).toBe(130);
    expect(parsed(broken.stdout).complete).toBe(false);
    expect(broken.stderr).toMatch(/(^|\n)sim: the same command with --resume goes on\.\n$/);
    const other = await sim(...kept, '--resume', '--budget', '61');
    expect(other).toMatchObject({ code: 2, stdout: '' });
    expect(other.stderr).toMatch(
      /^sim: --resume: kept\.jsonl is of a gauntlet with budget 60, and this one has 61\.\n$/,
    );
    const resumed = await sim(...kept, '--resume');
    expect(comparable(parsed(resumed.stdout))).toEqual(comparable(parsed(whole.stdout)));
    expect(resumed.code).toBe(whole.code);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.length).toBe(1 + 4 + 300 / 25);
  });

  test('a reader may stop reading', async () => {
    const line = `"${process.execPath}" "${bin}" gauntlet ${EASY} ${SMALL.join(' ')} --json 2>/dev/null | head -c 1`;
    expect(await commandLine.start('bash', ['-c', line], {})).toMatchObject({ code: 0, stdout: '{' });
  });
});

test('a bug that an ensemble cannot show is told, and the run goes on', async () => {
  const needy = [...bugs.values()].find((bug) => bug.needs?.observers === true);
  if (needy === undefined) return;
  const args = ['run', '--bug', needy.id, '--for', '3s', '--ops', '20', '--faults', 'none', '--quiet'];
  const { code, stdout, stderr } = await sim(...args);
  expect(stderr).toBe(
    `sim: ${needy.id} shows only where there are observers, and this ensemble has none: nothing will be found.\n`,
  );
  expect({ code, lines: stdout.trimEnd().split('\n').length }).toEqual({ code: 0, lines: 1 });
  expect((await sim(...args, '--observers', '1')).stderr).toBe('');
});
