/** Campaigns as a user runs them, with little to do. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createStrategy, defaultStrategy, knownStrategies } from '../search/strategies/index.ts';
import { bin, CommandLine, type Ended } from './command-line.testkit.ts';
import { contentsOf, deadlyModule, filesBelow, parsedFuzz, withoutTiming } from './fuzz.testkit.ts';

const commandLine = new CommandLine();
afterAll(() => commandLine.remove());
const sim: CommandLine['sim'] = (...args) => commandLine.sim(...args);
const path = (name: string): string => join(commandLine.folder, name);

/** From seed 20 on it fails soon, and within 53 in more than one way. */
const BUG = ['fuzz', '--bug', 'ZK-4394', '--strategy', 'random', '--no-shrink'];
const SEEDS = ['--seeds', '20..53'];
const LONG = [...BUG, '--seeds', '250', '--stop-after', 'never', '--jobs', '2', '--json'];
const ALL = [...BUG, ...SEEDS, '--stop-after', 'never'];

/** A slow machine tells on the way how far it is. */
const told = (stderr: string): string => stderr.replace(/^\d+ s of .*\n/gm, '');

/** Where other programs want the cores as well. */
const SLOW_MS = 240_000;

describe('sim fuzz', { timeout: SLOW_MS }, () => {
  test.each(knownStrategies)('comes to the same bytes with any number of jobs, led by %s', async (strategy) => {
    // More than one generation, so that there is something to learn from.
    const count = Math.max(34, createStrategy(strategy).generation + 10);
    const args = [...BUG, '--seeds', `20..${19 + count}`, '--stop-after', 'never', '--strategy', strategy, '--json'];
    const folders = ['1', '2', '4'].map((jobs) => `${strategy}${jobs}`);
    const ended: Ended[] = [];
    for (const folder of folders) ended.push(await sim(...args, '--jobs', folder.slice(-1), '--out', folder));
    const [one, two, four] = ended.map(({ code, stdout }) => ({ code, text: withoutTiming(stdout) }));
    expect(two).toEqual(one);
    expect(four).toEqual(one);
    expect(one?.code).toBe(1);
    const result = parsedFuzz(ended[0]?.stdout ?? '');
    expect(result).toMatchObject({ seeds: count, range: `20..${19 + count}`, complete: true, strategy });
    expect(result.failures.length).toBeGreaterThan(0);
    expect(result.ok + result.undecided + result.failures.reduce((sum, failure) => sum + failure.count, 0)).toBe(count);
    const [first = '', second = '', third = ''] = folders;
    expect(contentsOf(path(second))).toEqual(contentsOf(path(first)));
    expect(contentsOf(path(third))).toEqual(contentsOf(path(first)));
    const cases = result.failures.flatMap(({ case: name }) => [
      `${name}/case.json`,
      `${name}/report.html`,
      `${name}/story.txt`,
    ]);
    expect(filesBelow(path(first))).toEqual(['campaign.json', 'index.html', 'journal.jsonl', ...cases].sort());
    expect(JSON.parse(readFileSync(path(`${first}/campaign.json`), 'utf8'))).toEqual(result);
  });

  test('ends at the first failure, which stands in the log with what shows it again', async () => {
    const { code, stdout, stderr } = await sim(...BUG.slice(0, -1), ...SEEDS, '--jobs', '1');
    expect({ code, stderr: told(stderr) }).toEqual({ code: 1, stderr: '' });
    const failure = /^violation {2}(\S+) {2}seed (\d+)$/m.exec(stdout);
    const seed = failure?.[2] ?? '';
    const ran = Number(seed) - 19;
    expect(stdout).toContain(
      `\n${ran} seeds (20..${seed}): ${ran - 1} ok, 1 failed with 1 signature; ended by the first`,
    );
    expect(stdout).toMatch(/\n {2}estimate: \d+ of \d+ seeds showed/);
    const [, replay = ''] = /\n {2}seed {6}sim (.*)\n/.exec(stdout) ?? [];
    expect(replay).toBe(`run fuzz --seed ${seed} --bug ZK-4394`);
    const [, file = ''] = /\n {2}case {6}sim replay (\S+)\n/.exec(stdout) ?? [];
    const again = await sim('replay', file, '--quiet');
    expect(again.code).toBe(1);
    expect(again.stdout).toMatch(/^exact/);
    expect(stdout).toContain(JSON.parse(readFileSync(path(file), 'utf8')).expect.signature);
    expect(stdout.endsWith('\nviolation\n')).toBe(true);
  });

  test('fails on signatures only that are not in the baseline', async () => {
    await sim(...ALL, '--jobs', '1', '--out', 'all');
    const { failures } = parsedFuzz(readFileSync(path('all/campaign.json'), 'utf8'));
    const [first] = failures;
    const nothingNew = await sim(...BUG, ...SEEDS, '--jobs', '1', '--baseline', 'all/campaign.json');
    expect(nothingNew.code).toBe(0);
    expect(nothingNew.stdout).toContain(`known from the baseline: ${failures.length} signature`);
    const list = commandLine.file('list.json', JSON.stringify(failures.slice(1).map(({ signature }) => signature)));
    const oneNew = await sim(...BUG, ...SEEDS, '--jobs', '1', '--baseline', list, '--json');
    expect(oneNew.code).toBe(1);
    const fresh = parsedFuzz(oneNew.stdout).failures.filter(({ known }) => !known);
    expect(fresh).toMatchObject([{ signature: first?.signature, seed: first?.seed }]);
  });

  test('with seeds from shards that are merged writes what one machine writes', async () => {
    // Long enough for each island to learn from a generation.
    const guided = [...BUG, '--strategy', defaultStrategy, '--seeds', '20..79'];
    for (const [stop, asked] of [
      ['never', guided],
      ['1', [...BUG, ...SEEDS]],
    ] as const) {
      const args = [...asked, '--jobs', '1', '--stop-after', stop];
      const whole = await sim(...args, '--islands', '2', '--out', `one-${stop}`, '--json');
      const shards = [`first-${stop}`, `second-${stop}`];
      await sim(...args, '--shard', '1/2', '--out', shards[0] ?? '');
      await sim(...args, '--shard', '2/2', '--out', shards[1] ?? '');
      const merged = await sim('merge', ...shards.reverse(), '--out', `merged-${stop}`, '--json');
      expect(merged.stderr).toBe('');
      expect(merged.code).toBe(whole.code);
      expect(withoutTiming(merged.stdout)).toBe(withoutTiming(whole.stdout));
      expect(contentsOf(path(`merged-${stop}`))).toEqual(contentsOf(path(`one-${stop}`)));
    }
    const before = filesBelow(commandLine.folder);
    for (const [folders, sentence] of [
      [['first-1'], /^sim: shard 2\/2 is missing\.\n$/],
      [['first-1', 'second-1', 'first-1'], /^sim: first-1 and first-1 are the same shard\.\n$/],
      [['first-1', 'second-never'], /^sim: second-never and first-1 differ: .*\.\n$/],
      [['one-1', 'second-1'], /^sim: one-1: it is a whole campaign, and no shard of one\.\n$/],
      [['nowhere'], /^sim: nowhere: there is no campaign in it\.\n$/],
    ] as const) {
      const { code, stdout, stderr } = await sim('merge', ...folders, '--out', 'bad');
      expect(stderr).toMatch(sentence);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    }
    expect(filesBelow(commandLine.folder)).toEqual(before);
  });

  test('lets seeds take turns over several scenarios', async () => {
    const { code, stdout } = await sim(
      'fuzz',
      'steady',
      'canary',
      '--strategy',
      'random',
      '--seeds',
      '2..3',
      '--jobs',
      '1',
      '--json',
    );
    const { failures, scenarios, seeds } = parsedFuzz(stdout);
    expect({ code, scenarios, seeds }).toEqual({ code: 1, scenarios: ['steady', 'canary'], seeds: 2 });
    expect(failures).toMatchObject([{ seed: '3', replay: 'sim run canary --seed 3' }]);
  });

  test('ends at a complete generation when its time is over', async () => {
    const { generation } = createStrategy(defaultStrategy);
    const { code, stdout } = await sim('fuzz', '--time', '400ms', '--jobs', '2', '--json');
    const { seeds, complete, range } = parsedFuzz(stdout);
    expect({ code, complete, rest: seeds % generation }).toEqual({ code: 0, complete: false, rest: 0 });
    expect(range).toBe(`1..${seeds}`);
    expect(seeds).toBeGreaterThan(0);
  });

  test('that is interrupted tells what there is, and how to go on', async () => {
    const whole = await sim(...LONG, '--out', 'whole');
    const broken = await commandLine.start(process.execPath, [bin, ...LONG, '--out', 'broken'], {}, (child) => {
      onceThere(
        () => linesOf('broken') > 3,
        () => child.kill('SIGINT'),
      );
    });
    expect(broken.code).toBe(130);
    const part = parsedFuzz(broken.stdout);
    expect({ complete: part.complete, rest: part.seeds % 25 }).toEqual({ complete: false, rest: 0 });
    expect(part.seeds).toBeLessThan(250);
    const [, line = ''] = /sim: go on with: sim (.*)\n$/.exec(broken.stderr) ?? [];
    expect(line).toBe('fuzz --resume broken');
    const resumed = await sim(...line.split(' '), '--json');
    expect(resumed.code).toBe(whole.code);
    expect(contentsOf(path('broken'))).toEqual(contentsOf(path('whole')));
  });

  test('that is killed at any moment goes on to the same end, and runs nothing twice that it had kept', async () => {
    const goOn = (): string[] =>
      linesOf('killed') > 1 ? ['fuzz', '--resume', 'killed', '--json'] : [...LONG, '--out', 'killed'];
    const moments: (() => boolean)[] = [
      () => true,
      () => existsSync(path('killed')),
      () => linesOf('killed') > 1,
      () => linesOf('killed') > 5,
      () => linesOf('killed') > 9,
      () => filesBelow(path('killed')).length > 1,
    ];
    for (const moment of moments) {
      const killed = await commandLine.start(process.execPath, [bin, ...goOn()], {}, (child) => {
        onceThere(moment, () => setTimeout(() => child.kill('SIGKILL'), Math.random() * 50));
      });
      expect(['SIGKILL', 0, 1]).toContain(killed.code);
    }
    const last = await sim(...goOn());
    expect(last.code).toBe(1);
    expect(contentsOf(path('killed'))).toEqual(contentsOf(path('whole')));
    expect(parsedFuzz(last.stdout)).toEqual(JSON.parse(readFileSync(path('killed/campaign.json'), 'utf8')));
    const ran = seedsIn('killed');
    expect(ran.length).toBe(250);
    expect(new Set(ran).size).toBe(250);
  });

  test('goes on to a larger budget', async () => {
    const args = [...BUG, '--stop-after', 'never', '--jobs', '1'];
    await sim(...args, '--seeds', '20..30', '--out', 'grown');
    await sim(...args, ...SEEDS, '--resume', 'grown');
    expect(contentsOf(path('grown'))).toEqual(contentsOf(path('all')));
  });
});

