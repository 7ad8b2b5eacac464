/** The exports of a report by name, in the order in which a page offers them. A new one is a function and a row here. */
import type { ReportData } from '../../sim/record/report-data.ts';
import type { TraceView } from '../spacetime/trace-view.ts';
import { chromeTrace } from './chrome-trace.ts';
import { issueText } from './issue-text.ts';
import { jsonLines } from './json-lines.ts';
import { mermaidDiagram } from './mermaid.ts';
import { shivizLog } from './shiviz.ts';

export interface Export {
  readonly name: string;
  /** What it is for. */
  readonly words: string;
  /** Behind the name of the case. */
  readonly suffix: string;
  readonly type: string;
  make(data: ReportData, view: TraceView): string;
}

export const exports: readonly Export[] = [
  {
    name: 'case',
    words: 'the case itself: sim replay takes it',
    suffix: '.json',
    type: 'application/json',
    make: ({ of }) => `${JSON.stringify(of, null, 2)}\n`,
  },
  {
    name: 'issue text',
    words: 'verdict, story, command and diagram as Markdown',
    suffix: '.md',
    type: 'text/markdown',
    make: (data, view) => issueText(data, view),
  },
  {
    name: 'Mermaid',
    words: 'a sequence diagram up to the failure, for an issue or a wiki',
    suffix: '.mmd',
    type: 'text/plain',
    make: ({ result }, view) => mermaidDiagram(view, result.failure?.event),
  },
  {
    name: 'Chrome trace',
    words: 'opens in Perfetto (ui.perfetto.dev)',
    suffix: '.trace.json',
    type: 'application/json',
    make: (_data, view) => JSON.stringify(chromeTrace(view)),
  },
  {
    name: 'ShiViz log',
    words: 'for ShiViz; its pattern is (?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})',
    suffix: '.shiviz.log',
    type: 'text/plain',
    make: (_data, view) => shivizLog(view),
  },
  {
    name: 'JSON lines',
    words: 'every event as a line of JSON',
    suffix: '.jsonl',
    type: 'application/x-ndjson',
    make: (_data, view) => jsonLines(view),
  },
];
