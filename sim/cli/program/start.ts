/** Starts the command line: from one file where the build left it, else from its modules. */
import { loadProgram, programIsBuilt } from './program-file.ts';
import { tellSourcePlaces } from './source-places.ts';

export async function start(words: readonly string[]): Promise<void> {
  tellSourcePlaces();
  const { main } = programIsBuilt() ? loadProgram() : await import('../main.ts');
  await main(words);
}
