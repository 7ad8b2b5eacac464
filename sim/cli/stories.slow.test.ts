/** What the built program tells of stored cases: how they fit, why they fail, where two runs part. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { caseSchema } from '../record/case-schema.ts';
import type { Case } from '../record/case.ts';
import type { CorpusReport } from '../record/corpus-report.ts';
import type { Difference } from '../record/difference.ts';
import type { Story } from '../record/story.ts';
import { bin, CommandLine } from './command-line.testkit.ts';
import { samples, sampleCaseIn } from './stored-cases.testkit.ts';

const commandLine = new CommandLine();
const { folder } = commandLine;
afterAll(() => commandLine.remove());
const sim: CommandLine['sim'] = (...args) => commandLine.sim(...args);

const stored = join(samples, 'zk-4643.json');
const small = join(samples, 'zk-2845.json');

function file(name: string, of: Case): string {
  return commandLine.file(name, JSON.stringify(of));
}

describe('replay says first how the case fits', () => {
  const of = sampleCaseIn('zk-4643.json');
  const plan = of.plan ?? { operations: [], faults: [] };

  test('exactly, when it was saved by this engine', async () => {
    await sim('run', stored, '--save', 'saved.json', '--quiet');
    const saved = caseSchema.parse(JSON.parse(readFileSync(join(folder, 'saved.json'), 'utf8')));
    expect(saved.landmarks).toContain('crashed 1');
    const { stdout, code } = await sim('replay', 'saved.json', '--quiet');
    expect(stdout.split('\n')[0]).toBe('exact: the fingerprint is the saved one');
    expect(code).toBe(1);
  });

  test('in part, and still', async () => {
    const idle = { id: 'idle', line: 'when server 1 logs 77:1: crash it' };
    const name = file('idle.json', { ...of, plan: { ...plan, faults: [...plan.faults, idle] } });
    expect((await sim('replay', name, '--quiet')).stdout).toMatch(/^fits 4 of 5 decisions, still fails the same way\n/);
  });

  test('as JSON too, beside the result', async () => {
    const { stdout, stderr } = await sim('replay', stored, '--json');
    const { replayed, verdict } = JSON.parse(stdout) as { replayed: unknown; verdict: string };
    expect(replayed).toMatchObject({ kind: 'same', decisions: 4, met: 4, missed: [] });
    expect({ verdict, stderr }).toEqual({ verdict: 'violation', stderr: '' });
  });

  test('or no longer, and where it went another way', async () => {
    const landmarks = ['partition 3,4,5 | 1,2', 'FOLLOWERINFO 3->1'];
    const faults = plan.faults.map(({ id }) => ({ id, line: 'when server 1 logs 77:1: crash it' }));
    const name = file('gone.json', { ...of, plan: { ...plan, faults }, landmarks });
    const { stdout, code } = await sim('replay', name, '--quiet');
    expect(stdout.split('\n')[0]).toMatch(
      /^no longer applies: expected partition 3,4,5 \| 1,2, got [A-Z]+ [0-9]->[0-9].* \(fits 1 of 4 decisions\)$/,
    );
    expect(code).toBe(0);
  });
});

test('replay stops at a condition, and shows the way there in columns', async () => {
  const { stdout, code } = await sim('replay', stored, '--until', 'server 1 joins 1', '--columns', '--quiet');
  const lines = stdout.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^up to server 1 joins 1: /);
  expect(lines[1]).toMatch(/^★ LEADING {2}● FOLLOWING/);
  expect(lines[2]).toMatch(/^ +ms 1 +2 +3 +4 +5$/);
  expect(lines.at(-2)).toMatch(/ ●f1 0:0 .*currentEpoch 1, acks NEWLEADER 1$/);
  for (const line of lines.slice(1, -1)) expect(line.length).toBeLessThanOrEqual(100);
  expect(code).toBe(5);
});

test('run shows a seed in columns too', async () => {
  const { stdout } = await sim('run', 'steady', '--ops', '10', '--for', '3s', '--columns', '--quiet');
  expect(stdout).toMatch(/\n[ 0-9.]+ .*✔.*★L1 0:0 .*leads epoch 1, quorum /);
});

describe('explain', () => {
  test('tells why a case fails, and exits with 0', async () => {
    const { stdout, code } = await sim('explain', small);
    expect(stdout).toMatch(/^fuzz-s5-[0-9a-f]{6} {2}violation {2}zab-prefix: /);
    expect(stdout).toMatch(/\n {1,2}1\. {2}Servers 1, 2 and 3 vote; server 3 leads epoch 1/);
    expect(stdout).toMatch(/\nwithout each step\n {2}passes +f5 +when leader logs x3: crash it for 150ms\n/);
    expect(stdout).toMatch(/\nreplay: sim replay .*zk-2845\.json\n$/);
    expect(code).toBe(0);
  });

  test('as JSON and nothing else', async () => {
    const { stdout } = await sim('explain', small, '--json');
    const story = JSON.parse(stdout) as Story;
    expect(story).toMatchObject({ schema: 1, verdict: 'violation', complete: true });
  });

  test('has nothing to explain where nothing fails', async () => {
    const { stdout, code } = await sim('explain', small, '--bug', 'none');
    expect(stdout).toContain('there is nothing to explain');
    expect(code).toBe(5);
  });

  test('tells what is known when it is interrupted', async () => {
    await sim('run', 'chaos', '--bug', 'G3', '--seed', '1', '--save', 'big.json', '--quiet');
    // Progress on stderr tells that runs are made.
    const ended = await commandLine.start(
      process.execPath,
      [bin, 'explain', 'big.json'],
      { NO_COLOR: '1' },
      (child) => {
        child.stderr?.once('data', () => child.kill('SIGINT'));
      },
    );
    expect(ended.stdout).toMatch(/\n {1,2}1\. {2}Servers 1, 2, 3, 4 and 5 vote/);
    expect(ended.stdout).toContain('not everything was tried');
    expect(ended.code).toBe(130);
  });
});

describe('diff', () => {
  test('finds where a bug does something else, and what led to it', async () => {
    const { stdout, code } = await sim('diff', join(samples, 'zk-1154.json'), '--bug', 'none');
    expect(stdout).toMatch(
      /\na {2}event ([0-9]+) at [0-9.]+ s, 2: from 3, quorum: ACKEPOCH lastZxid=1:4 .*\n {5}2 tells syncPlan learner=3 mode="DIFF"/,
    );
    expect(stdout).toMatch(/\nb {2}event [0-9]+ .*\n {5}2 tells syncPlan learner=3 mode="TRUNC"/);
    expect(stdout).toMatch(/\nboth sides\n {5}caused by event /);
    expect(code).toBe(0);
  });

  test('finds nothing where there is nothing', async () => {
    const { stdout, code } = await sim('diff', small, small, '--json');
    expect(JSON.parse(stdout) as Difference).toMatchObject({ equal: true, event: null });
    expect(code).toBe(0);
  });
});

describe('corpus', () => {
  test('checks each case, and fails when one does not do what it expects', async () => {
    mkdirSync(join(folder, 'cases'));
    file('cases/good.json', sampleCaseIn('zk-2845.json'));
    const good = await sim('corpus', 'check', 'cases', '--json');
    expect(JSON.parse(good.stdout) as CorpusReport).toMatchObject({ met: 1, missed: 0, complete: true });
    expect(good.code).toBe(0);
    file('cases/mended.json', { ...sampleCaseIn('zk-2845.json'), bug: null });
    const bad = await sim('corpus', 'check', 'cases');
    expect(bad.stdout).toMatch(/^the same +good\.json .*\npasses now +mended\.json /);
    expect(bad.stdout).toMatch(/\n2 cases: 1 the same, 1 passes now; 1 of 2 do not do what they expect\n$/);
    expect(bad.code).toBe(7);
  });

  test('prunes only when it is told to', async () => {
    const dry = await sim('corpus', 'prune', 'cases');
    expect(dry.stdout).toMatch(/^would go +mended\.json .*\n1 case would go, 1 stay; --yes removes\n$/);
    expect(existsSync(join(folder, 'cases', 'mended.json'))).toBe(true);
    await sim('corpus', 'prune', 'cases', '--yes');
    expect(readdirSync(join(folder, 'cases'))).toEqual(['good.json']);
  });

  test('adds a case once, under the name of its content, with landmarks', async () => {
    mkdirSync(join(folder, 'kept'));
    const { stdout, code } = await sim('corpus', 'add', stored, 'kept');
    expect(code).toBe(0);
    const [name = ''] = readdirSync(join(folder, 'kept'));
    expect(name).toMatch(/^fuzz-s1148-[0-9a-f]{6}\.json$/);
    expect(stdout.startsWith(join('kept', name))).toBe(true);
    const added = caseSchema.parse(JSON.parse(readFileSync(join(folder, 'kept', name), 'utf8')));
    expect(added.landmarks?.length).toBeGreaterThan(10);
    expect(await sim('corpus', 'add', stored, 'kept')).toMatchObject({ code: 2, stdout: '' });

    const slower = {
      ...sampleCaseIn('zk-4643.json'),
      options: { ...sampleCaseIn('zk-4643.json').options, clients: 3 },
    };
    const again = await sim('corpus', 'add', file('again.json', slower), 'kept');
    expect(again.stderr).toMatch(
      /^sim: kept\/fuzz-s1148-[0-9a-f]{6}\.json fails in the same way; --force adds again\.json/,
    );
    expect((await sim('corpus', 'add', 'again.json', 'kept', '--force')).code).toBe(0);
    expect(readdirSync(join(folder, 'kept'))).toHaveLength(2);
  });
});

describe('bad input is one sentence, and nothing is touched', () => {
  commandLine.file('cut.json', readFileSync(small, 'utf8').slice(0, 900));
  test.each([
    [['explain', 'missing.json'], 'missing.json: there is no such file or folder.'],
    [['explain', 'cut.json'], 'cut.json:'],
    [['diff', small], 'diff compares two cases, or one with another bug (--bug none: with its bug removed).'],
    [['diff', small, 'cut.json'], 'cut.json:'],
    [['replay', small, '--until', 'pigs fly'], 'the condition "pigs fly" cannot be read: '],
    [['replay', small, '--columns', '--json'], '--columns and --json exclude each other.'],
    [['replay', small, '--inspect', 'much'], '--inspect: "much" is not a whole number from 0 to 65535.'],
    [['run', '--seed', '1..3', '--columns'], '--columns is for one seed, not for a range.'],
    [['corpus', 'burn'], 'corpus does not "burn"; it does check, add and prune.'],
    [['corpus', 'check', 'nowhere'], 'nowhere: there is no such folder.'],
    [['corpus', 'check', 'a', 'b'], 'corpus: "b" is one path too many.'],
    [['corpus', 'add'], 'corpus add: name the case to add.'],
    [['corpus', 'add', 'cut.json', '.'], 'cut.json:'],
  ])('%j', async (args, sentence) => {
    const { code, stdout, stderr } = await sim(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.startsWith(`sim: ${sentence}`)).toBe(true);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
