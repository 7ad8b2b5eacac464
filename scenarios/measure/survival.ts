/**
 * Which ensembles survive how many failures: some servers crash at the same moment and stay down; does a write that is asked
 * for behind it succeed within the bound of recovery?
 *
 * Each server of a seed draws a number. The f servers with the largest numbers are those that fail when f do; with each server
 * up with probability p, those fail whose numbers are not below p. So one family of runs, f = 0 … n, answers both questions, and
 * the failures of a seed grow one by one.
 */
import type { Outcome } from '../../protocol/client/outcome.ts';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import type { Figure, FigurePoint } from '../../sim/record/measure-result.ts';
import { recoveryBoundUs } from '../settings.ts';
import { PROBE_ID } from '../workloads/workload.ts';
import { majority, majorityUp } from './closed-forms.ts';
import { sharePoint } from './points.ts';
import { configOf, drawsOf, measuredCase, momentUs, together, writes } from './question.ts';
import type { MeasureOrder, Probe, Question, Sample, Samples } from './question.ts';

const CLIENTS: readonly ProcessName[] = ['c1', 'c2'];
const EVERY_US = 50_000;
const PPM = 1_000_000;

/** Begins to count with the moment at which servers fail. */
export class SurvivalProbe implements Probe {
  done = false;
  private readonly momentUs: number;
  private readonly asked = new Set<string>();
  private afterMs: number | null = null;

  constructor(momentUs: number) {
    this.momentUs = momentUs;
  }

  onRequest(process: ProcessName, id: number, _request: Plain, { atUs }: Moment): void {
    if (atUs > this.momentUs && id < PROBE_ID) this.asked.add(`${process} ${id}`);
  }

  onReply(process: ProcessName, id: number, value: Plain, { atUs }: Moment): void {
    const outcome = value as Outcome;
    if (this.done || id < 0 || outcome.kind !== 'answered' || outcome.err !== 0) return;
    if (!this.asked.has(`${process} ${id}`)) return;
    this.done = true;
    this.afterMs = (atUs - this.momentUs) / 1000;
  }

  /** `servesMs`: null when it did not serve again. */
  sample(): Sample {
    return { servesMs: this.afterMs };
  }
}

/** A number below a million for each server of an ensemble, in the order of servers. */
export function drawUptimes(seed: string, voters: number): number[] {
  const draws = drawsOf(seed);
  return Array.from({ length: voters }, (_, i) => draws.between(`measure/up/${voters}/${i + 1}`, 0, PPM - 1));
}

/** Of the servers `1` … `n` those that fail when `failures` of them do. */
export function failing(seed: string, voters: number, failures: number): ProcessName[] {
  return drawUptimes(seed, voters)
    .map((number, i) => ({ number, sid: i + 1 }))
    .sort((a, b) => b.number - a.number || a.sid - b.sid)
    .slice(0, failures)
    .map(({ sid }) => sid)
    .sort((a, b) => a - b)
    .map(String);
}

/** How many fail in a seed when each is up with probability `p`. */
export function failuresAt(seed: string, voters: number, p: number): number {
  return drawUptimes(seed, voters).filter((number) => number >= p * PPM).length;
}

export const survival: Question = {
  name: 'survival',
  title: 'Which failures does an ensemble survive?',
  about: [
    'At one moment some servers crash and stay down. The ensemble survives when a write that is asked for behind it is ' +
      'answered within the bound of recovery: maxNotificationInterval and three times initLimit ticks.',
    'Theory counts servers: a majority must be up. What is measured is whether those that are left find each other, elect, ' +
      'synchronise, and are found by clients in time.',
  ],
  variants: (voters) => Array.from({ length: voters + 1 }, (_, failures) => String(failures)),
  setUp: (order, run) => {
    const config = configOf(order);
    const atUs = momentUs(run, config);
    const untilUs = atUs + recoveryBoundUs(config);
    const operations = together(
      ...CLIENTS.map((client, i) => writes(client, atUs + 1 + (i * EVERY_US) / CLIENTS.length, untilUs, EVERY_US)),
    );
    const servers = failing(run.seed, run.voters, Number(run.variant));
    const faults = servers.length === 0 ? [] : [`at ${atUs}us: crash ${servers.join(',')}`];
    const story = `${servers.length} of ${run.voters} servers crash at once.`;
    return {
      of: measuredCase(order, run, { story, clients: CLIENTS.length, operations, faults, untilUs }),
      probe: new SurvivalProbe(atUs),
      untilUs,
    };
  },
  figures: (order, samples) => [survivesFigure(order, samples), upFigure(order, samples)],
};

function survivesFigure(order: MeasureOrder, samples: Samples): Figure {
  const most = Math.max(...order.voters);
  const failures = Array.from({ length: most + 1 }, (_, f) => f);
  const point = (voters: number, f: number): FigurePoint | null => {
    if (f > voters) return null;
    const served = samples.of(String(f), voters).map(({ sample }) => sample['servesMs'] !== null);
    return sharePoint(served, voters - f >= majority(voters) ? 1 : 0);
  };
  return {
    id: 'survival-failures',
    title: 'Probability that an ensemble serves again after f failures',
    unit: 'probability',
    rowsAre: 'failures',
    rows: failures.map(String),
    series: order.voters.map((voters) => ({
      name: `${voters} voters`,
      points: failures.map((f) => point(voters, f)),
    })),
    interval: 'clopper-pearson',
    reference: { kind: 'exact', text: 'one while a majority is left, else none' },
    notes: evenSizes(order.voters),
  };
}

/** Sentences about the even sizes whose odd neighbour was measured too. */
function evenSizes(sizes: readonly number[]): string[] {
  return sizes
    .filter((voters) => voters % 2 === 0 && sizes.includes(voters - 1))
    .map((voters) => {
      const most = voters - majority(voters);
      return `${voters} voters survive ${most === 1 ? 'one failure' : `${most} failures`} at most, as ${voters - 1} do: a majority of ${voters} is one more.`;
    });
}

const UP = [0.5, 0.7, 0.8, 0.9, 0.95, 0.99];

function upFigure(order: MeasureOrder, samples: Samples): Figure {
  const point = (voters: number, p: number): FigurePoint => {
    const byFailures = Array.from(
      { length: voters + 1 },
      (_, f) => new Map(samples.of(String(f), voters).map(({ seed, sample }) => [seed, sample['servesMs'] !== null])),
    );
    // A seed counts when the one run it needs was made, whatever became of its other runs.
    const seeds = new Set(byFailures.flatMap((served) => [...served.keys()]));
    const served = [...seeds].flatMap((seed) => byFailures[failuresAt(seed, voters, p)]?.get(seed) ?? []);
    return sharePoint(served, majorityUp(voters, p));
  };
  const notes = order.voters
    .filter((voters) => voters % 2 === 0 && order.voters.includes(voters - 1))
    .map(
      (voters) =>
        `${voters} voters are up less often than ${voters - 1}, at every p: there is one more that may fail, and no more may.`,
    );
  return {
    id: 'survival-up',
    title: 'Probability that an ensemble serves when each server is up with probability p',
    unit: 'probability',
    rowsAre: 'p',
    rows: UP.map(String),
    series: order.voters.map((voters) => ({ name: `${voters} voters`, points: UP.map((p) => point(voters, p)) })),
    interval: 'clopper-pearson',
    reference: { kind: 'exact', text: 'the binomial probability that a majority is up' },
    notes,
  };
}
