/**
 * Starts the command line: from one file where the build left it, else from its modules. For a debugger always from its
 * modules, where names and files are those of the sources.
 */
import { url } from 'node:inspector';
import { loadProgram, programIsBuilt } from './program-file.ts';
import { tellSourcePlaces } from './source-places.ts';

export async function start(words: readonly string[]): Promise<void> {
  tellSourcePlaces();
  const { main } = programIsBuilt() && !isDebugged(words) ? loadProgram() : await import('../main.ts');
  await main(words);
}

function isDebugged(words: readonly string[]): boolean {
  return url() !== undefined || words.some((word) => word.startsWith('--inspect'));
}
