/** The part of a report that tells why no order of the operations explains the answers, where that is the failure. */
import { showZxid, type SessionId } from '../../protocol/ids.ts';
import { isWrite } from '../../protocol/op.ts';
import type { Txn } from '../../protocol/txn.ts';
import { ErrorCode } from '../../protocol/error-code.ts';
import type { OrderArgument, OrderOperation, ReportOperation } from '../../sim/record/report-data.ts';
import type { StoryMoment } from '../../sim/record/story.ts';
import type { HeardOperation } from './operation-recorder.ts';
import { tellsOfTheTree, type HistoryOperation } from './order-rules.ts';
import { leastWithoutOrder, searchOrder, type OrderSearch } from './order-search.ts';

/** Rows that are about the order in which operations take effect. */
const ABOUT_ORDER: readonly string[] = [
  'updates-linearizable',
  'reads-consistent',
  'session-order',
  'unknown-outcomes',
  'sync',
  'durability',
  'linearizable-search',
  'sessions',
];

/** Operations tried at most. */
const OPERATIONS_MOST = 14;

export interface OrderSources {
  readonly failure: StoryMoment | null;
  readonly heard: readonly HeardOperation[];
  readonly reported: readonly ReportOperation[];
  /** What took effect, each once, in the order in which it was first applied. */
  readonly applied: readonly Txn[];
}

export function whyNoOrder(sources: OrderSources): OrderArgument {
  const { failure } = sources;
  if (failure === null) return { kind: 'none', why: 'Nothing failed: an order was found for all that was answered.' };
  if (!ABOUT_ORDER.includes(failure.check)) {
    return {
      kind: 'none',
      why: `The failure (${failure.check}) is about what servers do, not about the order of the clients' operations.`,
    };
  }
  const relevant = relevantTo(failure, sources, false);
  const history = [...relevant.keys()];
  if (history.length > OPERATIONS_MOST) {
    const why = `${history.length} operations speak of the same znodes: too many to try their orders. A shrunk case has fewer.`;
    return { kind: 'none', why };
  }
  // What nobody was told is taken from the committed history only where zxids are looked at.
  const committed = relevantTo(failure, sources, true);
  for (const [zxids, operations] of [
    [false, relevant],
    [true, committed],
  ] as const) {
    const search = searchOrder([...operations.keys()], zxids);
    if (search.found === 'unknown') return { kind: 'none', why: 'Trying the orders took too long and was given up.' };
    if (search.found === 'none') return argument([...operations.keys()], zxids, operations);
  }
  return {
    kind: 'none',
    why: `An order explains the answers of these ${history.length} operations by themselves; what is broken is told by the check: ${failure.message}`,
  };
}

function argument(
  all: readonly HistoryOperation[],
  zxids: boolean,
  relevant: ReadonlyMap<HistoryOperation, ReportOperation | null>,
): OrderArgument {
  const history = leastWithoutOrder(all, zxids);
  const search = searchOrder(history, zxids);
  const operations = history.map((each, i): OrderOperation => {
    const label = `${isWrite(each.op) ? 'W' : 'R'}${i + 1}`;
    return { ...(relevant.get(each) ?? closingOf(each)), label, client: each.client };
  });
  const labels = operations.map(({ label }) => label);
  return {
    kind: 'argument',
    contract: zxids
      ? 'ZooKeeper promises that updates take effect in the order of their zxids, and that a read is answered from the tree at the zxid of its answer.'
      : 'ZooKeeper promises that updates take effect one after the other, in an order that respects real time, and that each client sees its own operations in their order.',
    operations,
    before: search.musts.map(({ first, later, why }) => ({ first, later, why })),
    steps: stepsOf(search, history, labels),
    orders: search.orders,
    tried: search.tried,
    leftOut: all.length - history.length,
  };
}

