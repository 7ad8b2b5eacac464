/** A run that passes every check, and ways to spoil it. */
import type { Outcome } from '../../protocol/client/outcome.ts';
import type { Fact } from '../../protocol/facts.ts';
import { epoch, serverId, type SessionId, type Zxid } from '../../protocol/ids.ts';
import type { OpResult, UserOp } from '../../protocol/op.ts';
import { makeTxn } from '../../protocol/txn.ts';
import { children, create, exists, get, remove, RunMaker, set, type Step } from './run-maker.testkit.ts';

/** A run in which every kind of thing happens once. */
export function passingRun(): Step[] {
  const run = new RunMaker();
  run.connect('c1', '0x1');
  run.connect('c2', '0x2');
  run.ask('c1', create('/k'));
  run.ask('c2', get('/k', true));
  run.ask('c1', set('/k', 'one'));
  run.ask('c2', get('/k'));
  run.ask('c1', create('/q'));
  run.ask('c1', create('/q/e', 1));
  run.ask('c2', create('/q/s-', 2));
  run.ask('c2', children('/q', true));
  run.ask('c1', { type: 'multi', parts: [set('/k', 'two') as never, create('/q/m')] });
  run.ask('c1', { type: 'multi', parts: [set('/k', 'no') as never, remove('/none') as never, create('/q/n')] });
  run.ask('c2', remove('/none'));
  run.ask('c2', set('/k', 'x', 77));
  run.ask('c1', { type: 'sync', path: '/' });
  run.ask('c2', exists('/new', true));
  run.ask('c1', create('/new'));
  run.ask('c2', set('/k', 'three'), true);
  run.reconnect('c2');
  run.ask('c2', get('/k'));
  run.elect();
  run.ask('c1', set('/k', 'four'));
  run.ask('c2', children('/q', true));
  run.expire('c1');
  run.ask('c2', children('/q'));
  run.ask('c2', { type: 'closeSession' });
  return run.steps;
}

export type Reply = Extract<Step, { kind: 'reply' }>;
export type Answered = Extract<Outcome, { kind: 'answered' }>;

/** The run with one answered reply changed: the n-th (from 0) to an operation of that type that the filter lets pass. */
export function withReply(type: UserOp['type'], change: (outcome: Answered) => Answered, nth = 0): Step[] {
  const steps = passingRun();
  const asked = new Map<string, UserOp>();
  let seen = 0;
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'request') asked.set(`${step.client} ${step.id}`, step.op);
    if (
      step.kind !== 'reply' ||
      step.value.kind !== 'answered' ||
      asked.get(`${step.client} ${step.id}`)?.type !== type
    )
      continue;
    if (seen++ !== nth) continue;
    steps[index] = { ...step, value: change(step.value) };
    return steps;
  }
  throw new Error(`no reply to ${type}`);
}

export function withFact<T extends Fact['type']>(
  type: T,
  change: (fact: Extract<Fact, { type: T }>) => Fact | null,
  nth = 0,
): Step[] {
  let seen = 0;
  return passingRun().flatMap((step) => {
    if (step.kind !== 'fact' || step.fact.type !== type || seen++ !== nth) return [step];
    const fact = change(step.fact as Extract<Fact, { type: T }>);
    return fact === null ? [] : [{ ...step, fact }];
  });
}

/** The run without the steps that match. */
export function without(matches: (step: Step) => boolean): Step[] {
  const steps = passingRun();
  const kept = steps.filter((step) => !matches(step));
  if (kept.length === steps.length) throw new Error('nothing was taken out');
  return kept;
}

/** Results of that type; some share one shape, of which this is theirs alone. */
type ResultOf<T extends OpResult['type']> = OpResult extends infer Result
  ? Result extends OpResult
    ? T extends Result['type']
      ? Result
      : never
    : never
  : never;

export function withResult<T extends OpResult['type']>(
  outcome: Answered,
  type: T,
  change: (result: ResultOf<T>) => OpResult,
): Answered {
  if (outcome.result?.type !== type) throw new Error(`the result is not of ${type}`);
  return { ...outcome, result: change(outcome.result as ResultOf<T>) };
}

export const raised = (zxid: Zxid, by: number): Zxid => (zxid + by) as Zxid;

/** Swaps the values of two replies that follow each other in one session. */
export function swapReplies(): Step[] {
  const steps = passingRun();
  const replies = steps.flatMap((step, index) => (step.kind === 'reply' && step.client === 'c2' ? [index] : []));
  const [first = 0, second = 0] = replies;
  const a = steps[first] as Reply;
  const b = steps[second] as Reply;
  steps[first] = { ...b, id: a.id };
  steps[second] = { ...a, id: b.id };
  return steps;
}

export function insertAfter(matches: (step: Step) => boolean, ...added: Step[]): Step[] {
  const steps = passingRun();
  const index = steps.findIndex(matches);
  if (index < 0) throw new Error('nowhere to insert');
  steps.splice(index + 1, 0, ...added);
  return steps;
}

export const isFact = (step: Step, type: Fact['type']): boolean => step.kind === 'fact' && step.fact.type === type;
export const foreign = (zxid: number, cxid: number): Step[] => {
  const txn = makeTxn(
    { zxid: zxid as Zxid, session: '0x2' as SessionId, cxid, timeMs: 5 },
    { type: 'delete', path: '/k' },
  );
  return [{ kind: 'fact', server: serverId(1), fact: { type: 'proposed', txn } }];
};

export function mapTxns(change: (txn: ReturnType<typeof makeTxn>) => ReturnType<typeof makeTxn>): Step[] {
  return passingRun().map((step) => {
    if (step.kind !== 'fact' || !('txn' in step.fact)) return step;
    return { ...step, fact: { ...step.fact, txn: change(step.fact.txn) } };
  });
}

export function recovered(zxid: number): Step {
  const epochs = { acceptedEpoch: epoch(2), currentEpoch: epoch(2) };
  const found = { zxid: zxid as Zxid, snapshot: 0 as Zxid, treeDigest: 7, tornRecords: 0 };
  return { kind: 'fact', server: serverId(3), fact: { type: 'recovered', ...found, ...epochs } };
}

/** A recovery of server 3 with all of its log but an old acceptedEpoch. */
export function recoveredAt(acceptedEpoch: number): Step[] {
  const last = passingRun().findLast((step) => step.kind === 'fact' && step.fact.type === 'applied');
  if (last?.kind !== 'fact' || last.fact.type !== 'applied') return [];
  const { txn, treeDigest } = last.fact;
  const epochs = { acceptedEpoch: epoch(acceptedEpoch), currentEpoch: epoch(1) };
  const found = { zxid: txn.zxid, snapshot: 0 as Zxid, treeDigest, tornRecords: 0 };
  return [{ kind: 'fact', server: serverId(3), fact: { type: 'recovered', ...found, ...epochs } }];
}
