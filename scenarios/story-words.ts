/** Times, lists and servers as the sentences of a story write them. */
import type { ServerStrip } from '../sim/record/chronicle.ts';
import type { StoryMargin } from '../sim/record/story.ts';

/** A moment of a run: `1.180 s`. */
export function momentWords(us: number): string {
  return `${(us / 1e6).toFixed(3)} s`;
}

/** A length of time: `350 us`, `4.0 ms`, `1.250 s`. */
export function lengthWords(us: number): string {
  if (us < 1000) return `${us} us`;
  return us < 1_000_000 ? `${(us / 1000).toFixed(1)} ms` : momentWords(us);
}

function offsetWords(us: number): string {
  return us < 0 ? `-${lengthWords(-us)}` : `+${lengthWords(us)}`;
}

/** `1, 2 and 3`. */
export function listWords(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1] ?? ''}`;
}

/** The first few, and how many there are beside them. */
export function someWords(items: readonly string[], most: number): string {
  if (items.length <= most) return listWords(items);
  return `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
}

export function serversWords(names: readonly string[]): string {
  return names.length === 1 ? `server ${names[0] ?? ''}` : `servers ${listWords(names)}`;
}

export function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** As it goes on behind a colon or a comma: without its full stop. */
export function clause(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

/** What a server is doing: `leads epoch 2 (broadcast)`, `follows, not yet in sync (discovery)`. */
export function standingWords(strip: ServerStrip): string {
  const { role, phase, epoch, serving, logged } = strip;
  const log = `its log ends at ${logged}`;
  switch (role) {
    case 'L':
      return `${serving ? 'leads' : 'tries to lead'} epoch ${epoch} (${phase}) and ${log}`;
    case 'F':
    case 'O': {
      const verb = role === 'F' ? 'follows' : 'observes';
      return serving
        ? `${verb} in epoch ${epoch} (${phase}) and ${log}`
        : `${verb}, not yet in sync (${phase}), and ${log}`;
    }
    case 'E':
      return `looks for a leader and ${log}`;
    case 'S':
      return `stands alone and ${log}`;
    case '-':
      return 'is down';
  }
}

/** Where something may lie, from a moment that the run knows. */
export interface Anchor {
  readonly text: string;
  readonly atUs: number;
}

/** How far a number may move; null limits were not met. */
export function marginWords(margin: Omit<StoryMargin, 'text'>, anchor: Anchor | null): string {
  const { of, leastUs, mostUs } = margin;
  switch (of) {
    case 'time':
      return anchor === null ? absoluteWords(leastUs, mostUs) : anchoredWords(leastUs, mostUs, anchor);
    case 'delay': {
      const behind = anchor === null ? 'its trigger' : anchor.text;
      if (leastUs === null && mostUs === null) return `at any time after ${behind}`;
      if (mostUs === null) return `at least ${lengthWords(leastUs ?? 0)} after ${behind}`;
      if (leastUs === null)
        return mostUs === 0 ? `right when ${behind}` : `within ${lengthWords(mostUs)} after ${behind}`;
      return `between ${offsetWords(leastUs)} and ${offsetWords(mostUs)} after ${behind}`;
    }
    case 'duration':
      if (leastUs === null && mostUs === null) return 'for any time';
      if (mostUs === null) return `for at least ${lengthWords(leastUs ?? 0)}`;
      if (leastUs === null) return `for at most ${lengthWords(mostUs)}`;
      return `for ${lengthWords(leastUs)} to ${lengthWords(mostUs)}`;
    case 'value':
      if (leastUs === null && mostUs === null) return 'however long it takes';
      if (mostUs === null) return `at least ${lengthWords(leastUs ?? 0)}`;
      if (leastUs === null) return `at most ${lengthWords(mostUs)}`;
      return `between ${lengthWords(leastUs)} and ${lengthWords(mostUs)}`;
  }
}

function absoluteWords(leastUs: number | null, mostUs: number | null): string {
  if (leastUs === null && mostUs === null) return 'at any time';
  if (mostUs === null) return `at any time from ${momentWords(leastUs ?? 0)} on`;
  if (leastUs === null) return mostUs < 1000 ? 'at the very beginning' : `at any time up to ${momentWords(mostUs)}`;
  return `between ${momentWords(leastUs)} and ${momentWords(mostUs)}`;
}

function anchoredWords(leastUs: number | null, mostUs: number | null, { text, atUs }: Anchor): string {
  if (leastUs === null && mostUs === null) return 'at any time';
  if (mostUs === null) return `from ${offsetWords((leastUs ?? 0) - atUs)} after ${text} on`;
  if (leastUs === null) return `at any time up to ${offsetWords(mostUs - atUs)} after ${text}`;
  return `between ${offsetWords(leastUs - atUs)} and ${offsetWords(mostUs - atUs)} after ${text}`;
}
