/** `sim measure` as a user runs it, with little to do. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { InputError } from '../record/input-error.ts';
import { measureQuestions, type MeasureResult } from '../record/measure-result.ts';
import { measureSchema } from '../record/measure-schema.ts';
import { bin, CommandLine } from './command-line.testkit.ts';
import { readMeasureFlags, type MeasureFlags } from './measure-flags.ts';

const commandLine = new CommandLine();
afterAll(() => commandLine.remove());
const sim: CommandLine['sim'] = (...args) => commandLine.sim(...args);

function parsed(stdout: string): MeasureResult {
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  return measureSchema.parse(JSON.parse(stdout));
}

/** Without what depends on the machine. */
function comparable({ timing: _timing, ...rest }: MeasureResult): unknown {
  return rest;
}

describe('sim measure', () => {
  test('answers every question, and comes to the same with any number of jobs', async () => {
    const args = ['measure', '--voters', '3', '--seeds', '2', '--json'];
    const one = await sim(...args, '--jobs', '1');
    const three = await sim(...args, '--jobs', '3');
    expect({ code: one.code, stderr: one.stderr.replace(/^\d+ s: .*\n/gm, '') }).toEqual({ code: 0, stderr: '' });
    const result = parsed(one.stdout);
    expect(comparable(parsed(three.stdout))).toEqual(comparable(result));
    expect(result).toMatchObject({ complete: true, seeds: { from: '1', to: '2' }, voters: [3], findings: [] });
    expect(result.questions.map(({ name }) => name)).toEqual(measureQuestions);
    const survival = result.questions.find(({ name }) => name === 'survival')?.figures[0];
    expect(survival?.series[0]?.points.map((point) => point?.value)).toEqual([1, 1, 0, 0]);
  });

  test('measures what is named, with seeds of a range, a configuration and a weather', async () => {
    const args = ['measure', 'loss', 'elections', '--voters', '5,3', '--seeds', '7..8'];
    const all = [...args, '--set', 'tickTimeMs=100', '--weather', 'drawn'];
    const result = parsed((await sim(...all, '--json')).stdout);
    expect(result.questions.map(({ name }) => name)).toEqual(['elections', 'loss']);
    expect(result).toMatchObject({
      seeds: { from: '7', to: '8' },
      voters: [5, 3],
      weather: 'drawn',
      config: { tickTimeMs: 100 },
    });
    // Half of syncLimit ticks of the usual length, less half a tick, and finalizeWait.
    const isolation = result.questions[0]?.figures.find(({ id }) => id === 'elections-isolation');
    expect(isolation?.series.at(-1)?.points[0]?.reference).toBe(650);
    const text = await sim(...all);
    expect(text.code).toBe(0);
    expect(text.stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
    const again = /^ {2}again: sim (.*)$/m.exec(text.stdout)?.[1] ?? '';
    expect(comparable(parsed((await sim(...again.split(' '), '--json')).stdout))).toEqual(comparable(result));
  });

  test('writes a page of charts', async () => {
    const { code, stdout } = await sim('measure', 'survival', '--voters', '1', '--seeds', '1', '--out', 'page.html');
    expect(code).toBe(0);
    expect(stdout).toContain('survival: Which failures does an ensemble survive?');
    const page = readFileSync(join(commandLine.folder, 'page.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('Probability that an ensemble serves again after f failures');
  });

  test('prints what there is when it is interrupted', async () => {
    const args = [bin, 'measure', 'survival', '--voters', '3', '--seeds', '10000', '--jobs', '2', '--json'];
    const ended = await commandLine.start(process.execPath, args, {}, (child) => {
      child.stderr?.once('data', () => child.kill('SIGINT'));
    });
    expect(ended.code).toBe(130);
    const result = parsed(ended.stdout);
    expect(result).toMatchObject({ complete: false, findings: [] });
    expect(result.runs).toBeGreaterThan(0);
    expect(result.runs).toBeLessThan(40_000);
  });

  test('its results have a schema', async () => {
    const { code, stdout } = await sim('schema', 'measure');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ type: 'object', properties: { questions: { type: 'array' } } });
  });
});

const flags = { voters: '3', seeds: '1', weather: 'calm', set: [] };

describe('bad input is one sentence', () => {
  test.each<[Partial<MeasureFlags>, string]>([
    [{ voters: '3,3' }, '--voters: 3 stands there twice.'],
    [{ voters: '3,0' }, '--voters: "0" is not a whole number from 1 to 15; several as in 3,4,5,7.'],
    [{ voters: '16' }, '--voters: "16" is not a whole number from 1 to 15; several as in 3,4,5,7.'],
    [{ voters: '3,' }, '--voters: "" is not a whole number from 1 to 15; several as in 3,4,5,7.'],
    [{ seeds: '0' }, '--seeds: "0" is not a whole number from 1 to 999999999.'],
    [{ seeds: '5..2' }, '--seeds: the range of seeds 5..2 is empty: its first seed is above its last.'],
    [{ seeds: '20000' }, '--seeds: 20000 are more than 10000 seeds.'],
    [{ seeds: 'quiet' }, '--seeds: "quiet" is not a whole number from 1 to 999999999.'],
    [{ jobs: '0' }, '--jobs: "0" is not a whole number from 1 to 256.'],
    [{ weather: 'wet' }, '--weather: "wet" is not calm or drawn.'],
    [{ set: ['tickTimeMs'] }, '--set: "tickTimeMs" is not name=value.'],
  ])('%j', (bad, sentence) => {
    expect(() => readMeasureFlags([], { ...flags, ...bad })).toThrow(new InputError(sentence));
  });

  test.each([
    ['foo', '"foo" is nothing to measure: ask for elections, outage, messages, survival, loss.'],
    [
      'survivals',
      '"survivals" is nothing to measure (did you mean "survival"?): ask for elections, outage, messages, survival, loss.',
    ],
  ])('measure %s', (text, sentence) => {
    expect(() => readMeasureFlags(['elections', text], flags)).toThrow(new InputError(sentence));
  });

  test('what is asked for twice is measured once, and everything when nothing is named', () => {
    expect(readMeasureFlags(['loss', 'outage', 'loss'], flags).questions).toEqual(['outage', 'loss']);
    expect(readMeasureFlags([], flags).questions).toEqual(measureQuestions);
    expect(readMeasureFlags([], { ...flags, seeds: '5..7', jobs: '4' })).toMatchObject({
      seeds: { from: '5', count: 3 },
      jobs: 4,
    });
  });

  test.each([
    [['foo'], '"foo" is nothing to measure: ask for elections, outage, messages, survival, loss.'],
    [['--set', 'tickTime=5'], '--set: there is no configuration field "tickTime" (did you mean tickTimeMs?).'],
    [['--set', 'tickTimeMs=soon'], '--set: configuration field tickTimeMs is a number, not "soon".'],
    [['--set', 'tickTimeMs=0'], '--set: configuration field tickTimeMs is a whole number from 1 to 3600000, not 0.'],
    [['--out', 'nowhere/page.html'], '--out: nowhere: there is no such folder.'],
  ])('%j: nothing is run, and nothing written', async (args, sentence) => {
    const ended = await sim('measure', '--out', 'page-of-bad-input.html', ...args);
    expect(ended).toEqual({ code: 2, stdout: '', stderr: `sim: ${sentence}\n` });
    expect(existsSync(join(commandLine.folder, 'page-of-bad-input.html'))).toBe(false);
  });
});
