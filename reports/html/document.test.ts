import { expect, describe, test } from 'vitest';
import { reportData } from './report-data.testkit.ts';
import { reportDocument } from './document.ts';
import { indexPage } from './index-page.ts';
import { escaped, scriptJson } from './markup.ts';
import { failure, result } from '../fuzz-result.testkit.ts';

const packed = { data: 'AAAA', columns: 'BBBB', engine: 'CCCC' };
const page = (data = reportData(), more = {}): string => reportDocument(data, packed, { viewer: 'void 0;', ...more });

describe('the page of a run', () => {
  test('tells verdict, fact and time first, and the story before any script', () => {
    const html = page();
    const body = html.slice(html.indexOf('<body>'));
    const order = ['<h1>', 'Server 2 logged 1:3', 'sim replay x.json', 'The first wrong step', '<script'].map((text) =>
      body.indexOf(text),
    );
    expect(order.every((at, i) => at > 0 && at > (order[i - 1] ?? 0))).toBe(true);
    expect(html).toContain('at 0.200 s');
    expect(html).toContain('<title>violation: Server 2 logged 1:3 behind 0:0; its predecessor is 1:2.');
  });

  test('may talk to nobody', () => {
    const html = page();
    expect(html).toContain('default-src &#39;none&#39;');
    expect(html.replace(/<svg[^>]*>/g, '')).not.toMatch(/https?:\/\//);
    expect(html).not.toMatch(/<(link|img|script|iframe)[^>]*(src|href)="(?!data:)/);
  });

  test('is the same for the same run, and has no date unless one is given', () => {
    expect(page()).toBe(page());
    expect(page(reportData(), { date: '2026-01-02' })).toContain('made 2026-01-02');
    expect(page()).not.toContain('made 20');
  });

  test('has nothing of a run in it that a browser would take for markup', () => {
    const evil = '</script><img src=x onerror="alert(1)"><!--';
    const html = page(
      reportData({
        message: evil,
        sentence: evil,
        fault: evil,
        operation: evil,
        option: evil,
        detail: evil,
        replay: `sim replay '${evil}'`,
      }),
    );
    expect(html).not.toContain('<img');
    expect(html).not.toContain('onerror="');
    expect(html.match(/<\/script>/g)).toHaveLength(html.match(/<script/g)?.length ?? 0);
  });

  test('keeps what the viewer says out of the way of the parser', () => {
    expect(page(reportData(), { viewer: "x='</script>';y='<!--'" })).toContain("x='<\\/script>';y='<\\!--'");
  });

  test('without an engine says so, and carries none', () => {
    const html = reportDocument(reportData(), { ...packed, engine: null }, { viewer: '' });
    expect(html).not.toContain('id="engine"');
    expect(html).toContain('The engine is not in this file');
  });

  test.each([
    ['ok', 'Every check ran and found nothing.'],
    ['undecided', 'It could not be decided: the step budget is spent.'],
  ] as const)('of a run that is %s says what that means', (verdict, words) => {
    expect(page(reportData({ verdict }))).toContain(`<h1>${words}</h1>`);
  });
});

test('text stays text', () => {
  expect(escaped(`<a href="x" id='y'>&\u0000\ud800</a>`)).toBe(
    '&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;\\u0000\\ud800&lt;/a&gt;',
  );
  expect(scriptJson({ a: '</script>' })).toBe('{"a":"\\u003c/script>"}');
});

test('the page over a campaign leads to each report', () => {
  const found = result({ failures: [failure(), failure({ message: '<b>', case: 'other', known: true })] });
  const html = indexPage(found);
  for (const { case: name, message } of found.failures) {
    expect(html).toContain(`href="${name}/report.html"`);
    expect(html).toContain(escaped(message));
  }
  expect(html).not.toMatch(/<script/);
  expect(indexPage(result())).toContain('nothing was found');
});
