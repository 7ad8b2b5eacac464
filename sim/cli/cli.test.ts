/** Runs the built program as a user does. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { version } from '../../scenarios/version.ts';
import { exitCodes } from '../check/verdict.ts';
import { caseSchema } from '../record/case-schema.ts';
import { resultSchema } from '../record/result-schema.ts';
import { bin, CommandLine, type Ended } from './command-line.testkit.ts';

const commandLine = new CommandLine();
const { folder } = commandLine;
afterAll(() => commandLine.remove());

const start: CommandLine['start'] = (...args) => commandLine.start(...args);
const sim: CommandLine['sim'] = (...args) => commandLine.sim(...args);
const file: CommandLine['file'] = (...args) => commandLine.file(...args);

/** A run that takes a moment only. */
const SHORT = ['--voters', '3', '--ops', '30', '--for', '5s', '--faults', 'none'];

const goodYaml = [
  'name: quiet-life',
  'story: Three servers and one client that nothing disturbs.',
  'ensemble:',
  '  voters: 3',
  'clients: 1',
  'faults: none',
  'duration: 4s',
  'workload:',
  '  ops: 20',
  '',
].join('\n');

const goodModule = [
  `import { defineScenario } from 'zabsim';`,
  `export default defineScenario({`,
  `  name: 'my-own',`,
  `  story: 'Three servers, from a module.',`,
  `  ensemble: { voters: 3 as number },`,
  `  duration: '4s',`,
  `  workload: { ops: 20 },`,
  `});`,
  '',
].join('\n');

