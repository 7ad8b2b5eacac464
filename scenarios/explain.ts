/**
 * Explains a failing case: runs it, takes each of its steps out once and runs it again, moves what may be moved, and
 * tells all that in ten sentences at most. It works in steps of one run each, so that a host may stop it anywhere and
 * have the story as far as it is known.
 */
import { byNumber } from '../protocol/std/compare.ts';
import type { Observer } from '../sim/kernel/observer.ts';
import { caseName, type Case } from '../sim/record/case.ts';
import { EventDigests } from '../sim/record/event-digests.ts';
import type { RunResult } from '../sim/record/run-result.ts';
import type { Story, StoryMargin, StoryMoment, StoryStep } from '../sim/record/story.ts';
import { Margin } from '../sim/shrink/margins.ts';
import { Necessity, type Part } from '../sim/shrink/necessity.ts';
import { doneParts, groundParts, movables, type Movable } from './case-parts.ts';
import { EventWords } from './event-words.ts';
import { explicitCase } from './explicit.ts';
import { run } from './run.ts';
import type { RunHost } from './simulation.ts';
import {
  acknowledgedSentence,
  circleSentence,
  failureSentence,
  firstWrongSentence,
  leadersSentence,
  partingSentence,
  variantSentence,
  waySentence,
} from './story.ts';
import { anchorOf, faultSentence, operationSentence, overrideSentence, restSentence, strikeOf } from './story-steps.ts';
import { marginWords } from './story-words.ts';
import { tellRun, type ToldRun } from './told-run.ts';
import { version } from './version.ts';

export interface ExplainHost extends Pick<RunHost, 'registry'> {
  /** Runs at most, and events over all of them: a few seconds. */
  readonly runs?: number;
  readonly events?: number;
}

export const EXPLAIN_RUNS = 400;
const EXPLAIN_EVENTS = 2_000_000;
export const SENTENCES = 10;
/** Faults and overrides with a sentence of their own. */
const STEPS_TOLD = 3;

interface Moving {
  readonly movable: Movable;
  readonly margin: Margin;
}

export class Explanation {
  /** The case with everything written out. */
  readonly of: Case;
  /** Runs and events so far. */
  runs = 0;
  private events = 0;
  /** What the case names, as whoever asked knows it. */
  private readonly name: string;
  private readonly host: ExplainHost;
  private readonly told: ToldRun;
  /** What the correct protocol does otherwise, where the case has a bug. */
  private readonly variant: string | null;
  private readonly done: Necessity;
  private readonly ground: Necessity;
  private readonly doneParts: readonly Part[];
  private readonly groundParts: readonly Part[];
  private moving: Moving[] | null = null;
  private movingAt = 0;

  /** Bad input is a RangeError with a sentence. */
  constructor(of: Case, host: ExplainHost = {}) {
    this.host = host;
    this.name = caseName(of);
    this.of = explicitCase(of, host);
    const digests = new EventDigests();
    this.told = tellRun(this.of, { ...host, observers: [digests] });
    this.runs = 1;
    this.events = this.told.result.events;
    this.variant = this.of.bug === null || !this.fails ? null : this.compareWithCorrect(digests);
    this.doneParts = this.fails ? doneParts(this.of) : [];
    this.groundParts = this.fails ? groundParts(this.of) : [];
    this.done = new Necessity(this.doneParts, this.signature);
    this.ground = new Necessity(this.groundParts, this.signature);
  }

  get fails(): boolean {
    return this.told.result.failure !== null;
  }

  private get signature(): string {
    return this.told.result.failure?.signature ?? '';
  }

  private compareWithCorrect(ours: EventDigests): string | null {
    const correct = { ...this.of, bug: null };
    const theirs = new EventDigests();
    const told = tellRun(correct, { ...this.host, observers: [theirs] });
    this.runs++;
    this.events += told.result.events;
    const event = ours.firstDifference(theirs);
    if (event === null) return null;
    const [here, there] = [this.of, correct].map((of) => {
      const words = new EventWords(event);
      this.tryRun(of, [words]);
      return words;
    }) as [EventWords, EventWords];
    return partingSentence(event, here, there) ?? variantSentence(this.told, told);
  }

  /** Runs the case once more, changed; false when nothing is left to try, or there are no runs left. */
  step(): boolean {
    const { runs = EXPLAIN_RUNS, events = EXPLAIN_EVENTS } = this.host;
    if (this.runs >= runs || this.events >= events) return false;
    return this.stepNecessity(this.done) || this.stepMargins() || this.stepNecessity(this.ground);
  }

  private stepNecessity(necessity: Necessity): boolean {
    const next = necessity.next();
    if (next === null) return false;
    necessity.learn(this.tryRun(next));
    return true;
  }

  private stepMargins(): boolean {
    this.moving ??= this.chooseMoving();
    for (; this.movingAt < this.moving.length; this.movingAt++) {
      const { movable, margin } = this.moving[this.movingAt] as Moving;
      const value = margin.next();
      if (value === null) continue;
      margin.learn(this.tryRun(movable.at(value))?.failure?.signature === this.signature);
      return true;
    }
    return false;
  }

