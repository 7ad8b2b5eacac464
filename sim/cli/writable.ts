/** Tells a path that cannot be written before anything runs. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../record/input-error.ts';

export function checkWritable(flag: string, file: string): void {
  const folder = dirname(file);
  if (!existsSync(folder)) throw new InputError(`${flag}: ${folder}: there is no such folder.`);
  if (!statSync(folder).isDirectory()) throw new InputError(`${flag}: ${folder}: it is no folder.`);
  const exists = existsSync(file);
  if (exists && statSync(file).isDirectory()) throw new InputError(`${flag}: ${file}: it is a folder.`);
  try {
    accessSync(exists ? file : folder, constants.W_OK);
  } catch {
    throw new InputError(`${flag}: ${file}: it may not be written.`);
  }
}
