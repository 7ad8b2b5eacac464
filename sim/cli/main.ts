/** Starts the command line `sim`. */
import { commandLine } from './command-line.ts';
import { endQuietlyOnClosedPipe } from './output.ts';

endQuietlyOnClosedPipe();
await commandLine(process.argv.slice(2));
