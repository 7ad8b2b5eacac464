/** The operations a hand can ask a client for: their fields, and the line each comes to. */
import { parseHandLine, showHandLine } from '../../../../sim/record/hand-line.ts';
import type { PlayLine } from '../../../../sim/record/play.ts';

export interface FormField {
  readonly name: 'path' | 'data' | 'mode' | 'version' | 'watch' | 'parts';
  readonly label: string;
  readonly kind: 'text' | 'choice' | 'flag' | 'lines';
  readonly choices?: readonly string[];
  readonly first: string;
  readonly hint: string;
}

export interface OperationForm {
  readonly type: string;
  /** What it does, in a sentence. */
  readonly story: string;
  readonly fields: readonly FormField[];
}

export const createModes = [
  'PERSISTENT',
  'EPHEMERAL',
  'PERSISTENT_SEQUENTIAL',
  'EPHEMERAL_SEQUENTIAL',
  'CONTAINER',
] as const;
export const watchModes = ['PERSISTENT', 'PERSISTENT_RECURSIVE'] as const;

const path: FormField = { name: 'path', label: 'path', kind: 'text', first: '/a', hint: 'begins with /' };
const data: FormField = { name: 'data', label: 'data', kind: 'text', first: '1', hint: 'text; may be empty' };
const mode: FormField = {
  name: 'mode',
  label: 'mode',
  kind: 'choice',
  choices: createModes,
  first: 'PERSISTENT',
  hint: 'ephemeral: goes with the session; sequential: gets a number',
};
const version: FormField = {
  name: 'version',
  label: 'expected version',
  kind: 'text',
  first: '',
  hint: 'a number, or “known” for the last one it saw; empty: any',
};
const watch: FormField = { name: 'watch', label: 'watch', kind: 'flag', first: '', hint: 'tell of the next change' };

export const operationForms: readonly OperationForm[] = [
  { type: 'create', story: 'Makes a znode; its parent must be there.', fields: [path, data, mode] },
  { type: 'setData', story: 'Writes the bytes of a znode.', fields: [path, data, version] },
  { type: 'delete', story: 'Takes a znode without children away.', fields: [path, version] },
  { type: 'getData', story: 'Reads a znode, from the tree of the server it is connected to.', fields: [path, watch] },
  { type: 'exists', story: 'Asks whether a znode is there, and for its stat.', fields: [path, watch] },
  { type: 'getChildren', story: 'Asks for the names of the children.', fields: [path, watch] },
  {
    type: 'addWatch',
    story: 'A watch that stays after it fires; recursive: of all below as well.',
    fields: [path, { ...mode, choices: watchModes, first: 'PERSISTENT', hint: 'of the znode, or of all below too' }],
  },
  { type: 'sync', story: 'Waits until its server has all that the leader had committed.', fields: [path] },
  {
    type: 'multi',
    story: 'Several updates as one: all of them or none.',
    fields: [
      {
        name: 'parts',
        label: 'parts, one a line',
        kind: 'lines',
        first: 'create /a "1"\nsetData /b "2"',
        hint: 'create, setData, delete and check, as they are written by themselves',
      },
    ],
  },
  { type: 'closeSession', story: 'Ends the session; its ephemerals go.', fields: [] },
];

export type FormValues = Readonly<Partial<Record<FormField['name'], string>>>;

export type FilledForm =
  | { readonly ok: true; readonly line: PlayLine }
  | { readonly ok: false; readonly field: string; readonly message: string };

/** As the vocabulary prints it. Bad input: the field it is about, of the form or of a part of a multi. */
export function lineOf(client: string, form: OperationForm, values: FormValues): FilledForm {
  const words = form.fields.map(({ name }) => wordsOf(name, values[name] ?? ''));
  const parsed = parseHandLine([client, form.type, ...words.filter((word) => word !== '')].join(' '));
  if (parsed.ok) return { ok: true, line: showHandLine(parsed.value) };
  const { field, message } = parsed.error;
  return {
    ok: false,
    field: form.fields.some(({ name }) => name === field) ? field : (form.fields[0]?.name ?? ''),
    message,
  };
}

function wordsOf(name: FormField['name'], value: string): string {
  const text = value.trim();
  switch (name) {
    // A path that is none is the server's to refuse: it is quoted, and asked for all the same.
    case 'path':
      return JSON.stringify(text);
    case 'data':
      return JSON.stringify(value);
    case 'mode':
      return text;
    case 'version':
      return text === '' ? '' : `version ${text}`;
    case 'watch':
      return text === '' ? '' : 'watch';
    case 'parts':
      return text
        .split('\n')
        .filter((part) => part.trim() !== '')
        .join(' ; ');
  }
}
