/** The command line `sim`, as it is started, and the work that its threads do. */
import { commandLine } from './command-line.ts';
import { endQuietlyOnClosedPipe } from './output.ts';
import type * as worker from './run-worker.ts';

/** `words`: behind the program's name. */
export async function main(words: readonly string[]): Promise<void> {
  endQuietlyOnClosedPipe();
  await commandLine(words);
}

/** Loaded in a thread only. */
export function threadWork(): Promise<typeof worker> {
  return import('./run-worker.ts');
}
