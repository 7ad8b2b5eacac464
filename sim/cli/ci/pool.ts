/** Runs many cases in a few processes; results come back in no particular order. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Case } from '../../record/case.ts';
import type { RunResult } from '../../record/run-result.ts';

const BATCH = 8;

/** Calls `take` for each result; fails when a worker ends before its work does. */
export async function runInPool(
  cases: readonly Case[],
  workers: number,
  take: (of: Case, result: RunResult) => void,
): Promise<void> {
  let next = 0;
  const worker = fileURLToPath(new URL('./pool-worker.js', import.meta.url));
  const serve = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child: ChildProcess = fork(worker);
      let batch: readonly Case[] = [];
      const hand = (): void => {
        batch = cases.slice(next, next + BATCH);
        next += batch.length;
        if (batch.length === 0) child.disconnect();
        else child.send(batch);
      };
      child.on('message', (results) => {
        (results as RunResult[]).forEach((result, i) => take(batch[i] as Case, result));
        hand();
      });
      child.on('error', reject);
      child.on('exit', (code) => {
        if (code === 0) resolve();
        else
          reject(new Error(`a worker ended with ${String(code)} at one of ${batch.map((of) => of.seed).join(', ')}`));
      });
      hand();
    });
  await Promise.all(Array.from({ length: workers }, serve));
}