describe('bad input', () => {
  file('bad.yaml', goodYaml.replace('voters: 3', 'voters: none'));
  file('impossible.yaml', goodYaml.replace('faults: none', "faults:\n  - 'at 1s: crash 2'\n  - 'at 2s: crash 9'"));
  file('unknown.yaml', goodYaml.replace('clients: 1', 'config: {tickTime: 9}'));
  file('stopped.yaml', goodYaml.replace('clients: 1', 'until: server 9 commits'));
  file('unmarked.yaml', goodYaml.replace('clients: 1', 'sometimes:\n  - a sesion moved'));
  file('mistyped.ts', goodModule.replace('workload:', 'hoks: {}, workload:'));
  file('impossible.ts', goodModule.replace('workload: { ops: 20 }', 'workload: { options: { pats: 2 } }'));
  file(
    'both.ts',
    goodModule.replace(
      'workload: {',
      `hooks: { operation: () => ({ type: 'frob' }) as never }, workload: { name: 'mixd',`,
    ),
  );
  file(
    'frob.ts',
    goodModule.replace('workload:', `hooks: { operation: () => ({ type: 'frob' }) as never }, workload:`),
  );
  file(
    'twice.ts',
    goodModule.replace('workload:', `hooks: { processes: [{ name: '3', create: () => ({}) as never }] }, workload:`),
  );
  file('torn.yaml', 'name: "torn\nstory: x\n');
  file('bad.json', '{ "schema": 1,\n  "engine": "0.1.0",\n  "scenario": "chaos",\n  "seed": 42 }\n');
  file('notes.txt', 'x\n');
  file(
    'old.json',
    '{ "schema": 1, "engine": "0.1.0", "scenario": "chaos",\n  "seed": "2",\n  "bug": "quorum-of-haf" }\n',
  );
  const served = { schema: 1, engine: '0.1.0', scenario: 'calm', seed: '1', options: { voters: 1 } };
  file('served.json', JSON.stringify({ ...served, inputs: { wallMs: 0, endUs: 5_000_000, list: [] } }));
  file('no-scenario.ts', 'export default 3;\n');
  file('broken.ts', 'export default {\n  a: ,\n};\n');
  const bad: readonly (readonly [words: readonly string[], sentence: string])[] = [
    [['run', '--vters', '3'], `sim: unknown option '--vters' (did you mean --voters?).`],
    [['runn'], `sim: unknown command 'runn' (did you mean run?).`],
    [['run', 'chaos', 'more'], 'sim: too many arguments'],
    [['run', 'chaoss'], 'sim: there is no scenario "chaoss" (did you mean "chaos"?); sim list tells them.'],
    [['run', 'missing.yaml'], 'sim: missing.yaml: there is no such file or folder.'],
    [['run', 'notes.txt'], 'sim: notes.txt: a file to run is a .json, .yaml, .ts or .js file.'],
    [['run', 'bad.yaml'], 'sim: bad.yaml:4: ensemble.voters is not a number.'],
    [
      ['run', 'impossible.yaml'],
      'sim: impossible.yaml:8: faults[1] is wrong: the fault "at 2s: crash 9" is not possible',
    ],
    [
      ['run', 'unknown.yaml'],
      'sim: unknown.yaml:5: config.tickTime is wrong: there is no configuration field "tickTime" (did you mean tickTimeMs?).',
    ],
    [
      ['run', 'stopped.yaml'],
      'sim: stopped.yaml:5: until is wrong: the condition "server 9 commits" is not possible: there is no process 9.',
    ],
    [
      ['run', 'unmarked.yaml'],
      'sim: unmarked.yaml:6: sometimes[0] is no mark that there is (did you mean "a session moved"?).',
    ],
    [['run', 'mistyped.ts'], 'sim: mistyped.ts: hoks is not a field here (did you mean hooks?).'],
    [['fuzz', 'mistyped.ts', '--seeds', '1..2'], 'sim: mistyped.ts: hoks is not a field here (did you mean hooks?).'],
    [
      ['run', 'impossible.ts'],
      'sim: impossible.ts: workload.options.pats is wrong: workload mixed has no option "pats".',
    ],
    [['run', 'both.ts'], 'sim: both.ts: workload.name is wrong: there is no workload "mixd"'],
    [['run', 'frob.ts'], 'sim: frob.ts: hooks.operation.type is not "create" or "create2" or'],
    [['run', 'twice.ts'], `sim: twice.ts: hooks.processes[0].name is wrong: 3 is another's name.`],
    [['run', 'torn.yaml'], 'sim: torn.yaml:'],
    [['replay', 'bad.json'], 'sim: bad.json:4: seed is not a string.'],
    [['replay', 'missing.json'], 'sim: missing.json: there is no such file or folder.'],
    [['run', 'no-scenario.ts'], `sim: no-scenario.ts: the module's default export is not a scenario`],
    [['run', 'broken.ts'], 'sim: broken.ts'],
    [['run', '--seed', '042'], 'sim: --seed: seed 042 has leading zeros.'],
    [['run', '--seed', '9..2'], 'sim: --seed: the range of seeds 9..2 is empty'],
    [['run', '--voters', '0'], 'sim: --voters: "0" is not a whole number from 1 to 15.'],
    [['run', '--for', '30'], 'sim: --for: "30" is not a duration such as 30s or 250ms.'],
    [['run', '--set', 'tickTme=1'], 'sim: '],
    [
      ['run', '--set', 'tickTimeMs=0'],
      'sim: configuration field tickTimeMs is a whole number from 1 to 3600000, not 0.',
    ],
    [['fuzz', 'served.json'], 'sim: a case of real clients cannot be fuzzed; sim replay --columns shows it.'],
    [['explain', 'served.json'], 'sim: a case of real clients cannot be explained; sim replay --columns shows it.'],
    [['run', '--set', 'tickTimeMs'], 'sim: --set: "tickTimeMs" is not name=value.'],
    [['run', '--faults', 'gremlins'], 'sim: '],
    [['run', '--until', 'pigs fly'], 'sim: '],
    [['run', '--bug', 'nonesuch'], 'sim: there is no bug "nonesuch"; sim bugs lists them.'],
    [['run', '--bug', 'ack-before-snyc'], 'sim: there is no bug "ack-before-snyc" (did you mean ack-before-sync?);'],
    [
      ['replay', 'old.json'],
      'sim: old.json:3: bug is wrong: there is no bug "quorum-of-haf" (did you mean quorum-of-half?);',
    ],
    [
      ['bugs', 'quorum-of-haf'],
      'sim: there is no bug "quorum-of-haf" (did you mean quorum-of-half?); sim bugs lists them.',
    ],
    [
      ['gauntlet', 'quorum-of-haf'],
      'sim: there is no bug "quorum-of-haf" (did you mean quorum-of-half?); sim bugs lists them.',
    ],
    [['gauntlet', '--campaigns', '0'], 'sim: --campaigns: "0" is not a whole number from 1 to 1000.'],
    [['gauntlet', '--budget', 'much'], 'sim: --budget: "much" is not a whole number'],
    [['gauntlet', '--control', '-1'], 'sim: --control: "-1" is not a whole number'],
    [['gauntlet', '--jobs', '0'], 'sim: --jobs: "0" is not a whole number from 1 to 256.'],
    [['gauntlet', '--seeds-from', 'x'], 'sim: --seeds-from: "x" is not a decimal number.'],
    [['gauntlet', '--seeds-from', '9223372036854775807'], 'sim: --seeds-from: there are too few seeds behind it'],
    [['gauntlet', '--assertions', 'maybe'], 'sim: --assertions: "maybe" is not on, off or both.'],
    [['gauntlet', '--strategy', 'luck'], 'sim: --strategy: "luck" is not mix, random, pct, coverage, margin.'],
    [['gauntlet', '--resume'], 'sim: --resume goes on with a file: name it with --out.'],
    [['gauntlet', '--json', '--markdown'], 'sim: --json and --markdown exclude each other.'],
    [['gauntlet', '--out', 'no/such/file'], 'sim: --out: no/such: there is no such folder.'],
    [['gauntlet', '--out', 'notes.txt'], 'sim: --out: notes.txt is there already'],
    [['gauntlet', '--out', 'notes.txt', '--resume'], 'sim: notes.txt:'],
    [['run', '--seed', '1..2', '--save', 'x.json'], 'sim: --save is for one seed, not for a range.'],
    [['run', '--seed', '1..2', '--jobs', 'all'], 'sim: --jobs: "all" is not a whole number from 1 to 256.'],
    [['run', '--seed', '1', '--jobs', '2'], 'sim: --jobs is for a range of seeds, not for one.'],
    [['run', '--save', 'no/such/folder/x.json'], 'sim: --save: no/such/folder: there is no such folder.'],
    [['schema', 'soup'], 'sim: there is no schema "soup"'],
    [[], 'sim: a command is missing'],
  ];
  let ended: readonly Ended[] = [];
  beforeAll(async () => {
    ended = await commandLine.simEach(bad.map(([words]) => words));
  });
  test.each(bad.map(([words, sentence], at) => ({ words, sentence, at })))(
    '$words ends with exit code 2 and one sentence',
    ({ sentence, at }) => {
      const { code, stdout, stderr } = ended[at] as Ended;
      expect(stderr.startsWith(sentence), stderr).toBe(true);
      expect(stderr).toMatch(/^[^\n]+\.\n$/);
      expect(stderr).not.toMatch(/internal error/);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    },
  );

  test('nothing is written', async () => {
    await sim('run', 'bad.yaml', '--save', 'never.json', '--trace', 'never.jsonl');
    expect(existsSync(join(folder, 'never.json')) || existsSync(join(folder, 'never.jsonl'))).toBe(false);
  });
});

