import { describe, expect, test } from 'vitest';
import { context, failure, hostileResult, result } from '../fuzz-result.testkit.ts';
import { fuzzMarkdown } from './fuzz.ts';
import { codeSpan, fenced, markdownText } from './markdown.ts';

describe('a campaign as Markdown', () => {
  test('tells what is new, what is known, and how to see it again', async () => {
    const known = failure({ signature: 'watches: fired late', check: 'watches', known: true, shrunk: null, story: [] });
    const text = fuzzMarkdown(result({ failures: [failure(), known] }), context).join('\n');
    await expect(`${text}\n`).toMatchFileSnapshot('../testdata/fuzz-summary.md');
  });

  test('is short when nothing was found, and says what was done', () => {
    const lines = fuzzMarkdown(result({ marks: {}, complete: false }), context);
    expect(lines.filter((line) => line !== '')).toEqual([
      '### zabsim 0.1.0: nothing found',
      '1000 seeds of fuzz, strategy mix: 998 ok, 2 undecided, 0 failed. Campaign `fuzz-mix-4f2a90`, seeds `1..1000`, ' +
        'ended by its budget of time or by hand.',
      '* **warning**: 2 seeds undecided, first 4: activity: nothing was committed',
      '214 different behaviours were seen, 9 of them in one seed only.',
    ]);
    expect(fuzzMarkdown(result({ seeds: 0, undecided: 0 }), context)[0]).toBe(
      '### zabsim 0.1.0: undecided, no seed was run',
    );
  });

  test('names all failures and tells twenty of them, so that it fits a summary', () => {
    const failures = Array.from({ length: 300 }, (_, i) =>
      failure({ signature: `check: ${i}`, message: 'x'.repeat(1000) }),
    );
    const text = fuzzMarkdown(result({ failures }), context).join('\n');
    expect(text.match(/<details open>/g)).toHaveLength(20);
    expect(text).toContain('`check: 299`');
    expect(text).toContain('And 280 more');
    expect(text.length).toBeLessThan(1 << 20);
  });

  test('stays one row, one item and one line, whatever stands in a text', () => {
    const lines = fuzzMarkdown(hostileResult(), context);
    const calm = fuzzMarkdown(
      result({ failures: [failure({ story: ['a', 'b'] })], marks: { m: { times: 1, seeds: 1 } }, missing: ['m'] }),
      context,
    );
    // The replay line alone may take more lines: it stands between fences.
    const fences = lines.flatMap((line, i) => (/^`{3,}$/.test(line) ? [i] : []));
    expect(lines.length - ((fences[1] ?? 0) - (fences[0] ?? 0))).toBe(calm.length - 2);
    const outside = lines.filter((_, i) => i < (fences[0] ?? 0) || i > (fences[1] ?? 0));
    const markup = outside.filter((line) => !line.startsWith('<details')).join('\n');
    expect(markup.replace(/``.*?[^`]``(?!`)/g, '')).not.toMatch(/<tag|[^\\]\*\*bold/);
    expect(outside.join('\n').replace(/``.*?[^`]``(?!`)/g, '')).not.toContain('<tag');
  });
});

test('text and code say what they hold', () => {
  expect(markdownText('a*b_c <d> [e](f) | `g`\n# h')).toBe('a\\*b\\_c &lt;d&gt; \\[e\\](f) \\| \\`g\\` \\# h');
  expect(codeSpan('plain')).toBe('`plain`');
  expect(codeSpan('a `b` c')).toBe('``a `b` c``');
  expect(codeSpan('`x`')).toBe('`` `x` ``');
  expect(fenced('a\n````\nb')).toEqual(['`````', 'a', '````', 'b', '`````']);
});
