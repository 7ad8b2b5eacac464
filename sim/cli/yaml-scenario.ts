/** Reads a scenario document from YAML, with the line of every field for the sentence about a bad one. */
import { isNode, LineCounter, parseDocument } from 'yaml';
import { InputError, type FieldPath, type InputSource } from '../record/input-error.ts';
import type { ScenarioDocument } from '../record/scenario-document.ts';
import { parseScenario } from '../record/scenario-schema.ts';

export function readYamlScenario(file: string, text: string): { scenario: ScenarioDocument; source: InputSource } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const error = document.errors[0];
  if (error !== undefined) {
    const what = error.message.replace(/\.$/, '').replace(/\s+/g, ' ');
    throw new InputError(`${file}:${lines.linePos(error.pos[0]).line}: the file is not YAML: ${what}.`);
  }
  /** The key's line where there is a key, so that a field on several lines is told by its first. */
  const lineOf = (path: FieldPath): number | null => {
    for (let depth = path.length; depth > 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const source: InputSource = { file, lineOf };
  return { scenario: parseScenario(document.toJS(), source), source };
}
