/**
 * Which steps of a case its failure needs: each is taken out once, alone, and the case is run without it. A step is
 * asked for and told about one at a time, so that whoever runs cases may stop between two runs.
 */
import type { Case } from '../record/case.ts';
import type { RunResult } from '../record/run-result.ts';
import type { Effect, StepKind } from '../record/story.ts';

/** A step of a case and the case without it. */
export interface Part {
  readonly kind: StepKind;
  readonly name: string;
  readonly text: string;
  readonly without: Case;
}

export interface Judged {
  readonly part: Part;
  readonly effect: Effect;
  /** What is found without it, where that is something else. */
  readonly instead: string;
}

/** What the result of a run says of a failure with that signature. */
export function effectOf(result: Pick<RunResult, 'verdict' | 'failure'>, signature: string): Effect {
  if (result.failure?.signature === signature) return 'fails the same way';
  if (result.verdict === 'ok') return 'passes';
  return result.verdict === 'undecided' ? 'undecided' : 'fails otherwise';
}

export class Necessity {
  /** In the order of the parts, as far as they were tried. */
  readonly judged: Judged[] = [];
  private readonly parts: readonly Part[];
  private readonly signature: string;

  constructor(parts: readonly Part[], signature: string) {
    this.parts = parts;
    this.signature = signature;
  }

  /** The case to run next; null when every part was tried. */
  next(): Case | null {
    return this.parts[this.judged.length]?.without ?? null;
  }

  /** Null: that case cannot be run, as when the part is one that everything else rests on. */
  learn(result: Pick<RunResult, 'verdict' | 'failure'> | null): void {
    const part = this.parts[this.judged.length];
    if (part === undefined) return;
    const effect: Effect = result === null ? 'undecided' : effectOf(result, this.signature);
    const instead = effect === 'fails otherwise' ? (result?.failure?.message ?? '') : '';
    this.judged.push({ part, effect, instead });
  }
}
