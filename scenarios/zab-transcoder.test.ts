import { describe, expect, it, test } from 'vitest';
import type { QuorumPacket, ServerMessage } from '../protocol/messages.ts';
import type { Message, Plain } from '../protocol/process.ts';
import type { Transcoder } from '../sim/kernel/transcoder.ts';
import { newCase, type Case } from '../sim/record/case.ts';
import { catalogue } from './catalogue/index.ts';
import { run } from './run.ts';
import { prepareCase, Simulation } from './simulation.ts';
import { version } from './version.ts';
import { transcoderOf, ZabTranscoder } from './zab-transcoder.ts';

const SHORT = { durationMs: 8000, ops: 60 };
const cases: readonly Case[] = [...catalogue.keys()].flatMap((scenario) =>
  ['1', '2'].map((seed) => newCase(version, scenario, seed, SHORT)),
);

test.each(cases)('$scenario with seed $seed is the same run when all of it is bytes', (of) => {
  const transcoder = new ZabTranscoder();
  const plain = run(of);
  const coded = run(of, { transcoder });
  expect(coded).toEqual(plain);
  expect(transcoder.messages).toBeGreaterThan(0);
  expect(transcoder.records).toBeGreaterThan(0);
  // What servers of another protocol tell each other has no bytes of ZooKeeper's.
  const isZooKeeper = catalogue.get(String(of.scenario))?.hooks?.server === undefined;
  expect(transcoder.passed > 0).toBe(!isZooKeeper);
});

test('and so it is where leaders ask for confirmation', () => {
  const of = newCase(version, 'chaos', '4', { ...SHORT, config: { syncMode: 'quorum' } });
  const transcoder = new ZabTranscoder();
  expect(run(of, { transcoder })).toEqual(run(of));
  expect(transcoder.kinds.get('quorum CONFIRM')).toBeGreaterThan(0);
  expect(transcoder.kinds.get('quorum CONFIRMED')).toBeGreaterThan(0);
});

test.each(['chaos', 'multi-race', 'watch-storm'])('and %s where servers are of 3.8, and read as such', (scenario) => {
  const of = newCase(version, scenario, '5', { ...SHORT, config: { compat: '3.8' } });
  expect(run(of, { transcoder: transcoderOf(of) })).toEqual(run(of));
});

test('a fork of a run that is bytes ends like its origin', () => {
  const of = newCase(version, 'chaos', '3', SHORT);
  const simulation = new Simulation(of, prepareCase(of), [], { transcoder: new ZabTranscoder() });
  simulation.world.run(3_000_000);
  const fork = simulation.world.fork();
  fork.run(simulation.untilUs);
  simulation.runToEnd();
  expect(fork.fingerprint()).toBe(simulation.world.fingerprint());
});

/** A codec that changes one thing on the way. */
class Faulty implements Transcoder {
  private readonly inner = new ZabTranscoder();
  private readonly change: (message: Message | Plain) => unknown;

  constructor(change: (message: Message | Plain) => unknown) {
    this.change = change;
  }
  message(channel: string, message: Message): Message {
    return this.change(this.inner.message(channel, message)) as Message;
  }
  record(file: string, data: Plain, bytes: number): Plain {
    return this.change(this.inner.record(file, data, bytes));
  }
}

describe('a codec that loses one field is seen', () => {
  const of = newCase(version, 'steady', '1', SHORT);
  const { fingerprint } = run(of);
  const withChange = (change: (message: Message | Plain) => unknown): string =>
    run(of, { transcoder: new Faulty(change) }).fingerprint;

  it('and one that loses none is not', () => {
    expect(withChange((message) => message)).toBe(fingerprint);
  });

  it.each([
    [
      "the zxid of a reply's header",
      (message: Plain): unknown =>
        (message as ServerMessage).type === 'REPLY' ? { ...(message as ServerMessage), zxid: 0 } : message,
    ],
    [
      'the round of a vote',
      (message: Plain): unknown =>
        (message as Message).type === 'NOTIFICATION' ? { ...(message as Message), electionEpoch: 0 } : message,
    ],
    [
      "a learner's floor",
      (message: Plain): unknown =>
        (message as QuorumPacket).type === 'ACKEPOCH' ? { ...(message as QuorumPacket), floor: 77 } : message,
    ],
    [
      'the history a log belongs to',
      (record: Plain): unknown =>
        (record as { kind?: string }).kind === 'log' ? { ...(record as object), generation: 9 } : record,
    ],
    [
      'the order of two fields',
      (message: Plain): unknown => {
        if ((message as Message).type !== 'CONNECT') return message;
        const { type, ...rest } = message as Message;
        return { ...rest, type };
      },
    ],
  ])('%s', (_, change) => {
    expect(withChange(change)).not.toBe(fingerprint);
  });
});
