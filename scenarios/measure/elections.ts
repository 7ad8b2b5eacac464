/**
 * How long an election takes: from a cold start, after a crash of the leader, after it was cut off.
 *
 *   lost ──silence──▶ the winner looks ──notifications──▶ its vote ends ──discovery, synchronisation──▶ it serves
 *
 * It is the server that leads in the end whose steps are timed. It serves when a quorum has acknowledged its NEWLEADER.
 */
import type { Fact } from '../../protocol/facts.ts';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { FaultNotice, Moment } from '../../sim/kernel/observer.ts';
import type { Figure, FigureReference, FigureSeries } from '../../sim/record/measure-result.ts';
import { recoveryBoundUs } from '../settings.ts';
import type { SharedConfig } from '../settings.ts';
import { halfTickUs, silenceUsLeast, voteUsLeast } from './closed-forms.ts';
import { quantilePoint, sharePoint } from './points.ts';
import {
  configOf,
  measuredCase,
  momentUs,
  type MeasureOrder,
  type Probe,
  type Question,
  type Sample,
} from './question.ts';
import type { Samples } from './question.ts';

export type Cause = 'start' | 'crash' | 'isolation';
const causes: readonly Cause[] = ['start', 'crash', 'isolation'];

/** Milliseconds since the leader was lost, or since the start: when the winner looked, decided and served. */
interface ElectionTimes extends Sample {
  readonly looksMs: number | null;
  readonly votedMs: number | null;
  readonly servesMs: number | null;
}

export class ElectionProbe implements Probe {
  readonly factTypes = ['role', 'elected', 'established'];
  done = false;
  /** Null until the leader is lost; a cold start begins with none. */
  private lostUs: number | null;
  private readonly looksUs = new Map<ProcessName, number>();
  private readonly votedUs = new Map<ProcessName, number>();
  private times: ElectionTimes = { looksMs: null, votedMs: null, servesMs: null };

  constructor(cause: Cause) {
    this.lostUs = cause === 'start' ? 0 : null;
  }

  onFault({ effective, kind }: FaultNotice, { atUs }: Moment): void {
    if (this.lostUs === null && effective && kind !== 'undo') this.lostUs = atUs;
  }

  onFact(process: ProcessName, plain: Plain, { atUs }: Moment): void {
    if (this.lostUs === null || this.done) return;
    const fact = plain as Fact;
    if (fact.type === 'role' && fact.state === 'LOOKING' && !this.looksUs.has(process)) this.looksUs.set(process, atUs);
    if (fact.type === 'elected' && String(fact.leader) === process) this.votedUs.set(process, atUs);
    if (fact.type !== 'established') return;
    const since = (us: number | undefined): number => ((us ?? this.lostUs ?? 0) - (this.lostUs ?? 0)) / 1000;
    this.done = true;
    this.times = {
      looksMs: since(this.looksUs.get(process)),
      votedMs: since(this.votedUs.get(process)),
      servesMs: since(atUs),
    };
  }

  sample(): Sample | null {
    return this.lostUs === null ? null : this.times;
  }
}

const titles: Readonly<Record<Cause, string>> = {
  start: 'after a cold start',
  crash: 'after a crash of the leader',
  isolation: 'after the leader was cut off',
};

export const elections: Question = {
  name: 'elections',
  title: 'How long does an election take?',
  about: [
    'All servers start at once; or the leader of an ensemble at rest crashes, or is cut off from the others, at a moment drawn ' +
      'from the seed. The clock runs until the first server after it is established: a quorum has acknowledged its NEWLEADER.',
    'Timed are the steps of the server that leads in the end: it looks, its vote ends, it serves. A crash is told to the ' +
      'others at once, for their connections are reset; a cut tells nobody, and silence is noticed after syncLimit ticks.',
  ],
  variants: () => causes,
  setUp: (order, run) => {
    const config = configOf(order);
    const boundUs = recoveryBoundUs(config);
    const atUs = run.variant === 'start' ? 0 : momentUs(run, config);
    const faults: Readonly<Record<string, readonly string[]>> = {
      crash: [`at ${atUs}us: crash leader`],
      isolation: [`at ${atUs}us: isolate leader`],
    };
    const untilUs = atUs + boundUs;
    return {
      of: measuredCase(order, run, {
        story: `An election ${titles[run.variant as Cause]}.`,
        clients: 0,
        operations: [],
        faults: faults[run.variant] ?? [],
        untilUs,
      }),
      probe: new ElectionProbe(run.variant as Cause),
      untilUs,
    };
  },
  figures: (order, samples) =>
    causes.flatMap((cause) => [timesOf(cause, order, samples), withinOf(cause, order, samples)]),
};

/** Nobody leads sooner. */
function leastMs(cause: Cause, config: SharedConfig): number {
  const silenceUs = cause === 'isolation' ? silenceUsLeast(config, halfTickUs(config)) : 0;
  return (silenceUs + voteUsLeast(config)) / 1000;
}

function leastReference(cause: Cause): FigureReference {
  const silence =
    cause === 'isolation' ? 'syncLimit ticks of silence, less the half tick since the last ping, and ' : '';
  return {
    kind: 'least',
    text: `the least time: ${silence}finalizeWait, in which a server that sees a quorum agree waits for a better vote`,
  };
}

function timesOf(cause: Cause, order: MeasureOrder, samples: Samples): Figure {
  const least = leastMs(cause, configOf(order));
  const series = (name: string, field: string, percent: number, reference: number | null): FigureSeries => ({
    name,
    points: order.voters.map((voters) => {
      const values = samples.of(cause, voters).map(({ sample }) => sample[field] ?? null);
      return quantilePoint(values, percent, reference);
    }),
  });
  return {
    id: `elections-${cause}`,
    title: `Election ${titles[cause]}`,
    unit: 'ms',
    rowsAre: 'voters',
    rows: order.voters.map(String),
    series: [
      ...(cause === 'start' ? [] : [series('looks, median', 'looksMs', 50, null)]),
      series('vote ends, median', 'votedMs', 50, null),
      series('serves, median', 'servesMs', 50, least),
      series('serves, p95', 'servesMs', 95, least),
    ],
    interval: 'order-statistics',
    reference: leastReference(cause),
    notes: [
      'From the vote to service it takes either a few round trips and syncs, or 100 ms more: a follower that calls before the ' +
        'winner leads is turned away, and calls again after that time (leaderConnectDelayDuringRetryMs).',
    ],
  };
}

/** Milliseconds behind the least time. */
const WITHIN_MS = [10, 20, 50, 100, 150, 200, 300, 500, 1000];

function withinOf(cause: Cause, order: MeasureOrder, samples: Samples): Figure {
  const least = leastMs(cause, configOf(order));
  const times = WITHIN_MS.map((ms) => least + ms);
  return {
    id: `elections-${cause}-within`,
    title: `Probability that an election ${titles[cause]} ends within t`,
    unit: 'probability',
    rowsAre: 't in ms',
    rows: times.map(String),
    series: order.voters.map((voters) => {
      const ends = samples.of(cause, voters).map(({ sample }) => sample['servesMs'] ?? null);
      return {
        name: `${voters} voters`,
        points: times.map((ms) =>
          sharePoint(
            ends.map((end) => end !== null && end <= ms),
            null,
          ),
        ),
      };
    }),
    interval: 'clopper-pearson',
    reference: null,
    notes: [`The first t is 10 ms behind the least time, which is ${least} ms.`],
  };
}
