/**
 * XML text that every parser reads back as what was meant, or as near as XML can say it: version 1.0 knows no escape for
 * most control characters, so they are shown as `\u0001`.
 */

/** Characters that XML 1.0 does not allow: controls but tab and line ends, halves of pairs, U+FFFE and U+FFFF. */
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function visible(text: string): string {
  return text.replace(FORBIDDEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Content of an element. A carriage return would be read as a line feed, and `]]>` is not allowed as it is. */
export function xmlText(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

/** Between double quotes; line ends and tabs would be read as spaces. */
function attributeText(text: string): string {
  return xmlText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

/** `<name a="1">`, `<name a="1"/>`; attributes that are null are left out. */
export function openTag(name: string, attributes: Readonly<Record<string, string | number | null>>): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ` ${key}="${attributeText(String(value))}"`);
  return `<${name}${written.join('')}>`;
}

export function emptyTag(name: string, attributes: Readonly<Record<string, string | number | null>>): string {
  return openTag(name, attributes).replace(/>$/, '/>');
}