function stepsOf(search: OrderSearch, history: readonly HistoryOperation[], labels: readonly string[]): string[] {
  const label = (i: number): string => labels[i] ?? '?';
  const musts = search.musts.map(({ first, later, why }) => `${label(first)} before ${label(later)}: ${why}.`);
  const open = history.flatMap(({ answer }, i) =>
    answer === null ? [`${label(i)} had no answer: it may have happened, or not.`] : [],
  );
  const fails = search.orders.map(({ fits, fails: bad, why }) => {
    const order = fits.length === 0 ? 'first of all' : `behind ${fits.map(label).join(', ')}`;
    return `${label(bad)} does not fit ${order}: ${why}.`;
  });
  const more = search.tried - search.orders.length;
  return [...musts, ...open, ...fails, ...(more > 0 ? [`And ${more} more that fail.`] : [])];
}

/** By path, those the finding speaks of; all of them when it names none. */
function relevantTo(
  failure: StoryMoment,
  sources: OrderSources,
  committed: boolean,
): Map<HistoryOperation, ReportOperation | null> {
  const named = [...failure.message.matchAll(/(?:^|[\s"(])(\/[^\s,;:)"]*)/g)].map((match) => topOf(match[1] ?? ''));
  const touches = (paths: readonly string[]): boolean =>
    named.length === 0 || paths.some((path) => named.includes(topOf(path)));
  const all = new Map<HistoryOperation, ReportOperation | null>();
  const closed = new Set<SessionId>();
  for (const [i, heard] of sources.heard.entries()) {
    if (heard.callEvent > failure.event) continue;
    const operation = historyOf(heard, committed ? sources.applied : []);
    if (operation === null || !tellsOfTheTree(operation)) continue;
    if (heard.op.type === 'closeSession') closed.add(operation.session);
    else if (!touches(pathsOf(heard.op))) continue;
    all.set(operation, sources.reported[i] ?? null);
  }
  for (const txn of sources.applied) {
    if (closed.has(txn.session) || txn.body.type !== 'closeSession' || !touches(txn.body.paths)) continue;
    if (txn.body.paths.length > 0) all.set(ownClosing(txn), null);
  }
  return all;
}

function topOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function pathsOf(op: HeardOperation['op']): string[] {
  if ('parts' in op) return op.parts.map(({ path }) => path);
  return 'path' in op && op.path !== null ? [op.path] : [];
}

/** Null: it never left the client. `applied`: where what nobody was told may be looked up. */
function historyOf(
  { client, op, callEvent, returnEvent, outcome }: HeardOperation,
  applied: readonly Txn[],
): HistoryOperation | null {
  if (outcome?.kind === 'unsent') return null;
  const session = outcome?.session ?? ('0x0' as SessionId);
  const base = { client, op, session, call: callEvent, told: outcome?.kind === 'answered', own: false };
  if (outcome?.kind === 'answered') {
    const { err, result, zxid } = outcome;
    return { ...base, ret: returnEvent, answer: { err, result, zxid } };
  }
  const txn =
    outcome === null ? undefined : applied.find((each) => each.session === session && each.cxid === outcome.xid);
  if (txn === undefined) return { ...base, ret: Infinity, answer: null };
  const err = txn.body.type === 'error' ? txn.body.err : ErrorCode.OK;
  return { ...base, ret: Infinity, answer: { err, result: null, zxid: txn.zxid } };
}

function ownClosing({ session, zxid }: Txn): HistoryOperation {
  const answer = { err: ErrorCode.OK, result: null, zxid };
  return {
    client: 'the ensemble',
    op: { type: 'closeSession' },
    session,
    call: -1,
    ret: Infinity,
    answer,
    told: false,
    own: true,
  };
}

function closingOf({ session, answer }: HistoryOperation): ReportOperation {
  return {
    process: -1,
    id: 0,
    text: `ends session ${session}`,
    callEvent: -1,
    callUs: 0,
    returnEvent: -1,
    returnUs: 0,
    outcome: 'ok',
    answer: answer === null ? '' : `at ${showZxid(answer.zxid)}`,
    probe: false,
  };
}
