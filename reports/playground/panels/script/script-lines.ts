/** The lines of a play as one text, and back; the text may have empty lines and comments while it is edited. */
import type { PlayLine } from '../../../../sim/record/play.ts';

export function textOfLines(lines: readonly PlayLine[]): string {
  return lines.join('\n');
}

/** Without empty lines, and without lines that begin with `#`. */
export function linesOfText(text: string): PlayLine[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

export interface ScriptProblem {
  /** Line of the text, from 1 on; 0: of no line. */
  readonly line: number;
  readonly message: string;
}

/** The engine quotes a line, with its number among those that count when there are several: where it stands in the text. */
export function problemInText(text: string, notice: string): ScriptProblem {
  const [, number = '1', message] = /^(?:line (\d+), )?".*?": (.*)$/s.exec(notice) ?? [];
  if (message === undefined) return { line: 0, message: notice };
  const places = text.split('\n').flatMap((line, i) => (linesOfText(line).length > 0 ? [i + 1] : []));
  return { line: places[Number(number) - 1] ?? 0, message };
}

/** Whether what was typed comes to other lines than the play has. */
export function isEdited(text: string, lines: readonly PlayLine[]): boolean {
  return textOfLines(linesOfText(text)) !== textOfLines(lines);
}
