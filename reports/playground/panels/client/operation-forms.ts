/** The operations a hand can ask a client for: their fields, and the line each comes to. */
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
  'persistent',
  'ephemeral',
  'persistent sequential',
  'ephemeral sequential',
  'container',
] as const;

const path: FormField = { name: 'path', label: 'path', kind: 'text', first: '/a', hint: 'begins with /' };
const data: FormField = { name: 'data', label: 'data', kind: 'text', first: '1', hint: 'text; may be empty' };
const mode: FormField = {
  name: 'mode',
  label: 'mode',
  kind: 'choice',
  choices: createModes,
  first: 'persistent',
  hint: 'ephemeral: goes with the session; sequential: gets a number',
};
const version: FormField = {
  name: 'version',
  label: 'expected version',
  kind: 'text',
  first: '',
  hint: 'a number; empty: any version will do',
};
const watch: FormField = { name: 'watch', label: 'watch', kind: 'flag', first: '', hint: 'tell of the next change' };

export const operationForms: readonly OperationForm[] = [
  { type: 'create', story: 'Makes a znode; its parent must be there.', fields: [path, data, mode] },
  { type: 'setData', story: 'Writes the bytes of a znode.', fields: [path, data, version] },
  { type: 'delete', story: 'Takes a znode without children away.', fields: [path, version] },
  { type: 'getData', story: 'Reads a znode, from the tree of the server it is connected to.', fields: [path, watch] },
  { type: 'exists', story: 'Asks whether a znode is there, and for its stat.', fields: [path, watch] },
  { type: 'getChildren', story: 'Asks for the names of the children.', fields: [path, watch] },
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
  | { readonly ok: false; readonly field: FormField['name']; readonly message: string };

/** What the engine reads; what only it can know, such as whether the path is valid, it refuses by itself. */
export function lineOf(client: string, form: OperationForm, values: FormValues): FilledForm {
  const value = (name: FormField['name']): string => (values[name] ?? '').trim();
  const words: string[] = [client, form.type];
  for (const { name } of form.fields) {
    switch (name) {
      case 'path':
        if (!value('path').startsWith('/')) return refused('path', 'A path begins with /.');
        if (/\s/.test(value('path'))) return refused('path', 'A path has no spaces.');
        words.push(value('path'));
        break;
      case 'data':
        words.push(quoted(values.data ?? ''));
        break;
      case 'mode':
        if (value('mode') !== '' && value('mode') !== 'persistent') words.push(value('mode'));
        break;
      case 'version':
        if (value('version') === '') break;
        if (!/^-?[0-9]{1,9}$/.test(value('version'))) return refused('version', 'A version is a whole number.');
        words.push(`version ${value('version')}`);
        break;
      case 'watch':
        if (value('watch') !== '') words.push('watch');
        break;
      case 'parts': {
        const parts = (values.parts ?? '').split('\n').map((part) => part.trim());
        const asked = parts.filter((part) => part !== '');
        if (asked.length === 0) return refused('parts', 'A multi has one part at least.');
        words.push(asked.join('; '));
        break;
      }
    }
  }
  return { ok: true, line: words.join(' ') };
}

function refused(field: FormField['name'], message: string): FilledForm {
  return { ok: false, field, message };
}

/** As JSON quotes a text: whatever is in it stays inside. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
