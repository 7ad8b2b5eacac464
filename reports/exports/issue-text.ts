/** What somebody pastes into an issue: what broke, the story, the command and a diagram, as Markdown. */
import type { ReportData } from '../../sim/record/report-data.ts';
import { codeSpan as code, markdownText as text } from '../markdown/markdown.ts';
import type { TraceView } from '../spacetime/trace-view.ts';
import { mermaidDiagram } from './mermaid.ts';

export function issueText(data: ReportData, view: TraceView): string {
  const { result, story, replay, of } = data;
  const { failure } = result;
  return [
    `### ${text(result.verdict)}: ${text(failure?.message ?? data.name)}`,
    '',
    ...(failure === null
      ? []
      : [`${code(failure.signature)}, at ${(failure.atMs / 1000).toFixed(3)} s, event ${failure.event}`, '']),
    ...(story?.sentences ?? []).map((sentence, i) => `${i + 1}. ${text(sentence)}`),
    '',
    code(replay),
    '',
    `zabsim ${text(data.version)}, fingerprint ${code(result.fingerprint)}`,
    '',
    '```mermaid',
    mermaidDiagram(view, failure?.event).trimEnd(),
    '```',
    '',
    '<details><summary>case.json</summary>',
    '',
    '```json',
    JSON.stringify(of, null, 1),
    '```',
    '</details>',
    '',
  ].join('\n');
}
