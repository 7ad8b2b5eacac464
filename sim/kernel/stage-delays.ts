/**
 * How long hand-overs between the stages of a server take, as threads that wait for a processor do: plain data, so
 * that one stage of one server can be slow while all else runs in step.
 */
import type { ProcessName } from '../../protocol/process.ts';
import type { Latency } from './distribution.ts';

export interface StageDelay {
  /** Null: of every process. */
  readonly process: ProcessName | null;
  /** What the stage's name begins with: `send` is all senders, the empty text is every stage. */
  readonly stage: string;
  readonly latency: Latency;
}

/** Where two speak of one stage the later holds. */
export type StageDelays = readonly StageDelay[];

/** Null: that stage takes what it is handed at once. */
export function stageLatency(delays: StageDelays, process: ProcessName, stage: string): Latency | null {
  const found = delays.findLast((each) => (each.process ?? process) === process && stage.startsWith(each.stage));
  return found?.latency ?? null;
}
