/**
 * ZooKeeper's contract on a run: one observer that hears facts, requests and replies, hands each to the checks it
 * concerns, and tells at the end what every row found.
 */
import { compatOf, type CompatRelease } from '../../protocol/compat.ts';
import { EVENT_ID, SESSION_ID, type EventNews, type Outcome, type SessionNews } from '../../protocol/client/outcome.ts';
import type { ServerId, Zxid } from '../../protocol/ids.ts';
import type { UserOp } from '../../protocol/op.ts';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { SnapshotNode } from '../../protocol/store/snapshot-node.ts';
import type { Txn } from '../../protocol/txn.ts';
import type { CheckResult } from '../../sim/check/verdict.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from '../../sim/kernel/observer.ts';
import { Certificate, type CertificateOptions } from './certificate.ts';
import { ClientHistory } from './client-history.ts';
import { Findings } from './findings.ts';
import type { LedgerEntry } from './ledger.ts';
import { ReaperCheck, type Found } from './reaper-check.ts';
import { UpdateSearch } from './search.ts';
import { ServerChecks, type HistoryJudge } from './server-checks.ts';
import { SessionCheck } from './session-check.ts';
import type { UpdateReplay } from './update-replay.ts';
import type { ZabProperties } from './zab-properties.ts';

export interface ContractOptions {
  readonly voters: readonly ServerId[];
  readonly observers: readonly ServerId[];
  /** Steps the black-box search may take in one run; 0: it does not run and its row says so. */
  readonly searchBudget: number;
  readonly syncMode: 'zookeeper' | 'quorum';
  /** What changes the answers of a server; what it is without them where absent. */
  readonly compat?: CompatRelease;
  readonly extendedTypesEnabled?: boolean;
  readonly enforceQuota?: boolean;
  readonly superDigest?: string;
  readonly x509?: boolean;
  readonly containerMaxNeverUsedIntervalMs?: number;
}

/** A server at the end of a run, as the world shows it. */
export interface EndServer {
  readonly sid: ServerId;
  readonly up: boolean;
  /** Nothing disturbs it any more and it had time to catch up. */
  readonly healed: boolean;
  /** Its whole tree, where it is at hand: compared with the replay field by field. */
  readonly nodes?: readonly SnapshotNode[];
}

export interface EndView {
  readonly atUs: number;
  readonly event: number;
  readonly servers: readonly EndServer[];
}

export function createContract(options: ContractOptions): ContractChecks {
  return new ContractChecks(options);
}

export class ContractChecks implements Observer, HistoryJudge {
  readonly later = true;
  readonly findings = new Findings();
  private readonly history = new ClientHistory();
  private readonly certificate: Certificate;
  private readonly search: UpdateSearch;
  private readonly ofServers: ServerChecks;

  constructor(options: ContractOptions) {
    const { findings, history } = this;
    const reaper = new ReaperCheck(findings, options.containerMaxNeverUsedIntervalMs ?? 0);
    const sessions = new SessionCheck(findings);
    this.certificate = new Certificate(findings, history, sessions, reaper, certificateOptions(options));
    this.search = new UpdateSearch(options.searchBudget);
    this.ofServers = new ServerChecks(options, findings, sessions, reaper, this);
    this.certificate.ledger = this.ofServers.ledger;
  }

  /** Committed transactions so far. */
  get commits(): number {
    return this.ofServers.ledger.commits;
  }

  /** sync replies that showed less than had returned before they were called. */
  get staleSyncs(): number {
    return this.certificate.staleSyncs;
  }

  /** From the ledger: the next transaction of the committed history. */
  onCommitted(entry: LedgerEntry, moment: Moment): void {
    this.certificate.onCommitted(entry, moment);
    this.search.onCommitted(entry.txn, moment);
  }

  onProposed(txn: Txn): void {
    this.search.onProposed(txn);
  }

  onFound(found: Found, applied: Zxid): void {
    this.certificate.onFound(found, applied);
  }

  get replay(): UpdateReplay {
    return this.certificate.replay;
  }

  get acknowledged(): Zxid {
    return this.certificate.acknowledged;
  }

  get wantsReplay(): number {
    return this.certificate.wantsReplay;
  }

  advance(zab: ZabProperties, moment: Moment): void {
    this.certificate.advance(zab.leastApplied(this.ofServers.ledger.tip), moment);
  }

  onFact(process: ProcessName, fact: Plain, moment: Moment): void {
    this.ofServers.onFact(process, fact, moment);
  }

  onRequest(process: ProcessName, id: number, request: Plain, moment: Moment): void {
    const op = request as UserOp;
    const operation = this.certificate.onCalled(process, id, op, moment);
    this.search.onCalled(operation);
  }

  onReply(process: ProcessName, id: number, value: Plain, moment: Moment): void {
    if (id === EVENT_ID) {
      this.certificate.onEvent(value as EventNews, moment);
      return;
    }
    if (id === SESSION_ID) {
      const news = value as SessionNews;
      if (news.state === 'connected') this.search.onConnected(process, news.session);
      this.certificate.onSessionNews(process, news, moment);
      return;
    }
    const outcome = value as Outcome;
    const operation = this.history.onReturn(process, id, outcome, moment);
    if (operation === null) return;
    this.certificate.onReturned(operation, outcome, moment);
    this.search.onReturned(operation, outcome, moment);
  }

  onLifecycle(process: ProcessName, lifecycle: Lifecycle, _moment: Moment): void {
    if (this.ofServers.onServerLifecycle(process, lifecycle)) return;
    switch (lifecycle.change) {
      case 'crashed':
      case 'exited':
      case 'failed':
        this.certificate.onClientGone(process);
        this.search.onClientGone(process, this.history);
        return;
      case 'started':
      case 'paused':
      case 'resumed':
        return;
    }
  }

  onFault(fault: FaultNotice): void {
    this.ofServers.onFault(fault);
  }

  /** The results of every row. Called once, when the run is over. */
  finish(view: EndView): CheckResult[] {
    const moment: Moment = { atUs: view.atUs, event: view.event, cause: -1 };
    this.certificate.finish(moment);
    this.search.finish(this.history, this.findings, moment);
    this.ofServers.finish(view, moment);
    return this.findings.results();
  }
}

/** What a judge has to know of how servers are set up. */
export function certificateOptions(
  options: Omit<ContractOptions, 'voters' | 'observers' | 'searchBudget'>,
): CertificateOptions {
  const compat = compatOf(options.compat ?? '3.9');
  return {
    strictSync: options.syncMode === 'quorum',
    superDigest: options.superDigest ?? '',
    eventsCarryZxid: compat.eventsCarryZxid,
    rules: {
      extendedTypes: options.extendedTypesEnabled ?? false,
      enforceQuota: options.enforceQuota ?? false,
      existsNeedsRead: compat.existsNeedsRead,
      multisKeepOpCodes: compat.multiKnowsCreateModes,
      x509: options.x509 ?? false,
    },
  };
}
