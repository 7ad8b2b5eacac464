/** Runs a case again and collects all that a report of it shows; a function of the case, and of the story when it is known. */
import type { Fact } from '../../protocol/facts.ts';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { Txn } from '../../protocol/txn.ts';
import type { Observer } from '../../sim/kernel/observer.ts';
import { caseName, type Case } from '../../sim/record/case.ts';
import type { CollectedReport, ReportData, ReportProcess } from '../../sim/record/report-data.ts';
import type { RunResult } from '../../sim/record/run-result.ts';
import type { Story } from '../../sim/record/story.ts';
import { explicitCase } from '../explicit.ts';
import { opWords } from '../op-words.ts';
import { Rerun } from '../rerun.ts';
import { run } from '../run.ts';
import type { RunHost } from '../simulation.ts';
import { version } from '../version.ts';
import { EventRecorder } from './event-recorder.ts';
import { keyframesOf } from './keyframes.ts';
import { limitsOf } from './limits.ts';
import { OperationRecorder } from './operation-recorder.ts';
import { partingOf } from './parting.ts';
import { sightsOf } from './story-sights.ts';
import { TextBook } from './text-book.ts';
import { trim } from './trim.ts';
import { whyNoOrder } from './why-no-order.ts';

export interface CollectOptions {
  /** Null when nothing failed, or nobody looked why. */
  readonly story: Story | null;
  readonly replay: string;
}

export function collectReport(
  of: Case,
  { story, replay }: CollectOptions,
  host: Pick<RunHost, 'registry'> = {},
): CollectedReport {
  const rerun = new Rerun(of, host);
  const { voters, observers, clients } = rerun.members;
  const processes: ReportProcess[] = [
    ...clients.map((name): ReportProcess => ({ name, kind: 'client' })),
    ...voters.map((name): ReportProcess => ({ name, kind: 'voter' })),
    ...observers.map((name): ReportProcess => ({ name, kind: 'observer' })),
  ];
  const book = new TextBook();
  const events = new EventRecorder(processes, book);
  const operations = new OperationRecorder(clients, events);
  const applied = new Applied();
  const result: RunResult = run(of, { ...host, observers: [events, operations, applied] });
  const failing = result.failure?.event ?? -1;
  const { columns, cut } = trim(events.columns(result.events), failing);
  const reported = operations.toReport();
  const sights = story === null ? [] : sightsOf(story.sentences, columns, processes, events.faults);
  const moments = [failing, story?.firstWrong?.event ?? -1, ...sights.map(({ event }) => event)];
  const explicit = explicitCase(of, host);
  const moment = story?.failure ?? momentOf(result);
  const data: ReportData = {
    schema: 1,
    version,
    name: caseName(of),
    of,
    result: { ...result, wallMs: 0 },
    story,
    steps: sights,
    replay,
    trace: {
      processes,
      texts: book.texts,
      spans: events.spans,
      operations: reported,
      faults: events.faults,
      unarrived: events.unarrived(),
      events: result.events,
      cut,
    },
    keyframes: keyframesOf(rerun, result.events, moments),
    order: whyNoOrder({ failure: moment, heard: operations.operations, reported, applied: applied.txns }),
    parting: partingOf(of, host),
    config: configOf(explicit),
    plan: {
      operations: (explicit.plan?.operations ?? []).map(
        ({ client, atUs, op }) => `${(atUs / 1e6).toFixed(3)} s  ${client}  ${opWords(op)}`,
      ),
      faults: (explicit.plan?.faults ?? []).map(({ id, line }) => `${id}  ${line}`),
    },
    limits: limitsOf({ result, story, cut }),
  };
  return { data, columns };
}

function momentOf({ failure }: RunResult): Story['failure'] {
  if (failure === null) return null;
  const { check, message, atMs, event } = failure;
  return { check, message, atUs: atMs * 1000, event };
}

/** What took effect, each transaction once. */
class Applied implements Observer {
  readonly factTypes = ['applied'];
  readonly txns: Txn[] = [];
  private readonly seen = new Set<number>();

  onFact(_process: ProcessName, plain: Plain): void {
    const fact = plain as Fact;
    if (fact.type !== 'applied' || this.seen.has(fact.txn.zxid)) return;
    this.seen.add(fact.txn.zxid);
    this.txns.push(fact.txn);
  }
}

/** All that the case decides and a reader may ask for, as text. */
function configOf({ options }: Case): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(options)) {
    if (name === 'config') for (const [field, of] of Object.entries(options.config ?? {})) shown[field] = String(of);
    else if (value !== undefined) shown[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return shown;
}
