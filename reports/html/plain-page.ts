/** A page without a script: one that may do nothing at all. */
import { element, textElement } from './markup.ts';
import { style } from './style.ts';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** `body` is markup. */
export function plainPage(title: string, body: string, more = ''): string {
  const head = [
    '<meta charset="utf-8">',
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }, null),
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<link rel="icon" href="data:,">',
    textElement('title', {}, title),
    `<style>${style}${more}</style>`,
  ];
  return `<!doctype html>\n<html lang="en">\n<head>\n${head.join('\n')}\n</head>\n<body>\n<main>\n${body}\n</main>\n</body>\n</html>\n`;
}
