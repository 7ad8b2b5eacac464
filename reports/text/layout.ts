/** Columns, times and counts as the text reports print them. */

/** Rows padded to columns, two spaces between; the last column is not padded. Columns in `right` hold numbers. */
export function columns(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const width = widths[i] ?? 0;
        if (right.includes(i)) return cell.padStart(width);
        return i === row.length - 1 ? cell : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Columns as above, and behind them paragraphs that are broken to `width` and stay in their column. */
export function hanging(
  rows: readonly { readonly cells: readonly string[]; readonly paragraphs: readonly string[] }[],
  indent: string,
  width = 100,
  right: readonly number[] = [],
): string[] {
  const heads = columns(
    rows.map(({ cells }) => [...cells, '|']),
    right,
  ).map((head) => indent + head.slice(0, -1));
  return rows.flatMap(({ paragraphs }, i) => {
    const head = heads[i] ?? '';
    const margin = ' '.repeat(head.length);
    const lines = paragraphs.flatMap((text) => wrap(text.split(/\s+/), margin, width, ' '));
    return lines.map((line, n) => (n === 0 ? head + line.slice(head.length) : line));
  });
}

/** `17.402 s` of milliseconds. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}

/** `1 crash`, `2 crashes`. */
export function count(n: number, noun: string, nouns: string = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : nouns}`;
}

/** `12.5 %` of a share from 0 to 1. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Breaks `parts` into lines of at most `width` columns, each with `indent` before it. */
export function wrap(parts: readonly string[], indent: string, width = 110, gap = '  '): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    if (line !== '' && indent.length + line.length + gap.length + part.length > width) {
      lines.push(indent + line);
      line = '';
    }
    line = line === '' ? part : `${line}${gap}${part}`;
  }
  if (line !== '') lines.push(indent + line);
  return lines;
}
