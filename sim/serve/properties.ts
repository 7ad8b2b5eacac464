/** Lines of a file of properties, as java.util.Properties reads them. */

export interface Property {
  readonly name: string;
  readonly value: string;
  /** On which it begins, from 1. */
  readonly line: number;
}

export function readProperties(text: string): Property[] {
  const properties: Property[] = [];
  const lines = text.split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    let logical = (lines[index] as string).replace(/^[ \t\f]+/, '');
    if (logical === '' || /^[#!]/.test(logical)) continue;
    while (goesOn(logical)) {
      const next = lines[index + 1];
      logical = logical.slice(0, -1) + (next ?? '').replace(/^[ \t\f]+/, '');
      if (next === undefined) break;
      index++;
    }
    properties.push({ ...parts(logical), line });
  }
  return properties;
}

/** It ends in an odd number of backslashes. */
function goesOn(line: string): boolean {
  const tail = /\\+$/.exec(line);
  return tail !== null && tail[0].length % 2 === 1;
}

/** The name ends at the first `=`, `:` or space without a backslash. */
function parts(line: string): { readonly name: string; readonly value: string } {
  const found = /^((?:[^\\=: \t\f]|\\.)*)[ \t\f]*[=:]?[ \t\f]*(.*)$/s.exec(line);
  return { name: plain(found?.[1] ?? ''), value: plain(found?.[2] ?? '') };
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function plain(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|(.)|$)/gs,
    (_all, code: string | undefined, letter: string | undefined) =>
      code !== undefined ? String.fromCharCode(parseInt(code, 16)) : (ESCAPES[letter ?? ''] ?? letter ?? ''),
  );
}
