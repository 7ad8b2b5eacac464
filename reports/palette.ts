/** How a report marks what it prints; a host decides what that looks like. */
import type { Verdict } from '../sim/check/verdict.ts';
import type { Ink } from './spacetime/inks.ts';

export type Paint = (text: string) => string;

export interface Palette {
  readonly good: Paint;
  readonly bad: Paint;
  readonly doubtful: Paint;
  readonly strong: Paint;
  readonly faint: Paint;
  /** The colours of the pictures, by what they mean. */
  readonly ink: (ink: Ink, text: string) => string;
}

const asIs: Paint = (text) => text;

/** No marks at all: files, pipes, tests. */
export const plainPalette: Palette = {
  good: asIs,
  bad: asIs,
  doubtful: asIs,
  strong: asIs,
  faint: asIs,
  ink: (_ink, text) => text,
};

export function paintOf(verdict: Verdict, palette: Palette): Paint {
  if (verdict === 'ok') return palette.good;
  return verdict === 'undecided' ? palette.doubtful : palette.bad;
}
