/** The command line `sim`, as it is started. */
import { commandLine } from './command-line.ts';
import { endQuietlyOnClosedPipe } from './output.ts';

/** `words`: behind the program's name. */
export async function main(words: readonly string[]): Promise<void> {
  endQuietlyOnClosedPipe();
  await commandLine(words);
}
