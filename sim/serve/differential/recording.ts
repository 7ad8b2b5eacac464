/** What servers answered to a sequence: every packet they sent, byte for byte, step by step and line by line. */
import type { Step } from './step.ts';

/** What one connection received during a step, in order. */
export interface Heard {
  /** The session's name, with a number from its second connection on: `s1`, `s1.2`. */
  readonly line: string;
  /** Packets as they came, lengths included; of a four-letter word and of raw bytes, whatever came. */
  readonly frames: readonly Uint8Array[];
  /** `closed`: by the server. `silent`: what was due did not come in time, and the driver has hung up. */
  readonly end: 'closed' | 'silent' | null;
}

export interface Performed {
  readonly step: Step;
  /** The line the step was about; null when its session had none. */
  readonly line: string | null;
  /** Of its packets, in order. */
  readonly xids: readonly number[];
  readonly heard: readonly Heard[];
}

export interface Recording {
  readonly seed: number;
  readonly root: string;
  readonly steps: readonly Performed[];
  /** Between these moments of the wall clock (milliseconds of the epoch) it happened. */
  readonly fromMs: number;
  readonly toMs: number;
}
