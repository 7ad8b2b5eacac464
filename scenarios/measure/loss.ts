/**
 * Whether a broadcast commits in time while packets are lost.
 *
 * Links between servers are TCP: a lost packet is sent again, so that loss becomes delay, and what is sent behind it waits. It
 * costs a round trip when others follow closely, else a time-out of 200 ms that grows by 400 ms with each further loss; six losses in
 * a row break the connection. Measured is one write of each run, from its proposal to its commit at the leader.
 */
import type { Fact } from '../../protocol/facts.ts';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import { RTO_US } from '../../sim/network/options.ts';
import type { Figure, FigureReference, FigureSeries } from '../../sim/record/measure-result.ts';
import { committedWithin } from './closed-forms.ts';
import { quantilePoint, sharePoint } from './points.ts';
import { configOf, measuredCase, momentUs, writes } from './question.ts';
import type { MeasureOrder, Probe, Question, Sample, Samples } from './question.ts';

/** Lost packets in a million. */
const rates = [0, 10_000, 50_000, 100_000, 200_000];
const PPM = 1_000_000;

/** A client that is not connected yet asks again. */
const EVERY_US = 1_000_000;
const ASKS = 8;
/** So long a proposal is waited for, and then its commit. */
const PATIENCE_US = 5_000_000;
/** Nobody who had to wait for a retransmission time-out is done by then. */
const AT_ONCE_US = RTO_US / 2;

/** Watches the first write that is proposed behind a moment. */
export class BroadcastProbe implements Probe {
  readonly factTypes = ['proposed', 'committed'];
  done = false;
  private readonly momentUs: number;
  private zxid: number | null = null;
  private proposedUs = 0;
  private tookMs: number | null = null;

  constructor(momentUs: number) {
    this.momentUs = momentUs;
  }

  onFact(_process: ProcessName, plain: Plain, { atUs }: Moment): void {
    if (this.done || atUs < this.momentUs) return;
    const fact = plain as Fact;
    if (this.zxid === null) {
      if (fact.type !== 'proposed' || fact.txn.body.type !== 'setData') return;
      this.zxid = fact.txn.zxid;
      this.proposedUs = atUs;
      return;
    }
    if (atUs > this.proposedUs + PATIENCE_US) {
      this.done = true;
      return;
    }
    if (fact.type !== 'committed' || fact.zxid !== this.zxid) return;
    this.done = true;
    this.tookMs = (atUs - this.proposedUs) / 1000;
  }

  /** Null: nothing was proposed. `tookMs` null: it was not committed in time, or only by a later leader. */
  sample(): Sample | null {
    return this.zxid === null ? null : { tookMs: this.tookMs };
  }
}

export const loss: Question = {
  name: 'loss',
  title: 'Does a broadcast commit while packets are lost?',
  about: [
    'Every link loses packets at the given rate from the start on. Links are TCP, so loss becomes delay: a lost packet is sent again, ' +
      'after a round trip when others follow within 20 ms, else after 200 ms, which each further loss of it makes 400 ms longer; what is sent ' +
      'behind it waits; six losses in a row break the connection. It is no probability that a message never arrives.',
    'Measured is one write of each run at an ensemble at rest, from its proposal to its commit at the leader, 5 s at most. A quorum is ' +
      'enough: the slowest followers are not waited for; an even size needs one more of them than the odd one below it. Runs in ' +
      'which nothing was proposed, because no leader could be found, are left out.',
  ],
  variants: () => rates.map(String),
  setUp: (order, run) => {
    const config = configOf(order);
    const atUs = momentUs(run, config);
    const untilUs = atUs + ASKS * EVERY_US + PATIENCE_US;
    const operations = writes('c1', atUs, atUs + ASKS * EVERY_US, EVERY_US);
    const lossPpm = Number(run.variant);
    const story = `A write while ${percent(lossPpm)} of the packets are lost.`;
    return {
      of: measuredCase(order, run, { story, clients: 1, operations, faults: [], untilUs, lossPpm }),
      probe: new BroadcastProbe(atUs),
      untilUs,
    };
  },
  figures: (order, samples) => [
    atOnceFigure(order, samples),
    quantileFigure('median', 50, order, samples),
    quantileFigure('p95', 95, order, samples),
    ...order.voters.map((voters) => withinFigure(voters, samples)),
  ],
};

function percent(ppm: number): string {
  return `${ppm / 10_000} %`;
}

function tookMs(samples: Samples, ppm: number, voters: number): (number | null)[] {
  return samples.of(String(ppm), voters).map(({ sample }) => sample['tookMs'] ?? null);
}

function isWithin(limitMs: number): (ms: number | null) => boolean {
  return (ms) => ms !== null && ms <= limitMs;
}

/** A series for each size of ensemble, a row for each rate. */
function bySize(
  order: MeasureOrder,
  point: (voters: number, ppm: number) => FigureSeries['points'][number],
): FigureSeries[] {
  return order.voters.map((voters) => ({
    name: `${voters} voters`,
    points: rates.map((ppm) => point(voters, ppm)),
  }));
}

const approximation: FigureReference = {
  kind: 'approximation',
  text:
    'enough followers of the binomial n - 1 have PROPOSAL and ACK go through at once, on links that no lost ping holds up; both ' +
    'ways taken for independent',
};
const notIndependent =
  'The approximation is off by a few hundredths where much is lost: a follower answers a ping only when it has come, so the ' +
  'two ways are not independent.';

function atOnceFigure(order: MeasureOrder, samples: Samples): Figure {
  const config = configOf(order);
  const limitMs = AT_ONCE_US / 1000;
  return {
    id: 'loss-at-once',
    title: `Probability that a broadcast commits within ${limitMs} ms, before any time-out can be over`,
    unit: 'probability',
    rowsAre: 'packets lost',
    rows: rates.map(percent),
    series: bySize(order, (voters, ppm) =>
      sharePoint(
        tookMs(samples, ppm, voters).map(isWithin(limitMs)),
        order.weather === 'calm' ? committedWithin(voters, ppm / PPM, AT_ONCE_US, config) : null,
      ),
    ),
    interval: 'clopper-pearson',
    reference: order.weather === 'calm' ? approximation : null,
    notes: order.weather === 'calm' ? [notIndependent] : [],
  };
}

function quantileFigure(name: 'median' | 'p95', of100: number, order: MeasureOrder, samples: Samples): Figure {
  return {
    id: `loss-${name}`,
    title: `Time from proposal to commit, ${name}`,
    unit: 'ms',
    rowsAre: 'packets lost',
    rows: rates.map(percent),
    series: bySize(order, (voters, ppm) => quantilePoint(tookMs(samples, ppm, voters), of100, null)),
    interval: 'order-statistics',
    reference: null,
    notes: [],
  };
}

const WITHIN_MS = [5, 20, 100, 250, 500, 1000, 2000, 5000];

function withinFigure(voters: number, samples: Samples): Figure {
  return {
    id: `loss-within-${voters}`,
    title: `Probability that a broadcast of ${voters} voters commits within t`,
    unit: 'probability',
    rowsAre: 't in ms',
    rows: WITHIN_MS.map(String),
    series: rates.map((ppm) => ({
      name: `${percent(ppm)} lost`,
      points: WITHIN_MS.map((ms) => sharePoint(tookMs(samples, ppm, voters).map(isWithin(ms)), null)),
    })),
    interval: 'clopper-pearson',
    reference: null,
    notes: [],
  };
}