test('sim schema fuzz tells the shape of a result', async () => {
  const { code, stdout } = await sim('schema', 'fuzz');
  expect(code).toBe(0);
  const { properties } = JSON.parse(stdout) as { readonly properties: object };
  expect(Object.keys(properties)).toEqual(expect.arrayContaining(['campaign', 'failures', 'alone', 'timing']));
});

describe('a seed that takes its thread with it', { timeout: SLOW_MS }, () => {
  test('costs its own verdict, named, and no other seed', async () => {
    commandLine.file('deadly.mjs', deadlyModule);
    const args = [
      'fuzz',
      './deadly.mjs',
      '--stop-after',
      'never',
      '--jobs',
      '2',
      '--memory',
      '64',
      '--undecided',
      'fail',
    ];
    const { code, stdout, stderr } = await sim(...args, '--seeds', '21..28', '--seed-timeout', '3s', '--json');
    expect(told(stderr)).toBe('');
    const { failures, doubts, ok } = parsedFuzz(stdout);
    expect(failures.map(({ signature, verdict, count }) => [signature, verdict, count])).toEqual([
      ['worker: ran out of memory', 'crash', 1],
      ['operation: TypeError: no operation n', 'crash', 1],
      ['worker: ended with exit code 3', 'crash', 1],
    ]);
    expect(doubts).toEqual([{ reason: 'worker did not answer within 3 s of wall clock', seed: '23', count: 1 }]);
    expect({ code, ok }).toEqual({ code: 4, ok: 4 });
    const hung = await sim(...args, '--seeds', '22..23', '--seed-timeout', '2s');
    expect(hung.code).toBe(5);
    expect(hung.stdout).toContain('undecided: worker did not answer within 2 s of wall clock  1 seed, first 23');
  });
});

