import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Input, Out, Process, ProcessName } from '../../protocol/process.ts';
import { parseCase } from '../../sim/record/case-schema.ts';
import type { Case } from '../../sim/record/case.ts';
import { parseJson } from '../../sim/record/json-source.ts';
import { bugs, findBug } from '../bugs/index.ts';
import { catalogue } from '../catalogue/index.ts';
import { replay, run } from '../run.ts';
import type { Scenario } from '../scenario.ts';

const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.json'));

function stored(file: string): Case {
  const { value, source } = parseJson(file, readFileSync(join(import.meta.dirname, file), 'utf8'));
  return parseCase(value, source);
}

/** What the correct protocol got wrong once. */
const mended = files.filter((file) => stored(file).bug === null);
const wrong = files.filter((file) => !mended.includes(file));

test('the corpus holds a case of every re-created bug', () => {
  expect(wrong.sort()).toEqual([...bugs.keys()].map((id) => `${id.toLowerCase()}.json`).sort());
});

test.each(mended)('%s failed once and passes', (file) => {
  expect(replay(stored(file))).toMatchObject({ expectation: 'met', result: { verdict: 'ok' } });
});

describe.each(wrong)('%s', (file) => {
  test('still fails as it did', () => {
    const of = stored(file);
    const { expectation, result } = replay(of);
    expect({ expectation, verdict: result.verdict, signature: result.failure?.signature }).toEqual({
      expectation: 'met',
      verdict: of.expect?.verdict,
      signature: of.expect?.signature,
    });
  });

  test('is found by a row that its bug is to break', () => {
    const of = stored(file);
    expect(findBug(of.bug ?? '')?.properties).toContain(run(of).failure?.check);
  });

  test('passes without its bug', () => {
    expect(run({ ...stored(file), bug: null }).verdict).toBe('ok');
  });
});

/** Beats, decides something nobody asked for, and is told nothing: what a later release may add anywhere. */
class Heart implements Process {
  private readonly peer: ProcessName;
  constructor(peer: ProcessName) {
    this.peer = peer;
  }
  step(input: Input, out: Out): void {
    if (input.kind === 'message') {
      out.close(input.connection);
      return;
    }
    if (input.kind !== 'start' && input.kind !== 'timer') return;
    out.send(out.open(this.peer, 'heart'), { type: 'HEARTBEAT' });
    out.setTimer('beat', 40_000 + out.choose('beat', 20_000));
  }
  inspect(): unknown {
    return {};
  }
}

const changes: Readonly<Record<string, Partial<Scenario>>> = {
  'new processes with a heartbeat and a decision of their own': {
    hooks: {
      processes: [
        { name: 'left', create: () => new Heart('right'), hasDisk: false },
        { name: 'right', create: () => new Heart('left'), hasDisk: false },
      ],
    },
  },
  'a renamed decision site': { sites: { wire: 'net', storage: 'disk' } },
};

describe.each(Object.keys(changes))('after %s', (name) => {
  test.each(wrong)('%s fails in the same way', (file) => {
    const of = stored(file);
    const scenario = catalogue.get(String(of.scenario)) as Scenario;
    const registry = new Map([[String(of.scenario), { ...scenario, ...changes[name] }]]);
    const before = run(of);
    const after = run(of, { registry });
    expect(after.verdict).toBe(of.expect?.verdict);
    expect(after.failure?.signature).toBe(of.expect?.signature);
    if (name.startsWith('new')) expect(after.fingerprint).not.toBe(before.fingerprint);
  });
});

test('an override means the same under the new name of its site', () => {
  const of = stored('zk-4394.json');
  const scenario = catalogue.get(String(of.scenario)) as Scenario;
  const registry = new Map([[String(of.scenario), { ...scenario, sites: { wire: 'net' } }]]);
  const address = '1>2#1/election/CONNECT#0.delay';
  const old = run({ ...of, overrides: { [`net/${address}`]: 7000 } });
  const renamed = run({ ...of, overrides: { [`wire/${address}`]: 7000 } }, { registry });
  expect(renamed.fingerprint).toBe(old.fingerprint);
  expect(old.fingerprint).not.toBe(run(of).fingerprint);
});
