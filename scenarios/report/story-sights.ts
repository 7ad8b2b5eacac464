/** Where the sentences of a story are to be seen: the event and the processes that each speaks of. */
import type { EventColumns } from '../../sim/record/event-columns.ts';
import type { ReportFault, ReportProcess, StorySight } from '../../sim/record/report-data.ts';

export function sightsOf(
  sentences: readonly string[],
  columns: EventColumns,
  processes: readonly ReportProcess[],
  faults: readonly ReportFault[],
): StorySight[] {
  return sentences.map((sentence) => ({
    event: faultIn(sentence, faults) ?? eventOf(sentence, columns),
    processes: namesIn(sentence, processes),
  }));
}

/** A sentence about a fault names it: `(f9, "when server 2 learns: reset leader > 2")`. */
function faultIn(sentence: string, faults: readonly ReportFault[]): number | null {
  return faults.find(({ step, ends }) => step !== '' && ends < 0 && sentence.includes(`(${step}, "`))?.event ?? null;
}

/** The event it names, or the first that was told at the last time it names; -1 when it names neither. */
function eventOf(sentence: string, columns: EventColumns): number {
  const named = /\bevent ([0-9]+)\b/.exec(sentence);
  if (named !== null) return Math.min(Number(named[1]), columns.length - 1);
  const [first] = [...sentence.matchAll(/\b([0-9]+\.[0-9]{3}) s\b/g)];
  return first === undefined ? -1 : eventAt(Number(first[1]) * 1000, columns);
}

/** The heaviest event of that millisecond, the first of equals. */
function eventAt(ms: number, { length, atUs, weight }: EventColumns): number {
  let best = -1;
  for (let i = 0; i < length; i++) {
    const at = Math.round((atUs[i] as number) / 1000);
    if (at > ms) break;
    if (at === Math.round(ms) && (best < 0 || (weight[i] as number) > (weight[best] as number))) best = i;
  }
  return best;
}

/** `server 3`, `servers 1, 2 and 4`, `2 > 1`, `c1`. */
function namesIn(sentence: string, processes: readonly ReportProcess[]): string[] {
  const groups = [...sentence.matchAll(/\b[Ss]ervers? ((?:[0-9]+(?:, | and )?)+)|\b([0-9]+) [>|] ([0-9]+)\b/g)];
  const named = new Set(
    groups.flatMap((group) => group.slice(1).flatMap((text) => (text ?? '').match(/[0-9]+/g) ?? [])),
  );
  for (const match of sentence.matchAll(/\bc[0-9]+\b/g)) named.add(match[0]);
  return processes.map(({ name }) => name).filter((name) => named.has(name));
}
