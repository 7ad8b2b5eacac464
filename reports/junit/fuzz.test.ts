import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { anyText, context, failure, HOSTILE, hostileResult, result } from '../fuzz-result.testkit.ts';
import { fuzzJunit } from './fuzz.ts';
import { emptyTag, xmlText } from './xml.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Throws where the text is not well-formed. */
function parse(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return root.children[0] as Element;
}

/** What all versions of junit-10.xsd allow: attributes (the first `required` of them must be there) and children. */
const grammar: Readonly<
  Record<string, { readonly attributes: readonly string[]; readonly required: number; readonly children: string }>
> = {
  testsuites: { attributes: ['name', 'tests', 'failures', 'errors', 'time'], required: 0, children: 'testsuite' },
  testsuite: {
    attributes: ['name', 'tests', 'failures', 'errors', 'time', 'skipped'],
    required: 4,
    children: 'properties testcase system-out system-err',
  },
  properties: { attributes: [], required: 0, children: 'property' },
  property: { attributes: ['name', 'value'], required: 2, children: '' },
  testcase: {
    attributes: ['name', 'classname', 'time'],
    required: 1,
    children: 'skipped error failure system-out system-err',
  },
  failure: { attributes: ['type', 'message'], required: 0, children: '' },
  error: { attributes: ['type', 'message'], required: 0, children: '' },
  skipped: { attributes: ['type', 'message'], required: 0, children: '' },
  'system-out': { attributes: [], required: 0, children: '' },
};

function problems({ name, attributes, children }: Element, parent = ''): string[] {
  const rule = grammar[name];
  if (rule === undefined) return [`${name} is no element`];
  const given = Object.keys(attributes);
  return [
    ...given.filter((each) => !rule.attributes.includes(each)).map((each) => `${name} has no attribute ${each}`),
    ...rule.attributes.slice(0, rule.required).filter((each) => !given.includes(each)),
    ...children
      .filter((child) => !rule.children.split(' ').includes(child.name))
      .map((child) => `${name} holds no ${child.name}`),
    ...children.flatMap((child) => problems(child, name)),
    ...(parent !== '' || name === 'testsuites' ? [] : [`${name} is no root`]),
    ...(!('time' in attributes) || /^[0-9]+\.[0-9]{3}$/.test(attributes['time'] ?? '') ? [] : ['time']),
  ];
}

function suiteOf(lines: readonly string[]): Element {
  const root = parse(lines.join('\n'));
  expect(problems(root)).toEqual([]);
  expect(root.children).toHaveLength(1);
  return root.children[0] as Element;
}

function testsOf(suite: Element): Element[] {
  return suite.children.filter(({ name }) => name === 'testcase');
}

function child(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((each) => each.name === name);
}