describe('bad input is told in one sentence, and nothing is touched:', { timeout: SLOW_MS }, () => {
  const touched = (): readonly string[] =>
    filesBelow(commandLine.folder).map((file) => `${file} ${readFileSync(path(file), 'utf8')}`);

  test.each([
    [['--time', '0s'], /^sim: --time: 0s is no time to run in\.\n$/],
    [['--time', '10'], /^sim: --time: "10" is not a duration such as 10m\.\n$/],
    [['--shard', '9/8'], /^sim: --shard: "9\/8" is not a shard such as 2\/8, from 1\/n to n\/n\.\n$/],
    [['--shard', '2/8', '--islands', '4'], /^sim: --shard 2\/8 has 8 islands, and --islands says 4\.\n$/],
    [['--seeds', '9..1'], /^sim: --seeds: the range of seeds 9\.\.1 is empty: .*\.\n$/],
    [['--seeds', '0'], /^sim: --seeds: "0" is not a whole number from 1 .*\.\n$/],
    [['--jobs', '0'], /^sim: --jobs: "0" is not .*\.\n$/],
    [['--strategy', 'luck'], /^sim: --strategy: "luck" is not .*random.*\.\n$/],
    [['--stop-after', 'soon'], /^sim: --stop-after: "soon" is not .*\.\n$/],
    [['--undecided', 'maybe'], /^sim: --undecided: "maybe" is not fail or warn\.\n$/],
    [['--bug', 'ZK-99999'], /^sim: there is no bug "ZK-99999".*\.\n$/],
    [['--set', 'tickTimes=3'], /^sim: .*tickTimes.*\.\n$/],
    [['nowhere'], /^sim: there is no scenario "nowhere"; sim list tells them\.\n$/],
    [['steady', 'steady'], /^sim: steady is named twice\.\n$/],
    [['--baseline', 'nothing.json'], /^sim: nothing\.json: there is no such file or folder\.\n$/],
    [
      ['--baseline', 'case.json'],
      /^sim: --baseline: case\.json is neither a campaign\.json nor a list of signatures\.\n$/,
    ],
    [['--baseline', 'broken.json'], /^sim: broken\.json:2: the file is not JSON: .*\.\n$/],
    [['--resume', 'nowhere'], /^sim: --resume: nowhere holds no campaign to go on with\.\n$/],
    [['--resume', 'kept', '--out', 'other'], /^sim: --resume goes on in its own folder: leave --out away\.\n$/],
    [['--out', 'kept'], /^sim: --out: kept holds a campaign already: .*\.\n$/],
    [['--resume', 'kept', '--bug', 'G2'], /^sim: --resume: kept\/journal\.jsonl is of another campaign: .*\.\n$/],
    [['steady', '--resume', 'kept'], /^sim: --resume: kept\/journal\.jsonl is of another campaign: .*\.\n$/],
    [['--resume', 'kept', '--shard', '1/2'], /^sim: --resume: .* is of another campaign: .*\.\n$/],
    [
      ['--resume', 'kept', '--seeds', '2..9'],
      /^sim: --resume: .* another campaign: first seed 1, and this one has 2\.\n$/,
    ],
    [['--resume', 'damaged'], /^sim: damaged\/journal\.jsonl:3: the line is not JSON\.\n$/],
    [['--resume', 'strange'], /^sim: strange\/journal\.jsonl:3: runs\[0\]\.events is missing\.\n$/],
    [['--resume', 'shifted'], /^sim: shifted\/journal\.jsonl:3: seed 0 is not of this campaign\.\n$/],
    [['--resume', 'rebuilt'], /^sim: --resume: rebuilt\/journal\.jsonl is of another build of the program\.\n$/],
  ])('%j', async (args, sentence) => {
    await prepared;
    const before = touched();
    const { code, stdout, stderr } = await sim('fuzz', ...args);
    expect(stderr).toMatch(sentence);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(touched()).toEqual(before);
  });

  const prepared = prepare();

  async function prepare(): Promise<void> {
    commandLine.file('case.json', '{ "schema": 1, "engine": "0.1.0", "scenario": "steady", "seed": "1" }\n');
    commandLine.file('broken.json', '{ "campaign": \n');
    await sim('fuzz', 'fuzz', '--seeds', '10', '--jobs', '1', '--out', 'kept');
    const [header = '', go = '', runs = '', ...rest] = readFileSync(path('kept/journal.jsonl'), 'utf8').split('\n');
    const others: readonly (readonly [string, readonly string[]])[] = [
      ['damaged', [header, go, runs.slice(0, 70), ...rest]],
      ['strange', [header, go, '{"kind":"runs","atMs":5,"runs":[{"seed":"1","virtualMs":1,"cpuMs":1}]}', ...rest]],
      ['shifted', [header, go, runs.replace('"seed":"1"', '"seed":"0"'), ...rest]],
      [
        'rebuilt',
        [header.replace(/"fingerprint":"[0-9a-f]+"\}$/, `"fingerprint":"${'0'.repeat(32)}"}`), go, runs, ...rest],
      ],
    ];
    for (const [folder, lines] of others) {
      await commandLine.start('mkdir', [folder], {});
      commandLine.file(`${folder}/journal.jsonl`, lines.join('\n'));
    }
  }
});

/** As soon as something is there, `then`. */
function onceThere(there: () => boolean, then: () => void): void {
  const waiting = setInterval(() => {
    if (!there()) return;
    clearInterval(waiting);
    then();
  }, 2);
  waiting.unref();
}

/** Whole lines of a journal. */
function linesOf(folder: string): number {
  const file = path(`${folder}/journal.jsonl`);
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}

/** Every seed that a journal holds, as often as it holds it. */
function seedsIn(folder: string): string[] {
  const lines = readFileSync(path(`${folder}/journal.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1);
  const records = lines.map((line) => JSON.parse(line) as { readonly runs?: readonly { readonly seed: string }[] });
  return records.flatMap(({ runs = [] }) => runs.map(({ seed }) => seed));
}
