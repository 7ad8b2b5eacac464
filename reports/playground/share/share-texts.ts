/** What can be taken out of a play: its link, its lines, its case and the command that runs it. */
import { caseName } from '../../../sim/record/case.ts';
import type { PlayBranch } from '../../../sim/record/play.ts';

/** Chat programs cut longer links off. */
const LONG_LINK = 2000;
/** Browsers and mail programs do so with these. */
const TOO_LONG_LINK = 8000;

/** A sentence on a link that is long; null: it is not. */
export function linkAdvice(link: string): string | null {
  if (link.length <= LONG_LINK) return null;
  const length = `The link has ${link.length} characters`;
  return link.length > TOO_LONG_LINK
    ? `${length}; most programs cut it off. Send the case file instead.`
    : `${length}; some programs cut links off at ${LONG_LINK}. The case file is safer.`;
}

export function scriptText({ source: { base, lines } }: PlayBranch): string {
  const options = Object.entries(base.options)
    .filter(([, value]) => typeof value === 'number' && value > 0)
    .map(([name, value]) => `${name} ${String(value)}`);
  const head = [`# seed ${base.seed}`, ...options.map((option) => `# ${option}`), `# bug ${base.bug ?? 'none'}`];
  return `${[...head, ...lines].join('\n')}\n`;
}

export function caseFileName({ of }: PlayBranch): string {
  return `${caseName(of)}.json`;
}

export function caseFileText({ of }: PlayBranch): string {
  return `${JSON.stringify(of, null, 2)}\n`;
}

export function replayCommand(branch: PlayBranch): string {
  return `sim replay ${caseFileName(branch)}`;
}

export function embedText(link: string): string {
  const address = link.replace('#/play?', '#/play?embed=1&').replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<iframe src="${address}" sandbox="allow-scripts" width="640" height="480" title="A ZooKeeper ensemble"></iframe>`;
}