  /** Only of what the failure needs; the time of the rest says nothing. */
  private chooseMoving(): Moving[] {
    const needed = this.done.judged.filter(({ effect }) => effect !== 'fails the same way');
    const endUs = (this.of.options.durationMs ?? 0) * 1000;
    const order: readonly StoryMargin['of'][] = ['value', 'time', 'delay', 'duration'];
    return movables(this.of, endUs)
      .filter(({ kind, name }) => needed.some(({ part }) => part.kind === kind && part.name === name))
      .sort((a, b) => order.indexOf(a.of) - order.indexOf(b.of))
      .map((movable) => ({ movable, margin: new Margin(movable.range) }));
  }

  /** Null: the case asks for what cannot be. */
  private tryRun(of: Case, observers: readonly Observer[] = []): RunResult | null {
    this.runs++;
    try {
      const result = run(of, { ...this.host, observers });
      this.events += result.events;
      return result;
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  private get complete(): boolean {
    const margins = this.moving !== null && this.moving.every(({ margin }) => margin.next() === null);
    return this.done.next() === null && this.ground.next() === null && (margins || !this.fails);
  }

  /** What is known so far. */
  story(): Story {
    const { result } = this.told;
    const { failure } = result;
    const steps = [
      ...this.doneParts.map((part, i) => this.stepOf(part, this.done, i)),
      ...this.groundParts.map((part, i) => this.stepOf(part, this.ground, i)),
    ];
    const moment: StoryMoment | null =
      failure === null
        ? null
        : (this.told.found.find(({ check, event }) => check === failure.check && event === failure.event) ?? {
            check: failure.check,
            message: failure.message,
            atUs: failure.atMs * 1000,
            event: failure.event,
          });
    const firstWrong = moment === null ? null : (this.told.found[0] ?? moment);
    return {
      schema: 1,
      version,
      case: this.name,
      verdict: result.verdict,
      signature: failure?.signature ?? null,
      sentences:
        moment === null || firstWrong === null
          ? [`The case does not fail: its verdict is ${result.verdict}, and there is nothing to explain.`]
          : this.sentences(steps, moment, firstWrong),
      firstWrong,
      failure: moment,
      steps,
      runs: this.runs,
      complete: this.complete,
    };
  }

  private stepOf(part: Part, necessity: Necessity, index: number): StoryStep {
    const judged = necessity.judged[index];
    const { kind, name, text } = part;
    const margins = (this.moving ?? [])
      .filter(({ movable }) => movable.kind === kind && movable.name === name)
      .filter(({ margin }) => margin.next() === null)
      .map(({ movable, margin }): StoryMargin => {
        const limits = { of: movable.of, us: movable.range.value, leastUs: margin.least, mostUs: margin.most };
        return { ...limits, text: marginWords(limits, anchorOf(this.told, part, limits)) };
      });
    return { kind, name, text, without: judged?.effect ?? null, instead: judged?.instead ?? '', margins };
  }

  private sentences(steps: readonly StoryStep[], failure: StoryMoment, first: StoryMoment): string[] {
    const { told } = this;
    const isOne = first.event === failure.event && first.check === failure.check;
    const ofOwn = inOrder(told, chosen(steps));
    const liveness = told.result.verdict === 'liveness';
    const way = liveness
      ? circleSentence(told, failure)
      : waySentence(told, isOne ? lastStrike(told, failure) : first.event, failure);
    const rest = steps.filter((step) => !ofOwn.includes(step));
    const all = [
      leadersSentence(told, failure),
      acknowledgedSentence(told, isOne ? [failure] : [first, failure]),
      ...ofOwn.map((step) => stepSentence(told, step)),
      firstWrongSentence(first, isOne),
      this.variant,
      way,
      failureSentence(told, failure, isOne),
      restSentence(rest),
    ];
    return all.filter((sentence) => sentence !== null).slice(0, SENTENCES);
  }
}

/** The steps with a sentence of their own: what the failure needs, faults and overrides before operations. */
function chosen(steps: readonly StoryStep[]): StoryStep[] {
  const needed = steps.filter(({ without }) => without !== 'fails the same way');
  const struck = needed.filter(({ kind }) => kind === 'fault' || kind === 'override');
  const asked = needed.filter(({ kind }) => kind === 'operation');
  return [...struck, ...asked].slice(0, STEPS_TOLD);
}

function stepSentence(told: ToldRun, step: StoryStep): string {
  if (step.kind === 'fault') return faultSentence(told, step);
  return step.kind === 'override' ? overrideSentence(step) : operationSentence(step);
}

/** As they strike; overrides, which hold from the beginning, first. */
function inOrder(told: ToldRun, steps: readonly StoryStep[]): StoryStep[] {
  const strikes = new Map(
    steps.map((step) => [step, step.kind === 'fault' ? (strikeOf(told, step.name)?.event ?? Infinity) : -1]),
  );
  return [...steps].sort((a, b) => byNumber(strikes.get(a) ?? 0, strikes.get(b) ?? 0));
}

/** The event of the last fault before a moment. */
function lastStrike(told: ToldRun, to: StoryMoment): number {
  return told.notes.findLast((note) => note.kind === 'fault' && note.event < to.event)?.event ?? -1;
}

/** The whole story, to its end. */
export function explain(of: Case, host: ExplainHost = {}): Story {
  const explanation = new Explanation(of, host);
  while (explanation.step());
  return explanation.story();
}