/** Without what a wall clock told. */
function timeless(text: string): string {
  return text.replace(/ {2}wall [0-9.]+ ms/, '');
}

describe('a run', () => {
  test('tells its seed first and prints the line that repeats it', async () => {
    const first = await sim('run', '--seed', '42', ...SHORT);
    expect(first.stderr).toBe('');
    expect(first.code).toBe(0);
    const lines = first.stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^zabsim \S+ {2}case chaos-s42-[0-9a-f]{6} {2}seed 42$/);
    const replay = /^replay: sim (.*)$/.exec(lines[lines.length - 1] ?? '')?.[1] ?? '';
    const second = await sim(...replay.split(' '));
    expect(timeless(second.stdout)).toBe(timeless(first.stdout));
  });

  test('prints one JSON document that fits its schema', async () => {
    const { code, stdout } = await sim('run', '--seed', '7', '--json', ...SHORT);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const result = resultSchema.parse(JSON.parse(stdout));
    expect(result.verdict).toBe('ok');
    expect(result.operations.ok + result.operations.error).toBeGreaterThan(0);
  });

  test('runs twice and finds both runs equal', async () => {
    const { code, stdout } = await sim('run', '--seed', '3', '--twice', ...SHORT);
    expect(stdout).toMatch(/ok +deterministic +two runs of [0-9]+ events are equal/);
    expect(code).toBe(0);
  });

  test('saves a case that replays exactly', async () => {
    const saved = await sim('run', '--seed', '5', '--save', 'five.json', '--quiet', ...SHORT);
    expect(saved.code).toBe(0);
    const of = caseSchema.parse(JSON.parse(readFileSync(join(folder, 'five.json'), 'utf8')));
    expect(of.expect).toEqual({ verdict: 'ok', signature: null });
    const replayed = await sim('replay', 'five.json');
    expect(replayed.stdout.split('\n')[0]).toBe('exact: the fingerprint is the saved one');
    expect(replayed.code).toBe(0);
    file('other.json', JSON.stringify({ ...of, fingerprint: 'f'.repeat(32), expect: { verdict: 'violation' } }));
    const other = await sim('replay', 'other.json', '--quiet');
    expect(other.stdout.split('\n')[0]).toBe('drawn from its seed, and passes now: expected violation');
  });

  test('writes a trace of lines of JSON', async () => {
    const { code } = await sim('run', '--seed', '5', '--trace', 'five.jsonl', '--quiet', ...SHORT);
    expect(code).toBe(0);
    const lines = readFileSync(join(folder, 'five.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(100);
    for (const line of lines.slice(0, 50)) expect(typeof JSON.parse(line)).toBe('object');
    expect(JSON.parse(lines[0] ?? '')).toHaveProperty('schema');
  });

  test('exits with the code of its verdict', async () => {
    const { code, stdout } = await sim('run', 'canary', '--seed', '1', '--quiet');
    expect(stdout).toMatch(/^violation {2}canary-s1 /);
    expect(code).toBe(1);
  });
});

describe('scenarios of the user', () => {
  test.each([
    ['quiet.yaml', goodYaml, 'quiet-life-s9'],
    ['mine.ts', goodModule, 'mine-s9'],
    ['mine.mjs', goodModule.replace(' as number', ''), 'mine-s9'],
  ])('%s runs, and its replay line names the file', async (name, text, named) => {
    file(name, text);
    const { code, stdout, stderr } = await sim('run', name, '--seed', '9');
    expect(stderr).toBe('');
    expect(stdout).toContain(`case ${named}`);
    expect(stdout).toContain(`replay: sim run ${name} --seed 9`);
    expect(code).toBe(0);
  });
});

test('a module that asks chance is found out by running twice', async () => {
  const operation = `hooks: { operation: () => ({ type: 'exists', path: '/' + Math.random(), watch: false }) },`;
  file('chance.ts', goodModule.replace('workload:', `${operation}\n  workload:`));
  const { code, stdout } = await sim('run', 'chance.ts', '--seed', '1', '--twice');
  expect(stdout).toMatch(/nondeterminism +deterministic +the first event that differs is event [0-9]+: /);
  expect(code).toBe(6);
});

test('an operation of a module that is none is a crash, however late it comes and whichever thread draws it', async () => {
  const operation = `hooks: { operation: (client, n) => ({ type: 'sync', path: n < 4 ? '/' : n }) },`;
  file('late.mjs', goodModule.replace(' as number', '').replace('workload:', `${operation}\n  workload:`));
  const sentence = 'operation 4 of client c1 failed: late.mjs: hooks.operation.path is not a string';
  for (const args of [
    ['--seed', '1', '--save', 'late.json'],
    ['--seed', '1..2', '--jobs', '2'],
  ]) {
    const { code, stdout } = await sim('run', 'late.mjs', ...args);
    expect(stdout).toContain(sentence);
    expect(code).toBe(exitCodes.crash);
  }
  const replayed = await sim('replay', 'late.json');
  expect(replayed.stdout.split('\n')[0]).toBe('exact: the fingerprint is the saved one');
  expect(replayed.stdout).toContain(`signature operation: ${sentence.replace(/^.* failed: /, '')}`);
  const shrunk = await sim('shrink', 'late.json');
  expect(shrunk).toEqual({ code: 2, stdout: '', stderr: `sim: its operations cannot be written out: ${sentence}.\n` });
});

test('a first operation of a module that is none is bad input', async () => {
  const operation = `hooks: { operation: () => ({ type: 'sync', path: 7 }) },`;
  file('wrong.mjs', goodModule.replace(' as number', '').replace('workload:', `${operation}\n  workload:`));
  const { code, stdout, stderr } = await sim('run', 'wrong.mjs', '--seed', '1..2', '--json');
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: '',
    stderr: 'sim: wrong.mjs: hooks.operation.path is not a string.\n',
  });
});