describe('a campaign as JUnit XML', () => {
  test('has a test for itself and one for each signature', () => {
    const known = failure({ signature: 'watches: fired late', check: 'watches', known: true });
    const broken = failure({ signature: 'zabsim: n', check: 'zabsim', verdict: 'internal' });
    const suite = suiteOf(fuzzJunit(result({ failures: [failure(), known, broken] }), context));
    expect(suite.attributes).toMatchObject({ tests: '4', failures: '1', errors: '1', skipped: '1', time: '61.234' });
    const tests = testsOf(suite);
    expect(tests.map(({ attributes }) => attributes['classname'])).toEqual([
      'zabsim.fuzz',
      'zabsim.zab-prefix',
      'zabsim.watches',
      'zabsim.zabsim',
    ]);
    expect(tests.map(({ children }) => children[0]?.name)).toEqual(['system-out', 'failure', 'skipped', 'error']);
  });

  test('tells of a failure its message, its story and how to see it again', () => {
    const [, found] = testsOf(suiteOf(fuzzJunit(result({ failures: [failure()] }), context)));
    const told = child(found, 'failure');
    expect(found?.attributes['name']).toBe('zab-prefix: delivered out of order, broadcast, follower');
    expect(told?.attributes).toEqual({
      type: 'violation',
      message: 'Server 2 delivered 1:3 where server 1 delivered 1:2.',
    });
    expect(told?.text.split('\n')).toEqual([
      'Server 2 delivered 1:3 where server 1 delivered 1:2.',
      '',
      'Server 1 leads epoch 1.',
      'Without the crash of server 2 the run passes.',
      '',
      'seed 17 and 2 more; shrunk to 3 servers, 1 client, 1 fault, 2 operations, 0 overrides',
      'replay: sim replay out/fuzz-s17-0a1b2c/case.json',
    ]);
    expect(child(found, 'system-out')?.text.split('\n')).toEqual([
      '[[PROPERTY|seed=17]]',
      '[[PROPERTY|case=fuzz-s17-0a1b2c]]',
      '[[PROPERTY|seeds=3]]',
      '[[ATTACHMENT|out/fuzz-s17-0a1b2c/case.json]]',
    ]);
  });

  test('names its seeds and its campaign as properties of the suite', () => {
    const properties = child(suiteOf(fuzzJunit(result(), context)), 'properties');
    expect(Object.fromEntries(properties?.children.map(({ attributes: a }) => [a['name'], a['value']]) ?? [])).toEqual({
      version: '0.1.0',
      campaign: 'fuzz-mix-4f2a90',
      scenarios: 'fuzz',
      strategy: 'mix',
      range: '1..1000',
      seeds: '1000',
      ok: '998',
      undecided: '2',
    });
  });

  test('is not green when nothing was decided', () => {
    for (const empty of [result({ seeds: 0, undecided: 0 }), result({ seeds: 9, undecided: 9 })]) {
      const [campaign] = testsOf(suiteOf(fuzzJunit(empty, context)));
      expect(campaign?.children[0]).toMatchObject({ name: 'error', attributes: { type: 'undecided' } });
    }
  });

  test('counts undecided seeds as failed only where they fail the campaign', () => {
    const tagOf = (undecidedFails: boolean): string | undefined =>
      testsOf(suiteOf(fuzzJunit(result(), { ...context, undecidedFails })))[0]?.children[0]?.name;
    expect([tagOf(false), tagOf(true)]).toEqual(['system-out', 'failure']);
    const [campaign] = testsOf(suiteOf(fuzzJunit(result({ missing: ['a torn tail cut'] }), context)));
    expect(child(campaign, 'system-out')?.text.split('\n').slice(1)).toEqual([
      'warning: 2 seeds undecided, first 4: activity: nothing was committed',
      'warning: no seed reached 1 rare situation that the scenario asks for: a torn tail cut',
    ]);
    const lost = failure({ verdict: 'undecided', check: 'worker', signature: 'worker: took too long' });
    const [, open] = testsOf(suiteOf(fuzzJunit(result({ failures: [lost] }), context)));
    expect(open?.children[0]?.name).toBe('skipped');
  });

  test('keeps what stands in texts, and shows what XML cannot hold', () => {
    const shown =
      'a\\u0000b\\u0001\\u0008\\u000b\\u001b[31m <tag attr="x">&amp; ]]> \\ud800 \\udc00 \\ufffe 😀 100%\r\n' +
      '::set-output name=x::y,z: |bar| `tick` **bold**\ttab';
    const [, found] = testsOf(suiteOf(fuzzJunit(hostileResult(), context)));
    expect(found?.attributes['name']).toBe(shown);
    expect(child(found, 'failure')?.attributes['message']).toBe(shown);
    expect(child(found, 'failure')?.text).toContain(`${shown}\n\n${shown}`);
    expect(HOSTILE).not.toBe(shown);
  });
});

test('any text is well-formed XML, and comes back if XML can hold it', () => {
  const lossy = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/;
  fc.assert(
    fc.property(anyText, (text) => {
      const attribute = parse(emptyTag('a', { b: text })).attributes['b'];
      expect(parse(`<a>${xmlText(text)}</a>`).text).toBe(attribute);
      if (!lossy.test(text)) expect(attribute).toBe(text);
    }),
  );
});
