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

/** The engine names a line by its number among those that count (`lines[2]: …`, `line 3: …`): where it stands in the text. */
export function problemInText(text: string, notice: string): ScriptProblem {
  const [, index, number, field, message] =
    /^(?:lines?\[(\d+)\]|line (\d+))(?:[.,] ?([a-z]+))?: (.*)$/s.exec(notice) ?? [];
  const at = index !== undefined ? Number(index) : number !== undefined ? Number(number) - 1 : -1;
  const places = text.split('\n').flatMap((line, i) => (linesOfText(line).length > 0 ? [i + 1] : []));
  const words = message === undefined ? notice : field === undefined ? message : `${field}: ${message}`;
  return { line: places[at] ?? 0, message: words };
}

/** Whether what was typed comes to other lines than the play has. */
export function isEdited(text: string, lines: readonly PlayLine[]): boolean {
  return textOfLines(linesOfText(text)) !== textOfLines(lines);
}
