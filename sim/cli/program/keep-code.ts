/** Runs what most commands and their threads share, and keeps what V8 compiled on the way. What comes of it is of no interest. */
import { renameSync, writeFileSync } from 'node:fs';
import { version } from '../../../scenarios/index.ts';
import { newCase } from '../../record/case.ts';
import { codeFile, loadProgram } from './program-file.ts';

const { main, threadWork, script } = loadProgram();
for (const words of [['run', '--seed', '42'], ['run', 'steady', '--seed', '1', '--json'], ['list']]) await main(words);
const { fuzz } = await threadWork();
await fuzz({
  bases: [newCase(version, 'chaos', '1')],
  orders: [{ base: 0, order: { seed: '1', kind: 'random', parent: null } }],
  watches: true,
  begun: new Int32Array(new SharedArrayBuffer(4)),
});
const unfinished = `${codeFile()}.part`;
writeFileSync(unfinished, script.createCachedData());
renameSync(unfinished, codeFile());
process.exitCode = 0;
