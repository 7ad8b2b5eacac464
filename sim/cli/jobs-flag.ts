/** `--jobs`: how many threads a long command takes. */
import { availableParallelism } from 'node:os';
import { readCount } from './run-flags.ts';

const JOBS_MAX = 256;

/** As many as there are cores where the flag says `auto`, or was not given. */
export function readJobs(text: string | undefined): number {
  const asked = text === 'auto' ? undefined : text;
  return readCount('--jobs', asked, 1, JOBS_MAX) ?? Math.min(JOBS_MAX, availableParallelism());
}
