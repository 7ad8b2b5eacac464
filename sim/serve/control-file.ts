/**
 * Where `sim ctl` finds a running `sim serve`, and what it has to show there: a file that its user alone may read. Unless
 * told otherwise it lies in a folder of that user's own below the folder for temporary files.
 */
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { InputError, parseWith } from '../record/input-error.ts';
import { parseJson } from '../record/json-source.ts';

export interface ControlFile {
  readonly schema: 1;
  readonly pid: number;
  readonly host: string;
  readonly port: number;
  readonly token: string;
  /** Connect string of what is served. */
  readonly connect: string;
}

const schema = z.strictObject({
  schema: z.literal(1),
  pid: z.int().min(1),
  host: z.string(),
  port: z.int().min(1).max(65_535),
  token: z.string().min(32),
  connect: z.string(),
}) satisfies z.ZodType<ControlFile>;

const NAME = 'control.json';
const PREFIX = 'serve-';

export function newToken(): string {
  return randomBytes(24).toString('hex');
}

/** A fresh folder for one run, below one that belongs to this user and nobody else may enter. */
export function makeStateFolder(): string {
  const base = baseFolder();
  mkdirSync(base, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(base);
  if (!lstatSync(base).isDirectory() || uid !== userInfo().uid || (mode & 0o077) !== 0) {
    throw new InputError(`${base}: the folder is not this user's alone.`);
  }
  return mkdtempSync(join(base, PREFIX));
}

export function controlFileIn(folder: string): string {
  return join(folder, NAME);
}

/** Fails with an InputError when another run that is still there has written it. */
export function checkControlFile(file: string): void {
  if (!existsSync(file)) return;
  const pid = readOrNull(file)?.pid;
  if (pid === undefined) throw new InputError(`--control: ${file}: it is there and no control file.`);
  if (isAlive(pid)) throw new InputError(`--control: ${file}: it belongs to process ${pid}, which is running.`);
}

export function writeControlFile(file: string, content: ControlFile): void {
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(content)}\n`, { mode: 0o600, flag: 'wx' });
}

export function readControlFile(file: string): ControlFile {
  if (!existsSync(file)) throw new InputError(`${file}: there is no such file; sim serve writes it while it runs.`);
  const { value, source } = parseJson(file, readFileSync(file, 'utf8'));
  return parseWith(schema, value, source);
}

/** The control file of the one run of this user; an InputError when there is none, or more than one. */
export function findControlFile(): string {
  const base = baseFolder();
  const folders = existsSync(base) ? readdirSync(base).filter((name) => name.startsWith(PREFIX)) : [];
  const files = folders
    .map((name) => join(base, name, NAME))
    .filter((file) => {
      const content = existsSync(file) ? readOrNull(file) : null;
      return content !== null && isAlive(content.pid);
    });
  const [file, ...others] = files;
  if (file === undefined)
    throw new InputError('no sim serve of this user is running; start one, or name --control FILE.');
  if (others.length > 0)
    throw new InputError(`${files.length} sim serve are running: name one of ${files.join(', ')} as --control.`);
  return file;
}

function baseFolder(): string {
  return join(tmpdir(), `zabsim-${userInfo().uid}`);
}

function readOrNull(file: string): ControlFile | null {
  try {
    return readControlFile(file);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
