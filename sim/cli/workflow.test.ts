/** The worked example of a CI job must be one: valid, careful with rights, and in words that the program knows. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { CommandLine } from './command-line.testkit.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'runs-on': string;
  readonly 'timeout-minutes': number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const text = readFileSync(join(import.meta.dirname, '../../.github/workflows/fuzz.yml'), 'utf8');
const document = parseDocument(text, { strict: true, uniqueKeys: true });
const workflow = document.toJS() as Workflow;
const jobs = Object.entries(workflow.jobs);
const steps = jobs.flatMap(([, job]) => job.steps);
const scripts = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

describe('the workflow', () => {
  test('is YAML, without errors and warnings', () => {
    expect([...document.errors, ...document.warnings]).toEqual([]);
  });

  test('has jobs that wait for jobs there are, end in time, and have steps of one kind', () => {
    for (const [name, job] of jobs) {
      if (job.needs !== undefined) expect(Object.keys(workflow.jobs)).toContain(job.needs);
      expect(job['timeout-minutes'], name).toBeGreaterThan(0);
      expect(job['runs-on'], name).toMatch(/^ubuntu-[0-9]/);
      for (const step of job.steps) expect(Number('run' in step) + Number('uses' in step)).toBe(1);
    }
  });

  test('may read, and write nothing but alerts in one job', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const more = jobs.filter(([, job]) => job.permissions !== undefined);
    expect(more.map(([name, job]) => [name, job.permissions])).toEqual([
      ['merge', { contents: 'read', 'security-events': 'write' }],
    ]);
  });

  test('uses actions of one version each', () => {
    const uses = steps.flatMap((step) => (step.uses === undefined ? [] : [step.uses]));
    const names = new Map(uses.map((each) => each.split('@') as [string, string]));
    for (const each of uses) expect(each).toMatch(/^[\w./-]+@v[0-9]+\.[0-9]+\.[0-9]+$/);
    for (const each of uses) expect(names.get(each.split('@')[0] ?? '')).toBe(each.split('@')[1]);
  });

  test('puts nothing into a script that a stranger may have written', () => {
    const inserted = scripts.flatMap((script) =>
      [...script.matchAll(/\$\{\{\s*(.*?)\s*\}\}/g)].map(([, what]) => what),
    );
    expect(new Set(inserted)).toEqual(new Set(['matrix.shard', 'strategy.job-total']));
  });

  test('has scripts that a shell can read', () => {
    for (const script of scripts) {
      const input = script.replace(/\$\{\{.*?\}\}/g, '1');
      expect(spawnSync('bash', ['-n'], { input, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    }
  });

  test('keeps what is found whatever the verdict', () => {
    const behind = ['shard', 'merge'].flatMap((name) => workflow.jobs[name]?.steps ?? []);
    const kept = behind.filter(({ uses }) => /upload|cache\/save/.test(uses ?? ''));
    expect(kept.length).toBeGreaterThan(3);
    for (const step of kept) expect(step.if).toContain('always()');
  });
});

/** The words behind `sim` of each line of a script that calls it; values that the shell fills in are `1`. */
function simLines(script: string): string[][] {
  const lines = script.replace(/\$\{\{.*?\}\}/g, '1').replace(/\\\n\s*/g, ' ');
  return lines.split('\n').flatMap((line) => {
    const call = /(?:^|[;&(]|if|then|do)\s*npx sim (.*?)(?:;|\|\||&&|$)/.exec(line)?.[1];
    return call === undefined ? [] : [call.replaceAll('"', '').trim().split(/\s+/)];
  });
}

/** Options of a command by its help, `true` where one takes a value. */
function optionsOf(help: string): Record<string, boolean> {
  const rows = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)( <[^>]+>| \[[^\]]+\])?/gm)];
  return Object.fromEntries(rows.map(([, name, value]) => [name ?? '', value !== undefined]));
}

describe('its lines of sim', () => {
  const cli = new CommandLine();
  afterAll(() => cli.remove());
  const lines = scripts.flatMap(simLines);

  test('are all found', () => {
    expect(lines.map(([command]) => command)).toEqual(['corpus', 'fuzz', 'merge', 'corpus', 'corpus']);
    expect(scripts.join('\n').match(/\bsim\b/g)).toHaveLength(lines.length);
  });

  test.each(lines)('sim %s is understood', async (command, ...words) => {
    const help = await cli.sim(command ?? '', '--help');
    expect(help.stdout).toMatch(new RegExp(`^Usage: sim ${command ?? ''} `));
    const known = optionsOf(help.stdout);
    for (const [i, word] of words.entries()) {
      if (!word.startsWith('--')) continue;
      expect(Object.keys(known)).toContain(word);
      const next = words[i + 1];
      expect(next !== undefined && !next.startsWith('--'), `${word} ${next ?? ''}`).toBe(known[word]);
    }
  });
});
