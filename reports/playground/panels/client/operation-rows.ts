/** What a client has asked for up to a moment and what it was told, newest first. */
import type { ReportOperation, ReportTrace } from '../../../../sim/record/report-data.ts';
import { durationWords } from '../time-words.ts';

export interface OperationRow {
  readonly id: number;
  readonly text: string;
  readonly callEvent: number;
  readonly callUs: number;
  /** -1 while it waits. */
  readonly returnEvent: number;
  readonly state: ReportOperation['outcome'];
  readonly glyph: string;
  /** The answer, or that there is none yet. */
  readonly answer: string;
  /** How long it took, or has waited. */
  readonly took: string;
}

const glyphs: Readonly<Record<ReportOperation['outcome'], string>> = {
  ok: '✔',
  error: '✕',
  unknown: '?',
  unsent: '∅',
  open: '…',
};

/** `event`: the last one that has happened; `nowUs`: the time there. */
export function operationRows(
  trace: Pick<ReportTrace, 'processes' | 'operations'>,
  client: string,
  event: number,
  nowUs: number,
): OperationRow[] {
  const process = trace.processes.findIndex(({ name, kind }) => kind === 'client' && name === client);
  return trace.operations
    .filter((operation) => operation.process === process && operation.callEvent <= event)
    .map((operation): OperationRow => {
      const answered = operation.returnEvent >= 0 && operation.returnEvent <= event;
      const state = answered ? operation.outcome : 'open';
      const { id, text, callEvent, callUs } = operation;
      return {
        id,
        text,
        callEvent,
        callUs,
        returnEvent: answered ? operation.returnEvent : -1,
        state,
        glyph: glyphs[state],
        answer: answered ? operation.answer : 'no answer yet',
        took: durationWords((answered ? operation.returnUs : nowUs) - callUs),
      };
    })
    .sort((a, b) => b.callEvent - a.callEvent || b.id - a.id);
}
