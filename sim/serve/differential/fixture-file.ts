/** Recordings of the real server, as they are stored: JSON with packets in hexadecimal, compressed with Brotli. */
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Heard, Performed, Recording } from './recording.ts';
import type { SequenceOptions } from './sequence.ts';
import type { Sequence, Step } from './step.ts';

export interface Fixture {
  /** What was asked of the servers. */
  readonly sequence: Sequence;
  readonly recording: Recording;
}

interface StoredStep {
  readonly step: Step;
  readonly line: string | null;
  readonly xids: readonly number[];
  /** Line, packets, end. */
  readonly heard: readonly (readonly [string, readonly string[], Heard['end']])[];
}

interface StoredRecording {
  readonly seed: number;
  readonly root: string;
  /** How many of its steps come before those of the sequence, and how many the sequence has. */
  readonly before: number;
  readonly own: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly steps: readonly StoredStep[];
}

export interface FixtureFile {
  /** What answered: `Apache ZooKeeper 3.8.0`. */
  readonly server: string;
  readonly servers: SequenceOptions['servers'];
  readonly recordings: readonly StoredRecording[];
}

export function packFixtures(server: string, servers: number, fixtures: readonly Fixture[]): Uint8Array {
  const file: FixtureFile = { server, servers, recordings: fixtures.map(store) };
  return brotliCompressSync(JSON.stringify(file), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS },
  });
}

export function unpackFixtures(bytes: Uint8Array): { readonly servers: number; readonly fixtures: readonly Fixture[] } {
  const file = JSON.parse(brotliDecompressSync(bytes).toString('utf8')) as FixtureFile;
  return { servers: file.servers, fixtures: file.recordings.map(restore) };
}

function store({ sequence, recording }: Fixture): StoredRecording {
  const first = sequence.steps[0];
  const before = recording.steps.findIndex(({ step }) => step === first);
  const { seed, root, fromMs, toMs } = recording;
  return { seed, root, before, own: sequence.steps.length, fromMs, toMs, steps: recording.steps.map(storeStep) };
}

function storeStep({ step, line, xids, heard }: Performed): StoredStep {
  return {
    step,
    line,
    xids,
    heard: heard.map((one) => [one.line, one.frames.map((frame) => Buffer.from(frame).toString('hex')), one.end]),
  };
}

function restore({ seed, root, before, own, fromMs, toMs, steps }: StoredRecording): Fixture {
  const performed = steps.map(restoreStep);
  const sequence = { seed, root, steps: performed.slice(before, before + own).map(({ step }) => step) };
  return { sequence, recording: { seed, root, fromMs, toMs, steps: performed } };
}

function restoreStep({ step, line, xids, heard }: StoredStep): Performed {
  return {
    step,
    line,
    xids,
    heard: heard.map(([label, frames, end]) => ({
      line: label,
      frames: frames.map((frame) => new Uint8Array(Buffer.from(frame, 'hex'))),
      end,
    })),
  };
}
