/**
 * Some steps of a case on trial: each is taken out once, then the numbers of those that the failure needs are moved. A
 * trial is asked for the next case to run and told what came of it.
 */
import type { Case } from '../sim/record/case.ts';
import type { RunResult } from '../sim/record/run-result.ts';
import type { StoryMargin, StoryStep } from '../sim/record/story.ts';
import { Margin } from '../sim/shrink/margins.ts';
import { Necessity, type Part } from '../sim/shrink/necessity.ts';
import type { Movable } from './case-parts.ts';
import { anchorOf } from './story-steps.ts';
import { marginWords } from './story-words.ts';
import type { ToldRun } from './told-run.ts';

interface Moving {
  readonly movable: Movable;
  readonly margin: Margin;
}

const order: readonly StoryMargin['of'][] = ['value', 'time', 'delay', 'duration'];

export class Trial {
  private readonly parts: readonly Part[];
  private readonly movables: readonly Movable[];
  private readonly signature: string;
  private readonly necessity: Necessity;
  /** Null before every part was taken out. */
  private moving: readonly Moving[] | null = null;

  constructor(parts: readonly Part[], movables: readonly Movable[], signature: string) {
    this.parts = parts;
    this.movables = movables;
    this.signature = signature;
    this.necessity = new Necessity(parts, signature);
  }

  /** The case to run next; null when nothing is left to try. */
  next(): Case | null {
    const without = this.necessity.next();
    if (without !== null) return without;
    for (const { movable, margin } of this.margins()) {
      const value = margin.next();
      if (value !== null) return movable.at(value);
    }
    return null;
  }

  /** Null: that case asks for what cannot be. */
  learn(result: Pick<RunResult, 'verdict' | 'failure'> | null): void {
    if (this.necessity.next() !== null) {
      this.necessity.learn(result);
      return;
    }
    const asked = this.margins().find(({ margin }) => margin.next() !== null);
    asked?.margin.learn(result?.failure?.signature === this.signature);
  }

  /** Only of what the failure needs; the time of the rest says nothing. */
  private margins(): readonly Moving[] {
    const needed = this.necessity.judged.filter(({ effect }) => effect !== 'fails the same way');
    this.moving ??= this.movables
      .filter(({ kind, name }) => needed.some(({ part }) => part.kind === kind && part.name === name))
      .sort((a, b) => order.indexOf(a.of) - order.indexOf(b.of))
      .map((movable) => ({ movable, margin: new Margin(movable.range) }));
    return this.moving;
  }

  /** What is known of each part, in their order. */
  steps(told: ToldRun): StoryStep[] {
    return this.parts.map((part, index) => {
      const judged = this.necessity.judged[index];
      const { kind, name, text } = part;
      const margins = (this.moving ?? [])
        .filter(({ movable, margin }) => movable.kind === kind && movable.name === name && margin.next() === null)
        .map(({ movable, margin }): StoryMargin => {
          const limits = { of: movable.of, us: movable.range.value, leastUs: margin.least, mostUs: margin.most };
          return { ...limits, text: marginWords(limits, anchorOf(told, part, limits)) };
        });
      return { kind, name, text, without: judged?.effect ?? null, instead: judged?.instead ?? '', margins };
    });
  }
}
