/** The rows of the contract and what was found in each: the first finding in full, the rest as a count. */
import { findingOf } from '../../sim/check/first-finding.ts';
import type { CheckResult, Finding } from '../../sim/check/verdict.ts';
import type { Moment } from '../../sim/kernel/observer.ts';

/** Stable names, in the order in which results are told. README.md says what each promises and what it would miss. */
export const ROWS = [
  'updates-linearizable',
  'reads-consistent',
  'session-order',
  'unknown-outcomes',
  'sync',
  'watches',
  'sessions',
  'durability',
  'durable-before-told',
  'zab-one-leader-per-epoch',
  'zab-prefix',
  'zab-primary-order',
  'zab-integrity',
  'recovery',
  'tree-digests',
  'linearizable-search',
] as const;

export type Row = (typeof ROWS)[number];

/** What breaks there is some server's doing; elsewhere it is what clients were shown. */
const OF_SERVERS: readonly Row[] = [
  'durable-before-told',
  'zab-one-leader-per-epoch',
  'zab-prefix',
  'zab-primary-order',
  'zab-integrity',
  'recovery',
  'tree-digests',
];

/** What is asked of the tree that the updates are replayed on. */
const OF_THE_MODEL: readonly Row[] = ['reads-consistent', 'watches', 'sessions'];

interface RowState {
  readonly name: Row;
  finding: Finding | null;
  findings: number;
  checked: number;
  undecided: string | null;
  note: string;
}

type FoundAt = Pick<Moment, 'atUs' | 'event' | 'process'>;

export class Findings {
  private readonly rows = new Map<Row, RowState>();

  constructor() {
    for (const name of ROWS) {
      this.rows.set(name, { name, finding: null, findings: 0, checked: 0, undecided: null, note: '' });
    }
  }

  /**
   * A promise was broken. `signature` groups causes and holds no numbers; the row's name is put before it. Behind an update
   * that was not what its place makes of it the model is another tree than the servers': what is found on it then is not
   * told as if it had come first, though an answer may be later on its way than what it led to.
   */
  report(row: Row, signature: string, message: string, found: FoundAt): void {
    const state = this.row(row);
    const { finding: astray } = this.row('updates-linearizable');
    const isLed = astray !== null && found.event < astray.event && OF_THE_MODEL.includes(row);
    const moment = isLed ? { ...found, atUs: astray.atUs, event: astray.event } : found;
    state.findings++;
    if (state.finding !== null) return;
    const { atUs, event } = moment;
    state.finding = findingOf(`${row}: ${signature}`, message, OF_SERVERS.includes(row) ? moment : { atUs, event });
  }

  /** One more thing was looked at under this row. */
  count(row: Row): void {
    this.row(row).checked++;
  }

  /** The row cannot be decided, and why; a finding still wins over it. */
  undecided(row: Row, why: string): void {
    this.row(row).undecided ??= why;
  }

  /** Something worth telling beside a passing row. */
  note(row: Row, note: string): void {
    this.row(row).note = note;
  }

  /** The finding of that row, if there is one. */
  of(row: Row): Finding | null {
    return this.row(row).finding;
  }

  results(): CheckResult[] {
    return [...this.rows.values()].map(toResult);
  }

  private row(name: Row): RowState {
    return this.rows.get(name) as RowState;
  }
}

function toResult(state: RowState): CheckResult {
  if (state.finding !== null) {
    const more = state.findings > 1 ? ` (and ${state.findings - 1} more)` : '';
    return { name: state.name, verdict: 'violation', detail: state.finding.message + more, finding: state.finding };
  }
  if (state.undecided !== null) {
    return { name: state.name, verdict: 'undecided', detail: state.undecided, finding: null };
  }
  const counted = state.checked === 0 ? '' : `${state.checked} checked`;
  const detail = [counted, state.note].filter((part) => part !== '').join('; ');
  return { name: state.name, verdict: 'ok', detail, finding: null };
}
