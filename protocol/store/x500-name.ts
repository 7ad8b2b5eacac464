/**
 * Whether a text is a name as X500Principal of Java reads it: parts with commas or semicolons between, each an
 * attribute and its value, or several joined by `+`. An attribute is a keyword or an object identifier. No name at all is
 * a name.
 */
const KEYWORDS: ReadonlySet<string> = new Set([
  ...['CN', 'C', 'L', 'S', 'ST', 'O', 'OU', 'T', 'IP', 'STREET', 'DC', 'DNQUALIFIER', 'DNQ', 'SURNAME', 'GIVENNAME'],
  ...['INITIALS', 'GENERATION', 'EMAIL', 'EMAILADDRESS', 'UID', 'SERIALNUMBER'],
]);
const OID = /^(?:OID\.)?[0-2](?:\.\d+)+$/iu;
/** A value in hexadecimal, in quotes, or plain with its marks escaped. */
const ESCAPED = String.raw`\\(?:[,=+<>#;"\\ ]|[\da-f]{2})`;
const VALUE = new RegExp(
  String.raw`^(?:#(?:[\da-f]{2})+|"(?:[^"\\]|${ESCAPED})*"|(?:[^,+=<>#;"\\]|${ESCAPED})(?:[^,+<>;"\\]|${ESCAPED})*)?$`,
  'isu',
);

export function isX500Name(text: string): boolean {
  if (text === '') return true;
  const parts = partsOf(text);
  return parts !== null && parts.every(isPart);
}

function isPart(part: string): boolean {
  const at = part.indexOf('=');
  if (at < 1) return false;
  const attribute = part.slice(0, at).trim();
  return (KEYWORDS.has(attribute.toUpperCase()) || OID.test(attribute)) && VALUE.test(part.slice(at + 1).trim());
}

/** Cut at marks that are neither escaped nor in quotes; null: an escape or a quote has no end. */
function partsOf(text: string): string[] | null {
  const parts: string[] = [];
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const mark = text.charAt(at);
    if (mark === '\\') at++;
    else if (mark === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (mark === ',' || mark === ';' || mark === '+')) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
    if (at >= text.length) return null;
  }
  parts.push(text.slice(from));
  return isQuoted ? null : parts;
}
