import Ajv from 'ajv';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { context, failure, hostileResult, result } from '../fuzz-result.testkit.ts';
import { fuzzSarif, type SarifLog } from './fuzz.ts';

/** The schema of OASIS as a package of Microsoft's carries it. */
const required = createRequire(import.meta.url);
const ajv = new Ajv({ schemaId: 'auto', allErrors: true, unknownFormats: 'ignore' });
ajv.addMetaSchema(required('ajv/lib/refs/json-schema-draft-04.json') as object);
const isValid = ajv.compile(required('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as object);

function valid(log: SarifLog): SarifLog {
  const written = JSON.parse(JSON.stringify(log)) as SarifLog;
  expect(isValid(written) ? [] : isValid.errors).toEqual([]);
  return written;
}

function runOf(log: SarifLog): SarifLog['runs'][number] {
  expect(log.runs).toHaveLength(1);
  return log.runs[0] as SarifLog['runs'][number];
}

describe('a campaign as SARIF', () => {
  test('is valid against the schema, whatever was found', () => {
    const quiet = result({ seeds: 0, undecided: 0 });
    for (const each of [quiet, result(), hostileResult(), result({ failures: [failure({ shrunk: null })] })]) {
      valid(fuzzSarif(each, context));
      valid(fuzzSarif(each, { folder: null, baseline: false, undecidedFails: true }));
    }
  });

  test('would not be, with a wrong level or without a tool', () => {
    const log = fuzzSarif(result({ failures: [failure()] }), context);
    expect(isValid(JSON.parse(JSON.stringify(log).replace('"level":"error"', '"level":"bad"')))).toBe(false);
    expect(isValid({ ...log, runs: [{ results: [] }] })).toBe(false);
  });

  test('has a rule for each check and a result for each signature', () => {
    const failures = [
      failure(),
      failure({ signature: 'watches: fired late', check: 'watches' }),
      failure({ signature: 'zab-prefix: a hole' }),
    ];
    const { tool, results } = runOf(valid(fuzzSarif(result({ failures }), context)));
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(['zab-prefix', 'watches']);
    expect(results.map(({ ruleId, ruleIndex }) => [ruleId, ruleIndex])).toEqual([
      ['zab-prefix', 0],
      ['watches', 1],
      ['zab-prefix', 0],
    ]);
    const prints = results.map(({ partialFingerprints }) => partialFingerprints['primaryLocationLineHash']);
    expect(new Set(prints).size).toBe(3);
    expect(prints.every((print) => /^[0-9a-f]{14}:1$/.test(print ?? ''))).toBe(true);
  });

  test('knows a failure again when another seed finds it', () => {
    const printsOf = (seed: string): unknown =>
      runOf(fuzzSarif(result({ failures: [failure({ seed, case: `fuzz-s${seed}` })] }), context)).results[0]
        ?.partialFingerprints;
    expect(printsOf('1')).toEqual(printsOf('2'));
  });

  test('tells what a baseline knows apart from what is new, and says nothing of it without one', () => {
    const failures = [failure(), failure({ signature: 'watches: fired late', known: true })];
    const statesOf = (baseline: boolean): unknown[] =>
      runOf(valid(fuzzSarif(result({ failures }), { ...context, baseline }))).results.map((each) => each.baselineState);
    expect(statesOf(true)).toEqual(['new', 'unchanged']);
    expect(statesOf(false)).toEqual([undefined, undefined]);
  });

  test('points at the stored case, and at the check that failed', () => {
    const locate = (folder: string | null): unknown =>
      runOf(valid(fuzzSarif(result({ failures: [failure()] }), { ...context, folder }))).results[0]?.locations[0];
    expect(locate('./out/fuzz #1/')).toEqual({
      physicalLocation: {
        artifactLocation: { uri: 'out/fuzz%20%231/fuzz-s17-0a1b2c/case.json' },
        region: { startLine: 1 },
      },
      logicalLocations: [
        { name: 'zab-prefix', fullyQualifiedName: 'zabsim/checks/zab-prefix', kind: 'check' },
        { name: 'fuzz-s17-0a1b2c', fullyQualifiedName: 'zabsim/cases/fuzz-s17-0a1b2c', kind: 'case' },
      ],
    });
    expect(locate(null)).not.toHaveProperty('physicalLocation');
    expect(locate('/tmp/out')).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'file:///tmp/out/fuzz-s17-0a1b2c/case.json' } },
    });
    expect(locate('C:\\out')).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'file:///C:/out/fuzz-s17-0a1b2c/case.json' } },
    });
  });

  test('says that seeds were left open, and that nothing was decided', () => {
    const invocationOf = (some: Parameters<typeof result>[0], undecidedFails = false): unknown =>
      runOf(valid(fuzzSarif(result(some), { ...context, undecidedFails }))).invocations[0];
    const told = (level: string, text: string): object => ({ level, message: { text } });
    expect(invocationOf({ undecided: 0 })).toEqual({ executionSuccessful: true, toolExecutionNotifications: [] });
    expect(invocationOf({})).toEqual({
      executionSuccessful: true,
      toolExecutionNotifications: [told('warning', '2 seeds undecided, first 4: activity: nothing was committed.')],
    });
    expect(invocationOf({}, true)).toMatchObject({ toolExecutionNotifications: [{ level: 'error' }] });
    expect(invocationOf({ seeds: 0, undecided: 0 })).toEqual({
      executionSuccessful: false,
      toolExecutionNotifications: [told('error', 'No seed was run.')],
    });
  });
});
