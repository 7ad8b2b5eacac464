/** HTML in which text stays text, whatever stands in it. */
import { xmlText } from '../junit/xml.ts';

export function escaped(text: string): string {
  return xmlText(text).replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** `content` is markup already; null has no end tag. True attributes stand alone, false and undefined ones are left out. */
export function element(name: string, attributes: Attributes, content: string | null): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([key, value]) => (value === true ? ` ${key}` : ` ${key}="${escaped(String(value))}"`))
    .join('');
  return content === null ? `<${name}${written}>` : `<${name}${written}>${content}</${name}>`;
}

/** An element that holds text. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return element(name, attributes, escaped(text));
}

/** JSON that no parser of HTML takes for the end of its script. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
