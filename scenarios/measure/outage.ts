/**
 * How long clients cannot write after the leader is lost: from the last write that succeeded to the next one that does.
 *
 * Two clients write all the time, each at whatever server it is connected to. Of the gaps between successes that end after the
 * leader was lost the longest is the outage: of one client, and of both together. A success may still arrive just after the
 * loss, so the gap does not begin with the loss itself.
 */
import type { Outcome } from '../../protocol/client/outcome.ts';
import type { Fact } from '../../protocol/facts.ts';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { FaultNotice, Moment } from '../../sim/kernel/observer.ts';
import type { Figure, FigureSeries } from '../../sim/record/measure-result.ts';
import { fastNetwork, recoveryBoundUs, type SharedConfig } from '../settings.ts';
import { PROBE_ID } from '../workloads/workload.ts';
import { silenceUsLeast, voteUsLeast } from './closed-forms.ts';
import { quantilePoint } from './points.ts';
import { configOf, measuredCase, momentUs, together, writes } from './question.ts';
import type { MeasureOrder, Probe, Question, Sample, Samples } from './question.ts';

export type Loss = 'crash' | 'isolation';
const losses: readonly Loss[] = ['crash', 'isolation'];

/** Each client writes so often, the two in turn. */
const EVERY_US = 20_000;
/** Writes before the loss. */
const BEFORE_US = 500_000;
const CLIENTS: readonly ProcessName[] = ['c1', 'c2'];

/** The longest gap between two successes that ends after a moment. */
class Gaps {
  longestUs = 0;
  private lastUs = 0;
  /** A success since service began again. */
  back = false;

  success(atUs: number, lost: boolean, serves: boolean): void {
    if (lost) this.longestUs = Math.max(this.longestUs, atUs - this.lastUs);
    this.lastUs = atUs;
    if (serves) this.back = true;
  }
}

export class OutageProbe implements Probe {
  readonly factTypes = ['established'];
  private lost = false;
  /** A leader was established since. */
  private serves = false;
  private readonly byClient = new Map<ProcessName, Gaps>();
  private readonly all = new Gaps();

  constructor(clients: readonly ProcessName[]) {
    for (const name of clients) this.byClient.set(name, new Gaps());
  }

  onFault({ effective, kind }: FaultNotice): void {
    if (effective && kind !== 'undo') this.lost = true;
  }

  onFact(_process: ProcessName, plain: Plain): void {
    if (this.lost && (plain as Fact).type === 'established') this.serves = true;
  }

  onReply(process: ProcessName, id: number, value: Plain, { atUs }: Moment): void {
    const client = this.byClient.get(process);
    if (client === undefined || id < 0 || id >= PROBE_ID) return;
    const outcome = value as Outcome;
    if (outcome.kind !== 'answered' || outcome.err !== 0) return;
    client.success(atUs, this.lost, this.serves);
    this.all.success(atUs, this.lost, this.serves);
  }

  get done(): boolean {
    for (const client of this.byClient.values()) if (!client.back) return false;
    return true;
  }

  sample(): Sample | null {
    if (!this.lost) return null;
    const ms = ({ back, longestUs }: Gaps): number | null => (back ? longestUs / 1000 : null);
    const [first] = this.byClient.values();
    return { anyMs: ms(this.all), oneMs: first === undefined ? null : ms(first) };
  }
}

const titles: Readonly<Record<Loss, string>> = {
  crash: 'after a crash of the leader',
  isolation: 'after the leader was cut off',
};

export const outage: Question = {
  name: 'outage',
  title: 'How long can clients not write?',
  about: [
    `Two clients write all the time, each every ${EVERY_US / 1000} ms, at servers of their choice; the leader crashes, or is cut off from ` +
      'the other servers while its clients still reach it. An outage lasts from the last write that was answered before it ' +
      'to the first that is answered behind it.',
    'One client sees more of it than both together: it has to find a server that serves again, and waits before each try.',
  ],
  variants: () => losses,
  setUp: (order, run) => {
    const config = configOf(order);
    const atUs = momentUs(run, config);
    const untilUs = atUs + recoveryBoundUs(config);
    const action = run.variant === 'crash' ? 'crash' : 'isolate';
    const fromUs = atUs - BEFORE_US;
    const operations = together(
      ...CLIENTS.map((client, i) => writes(client, fromUs + (i * EVERY_US) / CLIENTS.length, untilUs, EVERY_US)),
    );
    const faults = [`at ${atUs}us: ${action} leader`];
    const story = `Clients at work ${titles[run.variant as Loss]}.`;
    return {
      of: measuredCase(order, run, { story, clients: CLIENTS.length, operations, faults, untilUs }),
      probe: new OutageProbe(CLIENTS),
      untilUs,
    };
  },
  figures: (order, samples) => losses.map((loss) => outageOf(loss, order, samples)),
};

function leastMs(loss: Loss, config: SharedConfig): number {
  // A follower that forwards writes also finds out by its connection, which is given up when nothing is acknowledged.
  const silenceUs =
    loss === 'isolation' ? Math.min(silenceUsLeast(config, EVERY_US / CLIENTS.length), fastNetwork.giveUpUs) : 0;
  return (silenceUs + voteUsLeast(config)) / 1000;
}

function outageOf(loss: Loss, order: MeasureOrder, samples: Samples): Figure {
  const least = leastMs(loss, configOf(order));
  const series = (name: string, field: string, percent: number): FigureSeries => ({
    name,
    points: order.voters.map((voters) => {
      const values = samples.of(loss, voters).map(({ sample }) => sample[field] ?? null);
      return quantilePoint(values, percent, least);
    }),
  });
  const silence =
    loss === 'isolation'
      ? 'syncLimit ticks of silence, less the time since the last write (or the time after which a connection that acknowledges ' +
        'nothing is given up, where that is less), and '
      : '';
  return {
    id: `outage-${loss}`,
    title: `Outage ${titles[loss]}`,
    unit: 'ms',
    rowsAre: 'voters',
    rows: order.voters.map(String),
    series: [
      series('both clients, median', 'anyMs', 50),
      series('both clients, p95', 'anyMs', 95),
      series('one client, median', 'oneMs', 50),
      series('one client, p95', 'oneMs', 95),
    ],
    interval: 'order-statistics',
    reference: { kind: 'least', text: `the least time: ${silence}finalizeWait` },
    notes: [],
  };
}