describe('a range of seeds', () => {
  test('ends with a summary', async () => {
    const { code, stdout } = await sim('run', '--seed', '1..3', ...SHORT);
    expect(stdout).toMatch(/^3 seeds: 3 ok/);
    expect(stdout).toContain('per seed: ');
    expect(code).toBe(0);
  });

  test('prints one JSON document per seed', async () => {
    const { stdout } = await sim('run', '--seed', '1..3', '--json', ...SHORT);
    const seeds = stdout
      .trimEnd()
      .split('\n')
      .map((line) => resultSchema.parse(JSON.parse(line)).seed);
    expect(seeds).toEqual(['1', '2', '3']);
  });

  test('tells the same in the same order, whatever threads run the seeds', async () => {
    const range = ['run', 'canary', '--seed', '1..23', '--json', '--ops', '10', '--for', '1s'];
    const [one, two] = await Promise.all(['1', '2'].map((jobs) => sim(...range, '--jobs', jobs)));
    const lasting = (stdout = ''): string => stdout.replace(/"wallMs":[0-9.]+/g, '');
    expect(two?.stdout.split('\n')).toHaveLength(24);
    expect(lasting(two?.stdout)).toBe(lasting(one?.stdout));
    expect([one?.code, two?.code]).toEqual([1, 1]);
  });

  test('tells of which seeds a thread died', async () => {
    const property = `() => ({ name: 'deadly', results: () => process.exit(3) })`;
    file(
      'deadly.mjs',
      goodModule.replace(' as number', '').replace('workload:', `hooks: { properties: [${property}] },\n  workload:`),
    );
    const { code, stdout, stderr } = await sim('run', 'deadly.mjs', '--seed', '1..8', '--jobs', '2');
    expect(stderr).toMatch(
      /^sim: worker ended with exit code 3 in one of the seeds (1\.\.5|6\.\.8); sim fuzz with --seeds \1 tells which\.\n$/,
    );
    expect(stdout).toMatch(/^interrupted after 0 of 8 seeds\n/);
    expect(code).toBe(exitCodes.crash);
  });

  test('tells each failing seed in a line and exits with the worst verdict', async () => {
    const { code, stdout } = await sim('run', 'canary', '--seed', '1..2');
    expect(stdout.split('\n').filter((line) => line.startsWith('violation  canary-s'))).toHaveLength(2);
    expect(code).toBe(1);
  });

  test('ends quietly when its reader has seen enough', async () => {
    const command = `"${process.execPath}" "${bin}" run --seed 1..40 --json ${SHORT.join(' ')} | head -n 1`;
    const { code, stdout, stderr } = await start('bash', ['-c', command], {});
    expect({ code, stderr, lines: stdout.trimEnd().split('\n').length }).toEqual({ code: 0, stderr: '', lines: 1 });
  });

  test('prints the summary so far when it is interrupted', async () => {
    const args = [bin, 'run', '--seed', '1..100000', ...SHORT];
    // Progress on stderr tells that seeds are running.
    const ended = await start(process.execPath, args, {}, (child) => {
      child.stderr?.once('data', () => child.kill('SIGINT'));
    });
    expect(ended.stdout).toMatch(/(^|\n)interrupted after [0-9]+ of 100000 seeds\n/);
    expect(ended.stdout).toMatch(/\n[0-9]+ seeds?: /);
    expect(ended.code).toBe(130);
  });
});

