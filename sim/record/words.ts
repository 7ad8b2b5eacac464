/** A line in words: separated by spaces, with texts in double quotes as JSON writes them. */

export interface Word {
  readonly text: string;
  /** It stood in quotes. */
  readonly quoted: boolean;
}

/** Null when a quote is not closed, or what stands in it is no JSON text. */
export function splitWords(line: string): Word[] | null {
  const words: Word[] = [];
  const pattern = /\s*(?:("(?:[^"\\]|\\.)*")|([^\s"]+))/gy;
  const end = line.trimEnd().length;
  while (pattern.lastIndex < end) {
    const found = pattern.exec(line);
    if (found === null) return null;
    const [, quoted, plain] = found;
    if (quoted === undefined) words.push({ text: plain as string, quoted: false });
    else {
      const text = unquote(quoted);
      if (text === null) return null;
      words.push({ text, quoted: true });
    }
  }
  return words;
}

/** A word that reads back: in quotes where it must be. */
export function showWord(text: string, plain: RegExp): string {
  return plain.test(text) ? text : JSON.stringify(text);
}

function unquote(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
