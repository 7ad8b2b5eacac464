/**
 * Operations of clients as people write them: `create /a "x" EPHEMERAL`, `setData /a "y" version 3`, `getData /a watch`,
 * `multi create /a "x" ; delete /b`. What is printed here is read here; more than that is read too: `-e -s` and
 * `ephemeral sequential` for the mode of a create.
 */
import { parseDurationUs } from './duration.ts';
import {
  planAcls,
  planUsers,
  type PlanAcl,
  type PlanCreate,
  type PlanCreateMode,
  type PlanData,
  type PlanMultiPart,
  type PlanOp,
  type PlanUser,
  type PlanVersion,
  type PlanWatcherType,
  type PlanWatchMode,
} from './plan.ts';
import { showWord, splitWords, type Word } from './words.ts';

/** Which part of the text is wrong, and in one sentence what was expected there. */
export interface BadOperation {
  readonly field: string;
  readonly message: string;
}

export type ParsedOperation =
  { readonly ok: true; readonly value: PlanOp } | { readonly ok: false; readonly error: BadOperation };

class Bad extends Error {
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

const creates = ['create', 'create2', 'createContainer', 'createTTL'] as const;
const reads = ['exists', 'getData', 'getChildren', 'getChildren2'] as const;
const plain = ['getACL', 'getAllChildrenNumber', 'sync'] as const;
const bare = ['whoAmI', 'closeSession'] as const;
export const operationNames: readonly string[] = [
  ...creates,
  'delete',
  'setData',
  'setACL',
  ...reads,
  ...plain,
  'getEphemerals',
  'multi',
  'multiRead',
  'addWatch',
  'removeWatches',
  'checkWatches',
  'auth',
  'reconfig',
  ...bare,
];

const createModes = [
  'PERSISTENT',
  'EPHEMERAL',
  'PERSISTENT_SEQUENTIAL',
  'EPHEMERAL_SEQUENTIAL',
  'CONTAINER',
  'PERSISTENT_WITH_TTL',
  'PERSISTENT_SEQUENTIAL_WITH_TTL',
] as const;
const watchModes = ['PERSISTENT', 'PERSISTENT_RECURSIVE'] as const;
const watcherTypes = ['CHILDREN', 'DATA', 'ANY', 'PERSISTENT', 'PERSISTENT_RECURSIVE'] as const;

const usualMode: Readonly<Record<PlanCreate['type'], PlanCreateMode>> = {
  create: 'PERSISTENT',
  create2: 'PERSISTENT',
  createContainer: 'CONTAINER',
  createTTL: 'PERSISTENT_WITH_TTL',
};

const PATH = /^\/[^\s";]*$/;
const NUMBER = /^-?(0|[1-9][0-9]{0,14})$/;

// --- reading ---------------------------------------------------------------------------------------------------

export function parseOperation(text: string): ParsedOperation {
  const words = splitWords(text);
  if (words === null) return { ok: false, error: { field: 'operation', message: `a quote in ${text} is not closed` } };
  try {
    return { ok: true, value: readOperation(words) };
  } catch (error) {
    if (error instanceof Bad) return { ok: false, error: { field: error.field, message: error.message } };
    throw error;
  }
}

/** The words of one operation, taken from the left. */
class Reader {
  private at = 0;
  private readonly words: readonly Word[];
  readonly name: string;

  constructor(words: readonly Word[]) {
    this.words = words;
    this.name = words[0]?.quoted === false ? words[0].text : '';
    this.at = 1;
  }

  get more(): boolean {
    return this.at < this.words.length;
  }

  path(field = 'path'): string {
    const word = this.words[this.at++];
    if (word === undefined) throw new Bad(field, `${this.name} takes a path, like ${this.name} /a`);
    if (!word.quoted && !word.text.startsWith('/')) {
      throw new Bad(field, `"${word.text}" is no path: paths begin with "/", and others are written in quotes`);
    }
    return word.text;
  }

  /** `"text"`, `0x6869` or `null`; nothing: an empty text. */
  data(): PlanData {
    const word = this.words[this.at];
    if (word === undefined) return '';
    if (word.quoted) {
      this.at++;
      return word.text;
    }
    if (word.text === 'null') {
      this.at++;
      return null;
    }
    if (!word.text.startsWith('0x')) return '';
    this.at++;
    const hex = word.text.slice(2);
    if (!/^([0-9a-f]{2})*$/.test(hex)) {
      throw new Bad('data', `"${word.text}" is not an even number of lower-case hexadecimal digits behind 0x`);
    }
    return { hex };
  }

  neededData(): PlanData {
    const word = this.words[this.at];
    const is = word !== undefined && (word.quoted || word.text === 'null' || word.text.startsWith('0x'));
    if (!is) throw new Bad('data', `${this.name} takes data: "text" in quotes, 0x and hexadecimal digits, or null`);
    return this.data();
  }

  /** Takes the word when it is there. */
  takes(word: string): boolean {
    const next = this.words[this.at];
    if (next?.quoted !== false || next.text !== word) return false;
    this.at++;
    return true;
  }

  takesOf<T extends string>(known: readonly T[]): T | null {
    const next = this.words[this.at];
    const found = next?.quoted === false ? known.find((each) => each === next.text) : undefined;
    if (found === undefined) return null;
    this.at++;
    return found;
  }

  word(field: string, sentence: string): string {
    const next = this.words[this.at++];
    if (next === undefined) throw new Bad(field, sentence);
    return next.text;
  }

  quoted(field: string, sentence: string): string {
    if (this.words[this.at]?.quoted !== true) throw new Bad(field, sentence);
    return this.word(field, sentence);
  }

  number(field: string): number {
    const text = this.word(field, `${field} is a whole number`);
    if (!NUMBER.test(text)) throw new Bad(field, `"${text}" is no whole number`);
    return Number(text) + 0;
  }

  /** `version 3`, `version known`; -1, which is any, when it is not said. */
  version(): PlanVersion {
    if (!this.takes('version')) return -1;
    return this.takes('known') ? 'known' : this.number('version');
  }

  end(): void {
    const next = this.words[this.at];
    if (next === undefined) return;
    throw new Bad('operation', `${JSON.stringify(next.text)} is not expected behind ${this.name}`);
  }
}

function readOperation(words: readonly Word[]): PlanOp {
  const reader = new Reader(words);
  const op = readBy(reader, words);
  if (op.type !== 'multi' && op.type !== 'multiRead') reader.end();
  return op;
}

function readBy(reader: Reader, words: readonly Word[]): PlanOp {
  const { name } = reader;
  for (const type of reads) if (type === name) return { type, path: reader.path(), watch: reader.takes('watch') };
  for (const type of plain) if (type === name) return { type, path: reader.path() };
  for (const type of bare) if (type === name) return { type };
  switch (name) {
    case 'setACL': {
      const path = reader.path();
      return { type: 'setACL', path, acl: readAcl(reader), version: reader.version() };
    }
    case 'getEphemerals':
      return { type: 'getEphemerals', prefix: reader.more ? reader.path() : '/' };
    case 'multi':
      return { type: 'multi', parts: partsOf(words).map(readPart) };
    case 'multiRead':
      return { type: 'multiRead', parts: partsOf(words).map(readReadPart) };
    case 'addWatch':
      return { type: 'addWatch', path: reader.path(), mode: readNamed(reader, 'mode', watchModes) ?? 'PERSISTENT' };
    case 'removeWatches':
    case 'checkWatches':
      return { type: name, path: reader.path(), watcherType: readNamed(reader, 'type', watcherTypes) ?? 'ANY' };
    case 'auth':
      return { type: 'auth', user: readUser(reader) };
    case 'reconfig':
      return readReconfig(reader);
    default:
      return readWrite(reader);
  }
}

/** What may also be a part of a multi, `check` apart. */
function readWrite(reader: Reader): Exclude<PlanMultiPart, { readonly type: 'check' }> {
  const { name } = reader;
  for (const type of creates) if (type === name) return readCreate(reader, type);
  if (name === 'delete') return { type: 'delete', path: reader.path(), version: reader.version() };
  if (name === 'setData') {
    const path = reader.path();
    return { type: 'setData', path, data: reader.neededData(), version: reader.version() };
  }
  throw new Bad('operation', `"${name}" is no operation; known are ${operationNames.join(', ')}`);
}

function readCreate(reader: Reader, type: PlanCreate['type']): PlanCreate {
  const path = reader.path();
  const data = reader.data();
  let mode = usualMode[type];
  let acl: PlanAcl | undefined;
  let ttlMs: number | undefined;
  let ephemeral = false;
  let sequential = false;
  for (let moved = true; moved;) {
    const named = reader.takesOf(createModes);
    if (named !== null) mode = named;
    else if (reader.takes('mode')) mode = reader.number('mode');
    else if (reader.takes('ephemeral') || reader.takes('-e')) ephemeral = true;
    else if (reader.takes('sequential') || reader.takes('-s')) sequential = true;
    else if (reader.takes('acl')) acl = readAcl(reader);
    else if (reader.takes('ttl')) ttlMs = readTtl(reader);
    else moved = false;
  }
  if (ephemeral || sequential) mode = modeOf(type, ephemeral, sequential);
  return { type, path, data, mode, ...(acl === undefined ? {} : { acl }), ...(ttlMs === undefined ? {} : { ttlMs }) };
}

function modeOf(type: PlanCreate['type'], ephemeral: boolean, sequential: boolean): PlanCreateMode {
  if (type === 'createTTL' && !ephemeral) return 'PERSISTENT_SEQUENTIAL_WITH_TTL';
  if (ephemeral) return sequential ? 'EPHEMERAL_SEQUENTIAL' : 'EPHEMERAL';
  return 'PERSISTENT_SEQUENTIAL';
}

function readTtl(reader: Reader): number {
  const text = reader.word('ttl', 'ttl takes a duration, like 5s');
  if (NUMBER.test(text)) return Number(text) + 0;
  const us = parseDurationUs(text);
  if (us === null || us % 1000 !== 0) throw new Bad('ttl', `"${text}" is no duration of whole milliseconds, like 5s`);
  return us / 1000;
}

function readAcl(reader: Reader): PlanAcl {
  const acl = reader.takesOf(planAcls);
  if (acl === null) throw new Bad('acl', `an access list is one of ${planAcls.join(', ')}`);
  return acl;
}

function readUser(reader: Reader): PlanUser {
  const user = reader.takesOf(planUsers);
  if (user === null) throw new Bad('user', `auth takes one of ${planUsers.join(', ')}`);
  return user;
}

/** A name of the list, or the word and a number. */
function readNamed<T extends string>(reader: Reader, word: string, names: readonly T[]): T | number | null {
  return reader.takesOf(names) ?? (reader.takes(word) ? reader.number(word) : null);
}

function readReconfig(reader: Reader): PlanOp {
  let joining: string | null = null;
  let leaving: string | null = null;
  for (let moved = true; moved;) {
    if (reader.takes('joining'))
      joining = reader.quoted('joining', 'joining takes servers as zoo.cfg writes them, in quotes');
    else if (reader.takes('leaving')) leaving = reader.quoted('leaving', 'leaving takes numbers of servers, in quotes');
    else moved = false;
  }
  return { type: 'reconfig', joining, leaving };
}

/** What stands between the separators behind the first word; nothing at all is no part. */
function partsOf(words: readonly Word[]): Word[][] {
  const rest = words.slice(1);
  if (rest.length === 0) return [];
  const parts: Word[][] = [[]];
  for (const word of rest) {
    if (!word.quoted && word.text === ';') parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

function readPart(words: readonly Word[]): PlanMultiPart {
  const reader = new Reader(words);
  const part: PlanMultiPart =
    reader.name === 'check'
      ? { type: 'check', path: reader.path(), version: readCheckVersion(reader) }
      : readWrite(reader);
  reader.end();
  return part;
}

function readCheckVersion(reader: Reader): PlanVersion {
  return reader.version();
}

function readReadPart(words: readonly Word[]): { readonly type: 'getData' | 'getChildren'; readonly path: string } {
  const reader = new Reader(words);
  const { name } = reader;
  if (name !== 'getData' && name !== 'getChildren') {
    throw new Bad('operation', `a multiRead reads with getData and getChildren, not with "${name}"`);
  }
  const part = { type: name, path: reader.path() } as const;
  reader.end();
  return part;
}

// --- printing --------------------------------------------------------------------------------------------------

export function showOperation(op: PlanOp): string {
  switch (op.type) {
    case 'create':
    case 'create2':
    case 'createContainer':
    case 'createTTL':
    case 'delete':
    case 'setData':
      return showPart(op);
    case 'setACL':
      return `setACL ${showPath(op.path)} ${op.acl}${showVersion(op.version)}`;
    case 'exists':
    case 'getData':
    case 'getChildren':
    case 'getChildren2':
      return `${op.type} ${showPath(op.path)}${op.watch ? ' watch' : ''}`;
    case 'getACL':
    case 'getAllChildrenNumber':
    case 'sync':
      return `${op.type} ${showPath(op.path)}`;
    case 'getEphemerals':
      return op.prefix === '/' ? op.type : `${op.type} ${showPath(op.prefix)}`;
    case 'multi':
      return `multi ${op.parts.map(showPart).join(' ; ')}`.trimEnd();
    case 'multiRead':
      return `multiRead ${op.parts.map(({ type, path }) => `${type} ${showPath(path)}`).join(' ; ')}`.trimEnd();
    case 'addWatch':
      return `addWatch ${showPath(op.path)}${showNamed<PlanWatchMode>(op.mode, 'PERSISTENT', 'mode')}`;
    case 'removeWatches':
    case 'checkWatches':
      return `${op.type} ${showPath(op.path)}${showNamed<PlanWatcherType>(op.watcherType, 'ANY', 'type')}`;
    case 'auth':
      return `auth ${op.user}`;
    case 'reconfig': {
      const joining = op.joining === null ? '' : ` joining ${JSON.stringify(op.joining)}`;
      return `reconfig${joining}${op.leaving === null ? '' : ` leaving ${JSON.stringify(op.leaving)}`}`;
    }
    case 'whoAmI':
    case 'closeSession':
      return op.type;
  }
}

function showPart(part: PlanMultiPart): string {
  const head = `${part.type} ${showPath(part.path)}`;
  switch (part.type) {
    case 'delete':
    case 'check':
      return head + showVersion(part.version);
    case 'setData':
      return `${head} ${showData(part.data)}${showVersion(part.version)}`;
    case 'create':
    case 'create2':
    case 'createContainer':
    case 'createTTL': {
      const data = part.data === '' ? '' : ` ${showData(part.data)}`;
      const mode = showNamed(part.mode, usualMode[part.type], 'mode');
      const acl = part.acl === undefined ? '' : ` acl ${part.acl}`;
      return `${head}${data}${mode}${acl}${part.ttlMs === undefined ? '' : ` ttl ${showTtl(part.ttlMs)}`}`;
    }
  }
}

function showTtl(ttlMs: number): string {
  return ttlMs >= 1 ? `${ttlMs}ms` : String(ttlMs);
}

function showPath(path: string): string {
  return showWord(path, PATH);
}

function showData(data: PlanData): string {
  if (data === null) return 'null';
  return typeof data === 'string' ? JSON.stringify(data) : `0x${data.hex}`;
}

function showVersion(version: PlanVersion): string {
  return version === -1 ? '' : ` version ${version}`;
}

function showNamed<T extends string | number>(value: T, usual: T, word: string): string {
  if (value === usual) return '';
  return typeof value === 'number' ? ` ${word} ${value}` : ` ${value}`;
}
