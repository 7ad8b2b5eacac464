/** The checks as lamps: broken ones first, then those that are not decided, then those that hold. */
import type { Lamp } from '../../../../sim/record/play.ts';

export interface LampRow {
  readonly lamp: Lamp;
  readonly glyph: '✔' | '✖' | '?';
  /** The name in words: `one leader per epoch`. */
  readonly title: string;
  readonly verdict: string;
}

const order: Readonly<Record<Lamp['verdict'], number>> = { broken: 0, undecided: 1, holds: 2 };
const glyphs: Readonly<Record<Lamp['verdict'], LampRow['glyph']>> = { broken: '✖', undecided: '?', holds: '✔' };
const verdicts: Readonly<Record<Lamp['verdict'], string>> = {
  broken: 'broken',
  undecided: 'not decided',
  holds: 'holds so far',
};

export function lampRows(lamps: readonly Lamp[]): LampRow[] {
  return lamps
    .map((lamp, i) => ({ lamp, i }))
    .sort((a, b) => order[a.lamp.verdict] - order[b.lamp.verdict] || a.i - b.i)
    .map(({ lamp }) => ({
      lamp,
      glyph: glyphs[lamp.verdict],
      title: titleOf(lamp.check),
      verdict: verdicts[lamp.verdict],
    }));
}

/** `Zab: one leader per epoch` of `zab-one-leader-per-epoch`. */
export function titleOf(check: string): string {
  return check.replace(/^zab-/, 'Zab: ').replaceAll('-', ' ');
}

/** `2 broken, 1 not decided, 18 hold`; `all 21 hold`. */
export function lampSummary(lamps: readonly Lamp[]): string {
  const count = (verdict: Lamp['verdict']): number => lamps.filter((lamp) => lamp.verdict === verdict).length;
  const [broken, undecided, holds] = [count('broken'), count('undecided'), count('holds')];
  if (lamps.length === 0) return 'nothing is checked yet';
  if (broken + undecided === 0) return holds === 1 ? 'the one check holds so far' : `all ${holds} hold so far`;
  return [
    broken === 0 ? '' : `${broken} broken`,
    undecided === 0 ? '' : `${undecided} not decided`,
    `${holds} hold so far`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
