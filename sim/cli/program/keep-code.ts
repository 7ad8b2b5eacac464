/** Runs what most commands share, and keeps what V8 compiled on the way. What it prints and finds is of no interest. */
import { renameSync, writeFileSync } from 'node:fs';
import { codeFile, loadProgram } from './program-file.ts';

const { main, script } = loadProgram();
for (const words of [['run', '--seed', '42'], ['run', 'steady', '--seed', '1', '--json'], ['list']]) await main(words);
const unfinished = `${codeFile()}.part`;
writeFileSync(unfinished, script.createCachedData());
renameSync(unfinished, codeFile());
process.exitCode = 0;
