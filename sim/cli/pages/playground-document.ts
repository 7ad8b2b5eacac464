/**
 * The playground as one file, which any web server or a double click shows: style, script and engine lie in it, and its
 * policy allows these and nothing else. The same parts give the same bytes.
 */
import { createHash } from 'node:crypto';
import { element, scriptJson } from '../../../reports/html/markup.ts';
import type { PlayAbout } from '../../record/play-about.ts';
import type { Bundled } from './bundle.ts';

export interface PlaygroundParts {
  readonly page: Bundled;
  /** Of the worker, as one classic script. */
  readonly engine: string;
  readonly about: PlayAbout;
}

/** Bytes by which a policy names a script or a sheet that lies in the page. */
function digestOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** No parser of HTML takes a word in it for the end of its script; in strings and expressions the meaning stays. */
function asScriptText(script: string): string {
  return script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

export function playgroundDocument({ page, engine, about }: PlaygroundParts): string {
  const script = asScriptText(page.script);
  const policy = [
    "default-src 'none'",
    `script-src ${digestOf(script)}`,
    'worker-src blob:',
    `style-src ${digestOf(page.style)}`,
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const head = [
    '<meta charset="utf-8">',
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }, null),
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="description" content="A ZooKeeper ensemble to play with: crash, cut, delay, and see what a quorum is.">',
    '<title>zabsim playground</title>',
    // An icon of its own: a browser would ask the server for one.
    '<link rel="icon" href="data:,">',
    `<style>${page.style}</style>`,
  ];
  const body = [
    '<div id="page"><p class="first">The playground is started by a script. Where scripts are switched off, <code>sim run --columns</code> shows a run as text.</p></div>',
    // Data, which runs only in the worker that is made of it.
    `<script type="text/plain" id="engine">${asScriptText(engine)}</script>`,
    `<script type="application/json" id="about">${scriptJson(about)}</script>`,
    `<script>${script}</script>`,
  ];
  return `<!doctype html>\n<html lang="en">\n<head>\n${head.join('\n')}\n</head>\n<body>\n${body.join('\n')}\n</body>\n</html>\n`;
}
