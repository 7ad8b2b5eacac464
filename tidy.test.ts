/** What no compiler and no linter looks at: the tree as a whole. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = import.meta.dirname;
const SKIPPED = new Set(['node_modules', 'dist', '.git', 'out']);

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [relative(root, path)];
  });
}

const files = walk(root).sort();
const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const sources = files.filter((file) => /\.(ts|tsx|css|js|mjs)$/.test(file));
const SELF = 'tidy.test.ts';

/** `file:line` of every line of `among` that `bad` matches. */
function linesWhere(among: readonly string[], bad: (line: string) => boolean): string[] {
  return among
    .filter((file) => file !== SELF)
    .flatMap((file) =>
      (texts.get(file) ?? '').split('\n').flatMap((line, i) => (bad(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
    );
}

test('the top level holds what the design allows', () => {
  const allowed =
    /^(package(-lock)?\.json|tsconfig(\.[a-z]+)?\.json|sim|protocol|scenarios|reports|README\.md|LICENSE|\.ci|\.github|\.gitignore|\.npmrc|eslint\.config\.js|vitest\.config\.ts|tidy\.test\.ts)$/;
  const strangers = readdirSync(root).filter((name) => !SKIPPED.has(name) && !allowed.test(name));
  expect(strangers).toEqual([]);
});

test('the tree holds kinds of files it knows', () => {
  const known =
    /(\.(ts|tsx|css|mjs|js|json|md|yaml|txt|hex|br|py|png)|^\.ci\/run|^LICENSE|^\.github\/workflows\/[a-z]+\.yml$|^\.gitignore|^\.npmrc)$/;
  expect(files.filter((file) => !known.test(file))).toEqual([]);
});

/** A line as it is measured: a sentence or a path in quotes counts as nothing, and so does a table's row. */
function measured(line: string): string {
  if (/^\s*(\[|\* \|)/.test(line)) return '';
  return line.replace(/`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*'/g, "''");
}

test('no line is longer than 140 columns, sentences and rows of tables apart', () => {
  const longest = sources.filter((file) => file !== 'eslint.config.js');
  expect(linesWhere(longest, (line) => line.length > 140 && measured(line).length > 140)).toEqual([]);
});

test('no file is longer than 500 lines', () => {
  const long = sources.filter((file) => (texts.get(file) ?? '').split('\n').length > 501);
  expect(long).toEqual([]);
});

test('nothing is left unfinished or switched off', () => {
  const unfinished = new RegExp(['FIX' + 'ME', 'TO' + 'DO', '@ts-' + '(ignore|nocheck)'].join('|'));
  expect(linesWhere(sources, (line) => unfinished.test(line))).toEqual([]);
  expect(linesWhere(sources, (line) => /\b(it|test|describe)\.(only|skip|todo)\b/.test(line))).toEqual([]);
});

test('a switched-off rule gives its reason', () => {
  expect(linesWhere(sources, (line) => /eslint-disable/.test(line) && !/eslint-disable.* -- \S+/.test(line))).toEqual(
    [],
  );
});

describe('words', () => {
  test.each([
    [/\bmasters?\b/i, 'leader'],
    [/\bterms?\b(?<!(in|long|short)[ -]terms?)/i, 'epoch'],
    [/\blog index\b/i, 'zxid'],
    [/\bslaves?\b/i, 'follower'],
  ])('%s is not ours: %s is', (word) => {
    expect(linesWhere(sources, (line) => word.test(line))).toEqual([]);
  });

  test('no file tells about the place it was written in', () => {
    const place = new RegExp(['/wo' + 'rk/', '/tmp/b' + 'rief'].join('|'));
    expect(linesWhere(files, (line) => place.test(line))).toEqual([]);
  });

  test('no file names a package registry', () => {
    const registry = new RegExp(['registry\\.' + 'npmjs', '"reso' + 'lved": "http', 'regis' + 'try='].join('|'));
    expect(linesWhere(files, (line) => registry.test(line))).toEqual([]);
  });
});

/** Opened by people and tools, not by imports. */
const ENTRY =
  /(\.test\.ts|\.testkit\.ts|^vitest\.config\.ts|^[a-z]+\/index\.ts|^sim\/testing\/(index|vitest)\.ts|^scenarios\/examples\/.*|^sim\/cli\/(bench|engine-worker)\.ts|^sim\/cli\/program\/(start|keep-code|thread)\.ts|^sim\/cli\/pages\/build\.ts|^reports\/html\/viewer\/main\.ts|^reports\/playground\/(main\.tsx|css\.d\.ts|engine\/worker\.ts)|^sim\/cli\/ci\/.*|^sim\/serve\/differential\/(main|record-fixtures)\.ts)$/;

function importsOf(file: string): string[] {
  const text = texts.get(file) ?? '';
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)].map((match) =>
    relative(root, resolve(root, dirname(file), match[1] ?? '')),
  );
}

test('every module has an importer that is no test, or is an entry', () => {
  const modules = sources.filter((file) => /\.tsx?$/.test(file));
  const imported = new Set(modules.filter((file) => !file.endsWith('.test.ts')).flatMap(importsOf));
  expect(modules.filter((file) => !imported.has(file) && !ENTRY.test(file))).toEqual([]);
});

test('one folder imports the generator that keys come from', () => {
  const users = sources.filter((file) => /from 'seedrandom'/.test(texts.get(file) ?? '') && !file.endsWith('.test.ts'));
  expect(users.filter((file) => !file.startsWith('sim/kernel/'))).toEqual([]);
});

test('links between documents lead somewhere', () => {
  const broken = files
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...(texts.get(file) ?? '').matchAll(/\]\(([^)#\s]+)(#[^)\s]*)?\)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(file), target)))
        .map((target) => `${file}: ${target}`),
    );
  expect(broken).toEqual([]);
});

test('the README is no longer than 250 lines', () => {
  expect((texts.get('README.md') ?? '').split('\n').length).toBeLessThanOrEqual(251);
});

test('the program that starts the command line may be executed', () => {
  expect(statSync(join(root, 'sim/cli/bin.mjs')).mode & 0o111).not.toBe(0);
});
