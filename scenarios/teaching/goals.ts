/** Whether a run reached what a script was to reach, and if not, what is missing. */
import type { Goal } from '../../sim/record/lesson.ts';
import type { Asking } from './ask.ts';
import { findMoment } from './moments.ts';
import { fill } from './templates.ts';

export interface Reached {
  readonly reached: boolean;
  /** What was found, in a sentence. */
  readonly say: string;
  /** Where it came about; -1: at the end. */
  readonly event: number;
}

export function reach(asking: Asking, goal: Goal): Reached {
  if ('all' in goal) {
    const parts = goal.all.map((each) => reach(asking, each));
    return parts.find((part) => !part.reached) ?? latest(parts);
  }
  if ('any' in goal) {
    const parts = goal.any.map((each) => reach(asking, each));
    return parts.find((part) => part.reached) ?? latest(parts);
  }
  if ('not' in goal) {
    const part = reach(asking, goal.not);
    return { ...part, reached: !part.reached };
  }
  const { run, values } = asking;
  if ('happens' in goal) {
    const condition = fill(goal.happens, values);
    const found = findMoment(run, { condition }, values);
    return found === null
      ? { reached: false, say: `It never comes true that ${plain(condition)}.`, event: -1 }
      : { reached: true, say: `It comes true that ${plain(condition)}.`, event: found.event };
  }
  if ('broken' in goal) {
    const row = run.row(goal.broken);
    if (row?.verdict === 'violation') return { reached: true, say: row.detail, event: row.finding?.event ?? -1 };
    return { reached: false, say: `The check ${goal.broken} found nothing wrong.`, event: -1 };
  }
  if ('lived' in goal) {
    const down = goal.lived.map((name) => fill(name, values)).filter((name) => run.wasDisturbed(name));
    return down.length === 0
      ? { reached: true, say: 'They were up all the time.', event: -1 }
      : { reached: false, say: `Server ${down.join(', ')} was down, or paused, for a while.`, event: -1 };
  }
  const { value, seen } = asking.find(goal.ask);
  const found = typeof value === 'string' ? value : value.join(',');
  const wanted = fill(goal.is, values);
  const what = seen[0]?.words ?? 'it';
  const say =
    found === wanted
      ? `${capital(what)}: ${shown(found)}.`
      : `${capital(what)}: ${shown(found)}, not ${shown(wanted)}.`;
  return { reached: found === wanted, say, event: seen[0]?.event ?? -1 };
}

function latest(parts: readonly Reached[]): Reached {
  return parts.reduce((last, part) => (part.event >= last.event ? part : last));
}

function plain(condition: string): string {
  return condition.replace(/^when /, '');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function shown(value: string): string {
  return value === '' ? 'nobody' : value;
}
