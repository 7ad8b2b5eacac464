/** Prints the fingerprints of this engine, to be compared with those of others. */
import { fingerprintLines } from './fingerprint-cases.ts';

process.stdout.write(`${fingerprintLines().join('\n')}\n`);
