/** Pieces of Markdown in which text stays text, whatever stands in it. */

/** Text between HTML tags, where Markdown is not read. Line ends become spaces. */
export function htmlText(text: string): string {
  const line = text.replace(/\s*[\r\n]+\s*/g, ' ');
  return line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Text between Markdown. Line ends become spaces. */
export function markdownText(text: string): string {
  return htmlText(text).replace(/[\\`*_[\]|#~]/g, (char) => `\\${char}`);
}

/** Code in a line, between more backticks than stand in it. */
export function codeSpan(text: string): string {
  const line = text.replace(/\s*[\r\n]+\s*/g, ' ');
  const ticks = '`'.repeat(longestRun(line) + 1);
  const padded = line.startsWith('`') || line.endsWith('`') ? ` ${line} ` : line;
  return `${ticks}${padded}${ticks}`;
}

/** Code on lines of its own. */
export function fenced(text: string): string[] {
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [ticks, ...text.split('\n'), ticks];
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** A table; columns in `right` hold numbers. A cell is Markdown itself and must not hold a line end. */
export function markdownTable(
  headings: readonly string[],
  right: readonly number[],
  rows: readonly (readonly string[])[],
): string[] {
  // A bar parts cells even within code, where it has to be escaped; text has escaped its own.
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
  return [
    line(headings),
    `|${headings.map((_, i) => (right.includes(i) ? '---:' : '---')).join('|')}|`,
    ...rows.map(line),
  ];
}