test('the version is that of the engine that cases name', async () => {
  expect(await sim('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('the list names every scenario with its story', async () => {
  const { stdout } = await sim('list', '--json');
  const { scenarios } = JSON.parse(stdout) as { scenarios: { name: string; story: string }[] };
  expect(scenarios.map((scenario) => scenario.name)).toContain('chaos');
  expect(scenarios.every((scenario) => scenario.story.length > 0)).toBe(true);
});

test('the schema of a gauntlet tells every field', async () => {
  const { code, stdout } = await sim('schema', 'gauntlet');
  const schema = JSON.parse(stdout) as { properties: object };
  expect(Object.keys(schema.properties)).toEqual(
    expect.arrayContaining(['schema', 'profile', 'bugs', 'control', 'timing']),
  );
  expect(code).toBe(0);
});

test.each(['case', 'scenario', 'result'])(
  'the schema of a %s is a JSON Schema of what may be written',
  async (what) => {
    const { code, stdout } = await sim('schema', what);
    const schema = JSON.parse(stdout) as { $schema: string; required: string[] };
    expect(schema.$schema).toMatch(/json-schema/);
    expect(schema.required).not.toContain('plan');
    expect(code).toBe(0);
  },
);

test('colours are for terminals and for those who ask', async () => {
  const args = [bin, 'run', '--seed', '1', '--quiet', ...SHORT];
  const escapes = /\u001b\[/;
  expect((await start(process.execPath, args, { FORCE_COLOR: '1' })).stdout).toMatch(escapes);
  expect((await start(process.execPath, args, { FORCE_COLOR: '1', NO_COLOR: '1' })).stdout).not.toMatch(escapes);
  expect((await start(process.execPath, args, {})).stdout).not.toMatch(escapes);
});
