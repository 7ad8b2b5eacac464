/** Prints the fingerprints of this engine, to be compared with those of others: `fingerprints.js [cases]`. */
import { CASES, fingerprintLines } from './fingerprint-cases.ts';

process.stdout.write(`${fingerprintLines(Number(process.argv[2] ?? CASES)).join('\n')}\n`);
