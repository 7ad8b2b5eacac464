/** Makes one run of a measurement, and reads it off. The run ends as soon as its probe has seen enough. */
import { worst } from '../../sim/check/verdict.ts';
import type { MeasureFinding } from '../../sim/record/measure-result.ts';
import { settleDisagreement } from '../result.ts';
import { prepareCase, Simulation } from '../simulation.ts';
import type { MeasureOrder, MeasureRun, Sample, SetUp } from './question.ts';
import { questionOf } from './questions.ts';

/** Virtual time between two looks at the probe. */
const SLICE_US = 20_000;

export interface MeasuredRun {
  readonly sample: Sample | null;
  readonly finding: MeasureFinding | null;
}

export function measureRun(order: MeasureOrder, run: MeasureRun): MeasuredRun {
  return readOff(run, questionOf(run.question).setUp(order, run));
}

export function readOff(run: MeasureRun, { of, probe, untilUs }: SetUp): MeasuredRun {
  const simulation = new Simulation(of, prepareCase(of), [probe]);
  const { world } = simulation;
  let end = world.run(0);
  for (let toUs = SLICE_US; end === 'time' && !probe.done && world.nowUs < untilUs; toUs += SLICE_US) {
    end = world.run(Math.min(toUs, untilUs));
  }
  // The run is not over, so liveness has not been asked: what is undecided here would be decided later.
  const rows = settleDisagreement(simulation.results(end));
  const verdict = worst(rows.map((row) => row.verdict));
  if (verdict === 'ok' || verdict === 'undecided') return { sample: probe.sample(), finding: null };
  const row = rows.find((each) => each.verdict === verdict);
  const { question, variant, voters, seed } = run;
  const told = { check: row?.name ?? '', message: row?.finding?.message ?? row?.detail ?? '' };
  return { sample: null, finding: { question, variant, voters, seed, verdict, ...told, case: of } };
}
