/**
 * Strict JSON with the lines its fields stand on. `JSON.parse` reads the values; only when it refuses, or when a
 * field is to be located, is the text followed once more, token by token.
 */
import { InputError, type FieldPath, type InputSource } from './input-error.ts';

/** Parses `text`; throws an InputError that names the line on which it stops being JSON. */
export function parseJson(file: string, text: string): { value: unknown; source: InputSource } {
  const source: InputSource = {
    file,
    lineOf: (path) => {
      const walk = new JsonWalk(text, path);
      walk.follow();
      return walk.foundLine;
    },
  };
  try {
    return { value: JSON.parse(text) as unknown, source };
  } catch {
    const walk = new JsonWalk(text, []);
    const problem = walk.follow() ?? 'a text or number is malformed';
    throw new InputError(`${file}:${walk.line}: the file is not JSON: ${problem}.`);
  }
}

/** Spaces, then a line end, a mark, a text, a number or word, or the end of the text. */
const TOKEN = /[ \t\r]*(?:(\n)|([{}[\],:])|("(?:[^"\\\n]|\\.)*")|(-?[0-9][0-9.eE+-]*|true|false|null)|($))/y;

type Expected = 'a value' | 'a value or ]' | 'a field or }' | 'a field' | ':' | ', or the end';

interface Frame {
  readonly array: boolean;
  /** The field or index at which the walk is inside this container. */
  key: string | number;
}

class JsonWalk {
  line = 1;
  /** Line of the field at the wanted path, or of the deepest field around it. */
  foundLine = 1;
  private foundDepth = 0;
  private readonly stack: Frame[] = [];
  private expected: Expected = 'a value';
  private readonly text: string;
  private readonly wanted: FieldPath;

  constructor(text: string, wanted: FieldPath) {
    this.text = text;
    this.wanted = wanted;
  }

  /** Walks to the end; returns what is wrong, at `line`, or null. */
  follow(): string | null {
    const token = new RegExp(TOKEN);
    for (;;) {
      const match = token.exec(this.text);
      if (match === null) return 'this cannot be read';
      const [, newline, mark, string, scalar] = match;
      if (newline !== undefined) {
        this.line++;
        continue;
      }
      const outside = this.expected === ', or the end' && this.stack.length === 0;
      const word = mark ?? string ?? scalar;
      if (word === undefined) return outside ? null : 'the text ends too early';
      if (outside) return `${word} follows the end`;
      if (!this.take(mark ?? null, string ?? null)) return `${word} stands where ${this.expected} is expected`;
    }
  }

  /** False when the token cannot stand here. A token that is neither a mark nor a text is a number or word. */
  private take(mark: string | null, string: string | null): boolean {
    const top = this.stack[this.stack.length - 1];
    switch (this.expected) {
      case ':':
        this.expected = 'a value';
        return mark === ':';
      case 'a field':
      case 'a field or }':
        if (string !== null && top !== undefined) return this.enterField(top, string);
        return mark === '}' && this.expected === 'a field or }' && this.leave();
      case ', or the end':
        if (top === undefined) return false;
        if (mark === ',') return this.nextIn(top);
        return mark === (top.array ? ']' : '}') && this.leave();
      case 'a value or ]':
        return mark === ']' ? this.leave() : this.takeValue(mark, top);
      case 'a value':
        return this.takeValue(mark, top);
    }
  }

  private enterField(top: Frame, string: string): boolean {
    try {
      top.key = JSON.parse(string) as string;
    } catch {
      return false;
    }
    this.compare();
    this.expected = ':';
    return true;
  }

  private nextIn(top: Frame): boolean {
    if (top.array) top.key = Number(top.key) + 1;
    this.expected = top.array ? 'a value' : 'a field';
    return true;
  }

  private leave(): boolean {
    this.stack.pop();
    this.expected = ', or the end';
    return true;
  }

  private takeValue(mark: string | null, top: Frame | undefined): boolean {
    if (top?.array === true) this.compare();
    if (mark === null) this.expected = ', or the end';
    else if (mark === '{' || mark === '[') {
      this.stack.push({ array: mark === '[', key: mark === '[' ? 0 : '' });
      this.expected = mark === '[' ? 'a value or ]' : 'a field or }';
    } else return false;
    return true;
  }

  /** Notes the line when the walk is deeper along the wanted path than before. */
  private compare(): void {
    const depth = this.stack.length;
    if (depth <= this.foundDepth || depth > this.wanted.length) return;
    if (!this.stack.every((frame, i) => frame.key === this.wanted[i])) return;
    this.foundDepth = depth;
    this.foundLine = this.line;
  }
}
