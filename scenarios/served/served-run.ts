/**
 * The run of a served ensemble as a case: its inputs were written down, so it can be had again without the clients,
 * and with the same checks.
 */
import type { CheckResult } from '../../sim/check/verdict.ts';
import type { Case } from '../../sim/record/case.ts';
import { NOT_KEPT } from '../../sim/record/replay-line.ts';
import type { RecordedInputs } from '../../sim/record/recorded-inputs.ts';
import type { RunResult } from '../../sim/record/run-result.ts';
import { innerChecks } from '../inner-checks.ts';
import { internalRow, resultOf, settleDisagreement, type Traces } from '../result.ts';
import { sampleConfig, type SharedConfig } from '../settings.ts';
import type { Prepared, RunHost } from '../simulation.ts';
import { showWeather } from '../weather.ts';
import { InputReader } from './recorded.ts';
import { ServedEnsemble, type ServedHost, type ServedOptions } from './served-ensemble.ts';
import type { ServedInput } from './served-input.ts';

export interface ServedRun {
  readonly result: RunResult;
  readonly checks: readonly CheckResult[];
}

/** Fails with a RangeError when the case asks for what cannot be. */
export function checkServedCase(of: Case, inputs: RecordedInputs, prepared: Prepared): void {
  const ensemble = new ServedEnsemble(optionsOf(of, inputs, prepared));
  for (const input of readInputs(ensemble, inputs)) if (input.kind === 'fault') ensemble.readFault(input.line);
}

export function runServedCase(of: Case, inputs: RecordedInputs, prepared: Prepared, host: RunHost): ServedRun {
  const fromMs = host.nowMs?.() ?? 0;
  const given: ServedHost = {
    observers: host.observers ?? [],
    transcoder: host.transcoder ?? null,
    ...(of.bug === null ? {} : { parts: prepared.parts }),
  };
  const ensemble = new ServedEnsemble(optionsOf(of, inputs, prepared), given);
  const played = readInputs(ensemble, inputs);
  let failed: CheckResult | null = null;
  try {
    playInputs(ensemble, played, inputs.endUs);
  } catch (error) {
    failed = internalRow(error, ensemble.world);
  }
  const wallMs = host.nowMs === undefined ? 0 : host.nowMs() - fromMs;
  return servedRun(of, ensemble, { wallMs, failed });
}

/** Result and rows of a served ensemble as it stands. `over`: nothing more comes, so all that was seen is judged. */
export function servedRun(
  of: Case,
  ensemble: ServedEnsemble,
  {
    wallMs = 0,
    failed = null,
    over = true,
  }: { readonly wallMs?: number; readonly failed?: CheckResult | null; readonly over?: boolean } = {},
): ServedRun {
  const rows = over ? ensemble.results() : ensemble.resultsSoFar();
  const all = failed === null ? settleDisagreement(rows) : [failed];
  const { assertions } = ensemble.config;
  const checks = assertions ? all : all.filter((row) => !innerChecks.includes(row.name));
  const { voters, observers } = ensemble.ground;
  const { world, tally, marks, roleHistory } = ensemble;
  const drawn = drawnOf(ensemble);
  const traces: Traces = { world, tally, marks, roleHistory, drawn, asked: tally.asked, unanswered: 0 };
  const result = resultOf(of, { voters, observers }, traces, checks, wallMs);
  const { failure } = result;
  if (failure === null || of.inputs !== null) return { result, checks };
  return { result: { ...result, failure: { ...failure, replay: NOT_KEPT } }, checks };
}

function optionsOf(of: Case, { wallMs }: RecordedInputs, { scenario }: Prepared): ServedOptions {
  const { voters, observers, config = {} } = of.options;
  return {
    ...(voters === undefined ? {} : { voters }),
    ...(observers === undefined ? {} : { observers }),
    scenario,
    seed: of.seed,
    config: config as Partial<SharedConfig>,
    wallMs,
  };
}

function readInputs({ servers }: ServedEnsemble, { list }: RecordedInputs): ServedInput[] {
  const reader = new InputReader(servers);
  return list.map((input, index) => reader.read(input, index));
}

/** An ensemble that takes longer to settle than it once did is given what came meanwhile when it has settled. */
function playInputs(ensemble: ServedEnsemble, inputs: readonly ServedInput[], endUs: number): void {
  ensemble.settle();
  for (const input of inputs) {
    if (ensemble.failure !== null) return;
    ensemble.take(input.atUs < ensemble.nowUs ? { ...input, atUs: ensemble.nowUs } : input);
  }
  if (endUs > ensemble.nowUs) ensemble.runTo(endUs);
}

function drawnOf({ ground, config }: ServedEnsemble): Record<string, string | number | boolean> {
  const changed: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(config)) {
    if (value !== sampleConfig[name as keyof typeof config]) changed[name] = value;
  }
  return {
    clients: 'served',
    faults: ground.faultsName,
    ...showWeather(ground.weather),
    tickTimeMs: config.tickTimeMs,
    ...changed,
  };
}
