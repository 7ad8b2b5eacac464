/** What a server counts of its clients (ServerStats), and of each connection (ServerCnxn), for four-letter words. */
import { ErrorCode } from '../error-code.ts';
import type { Zxid } from '../ids.ts';
import type { Op } from '../op.ts';
import type { LocalRequest } from '../pipeline/request.ts';
import { lastOpOf } from './last-op.ts';

/** Latencies in milliseconds (AvgMinMaxCounter). */
export class LatencyStats {
  private count = 0;
  private total = 0;
  private least = Infinity;
  private most = 0;

  add(ms: number): void {
    this.count++;
    this.total += ms;
    if (ms < this.least) this.least = ms;
    if (ms > this.most) this.most = ms;
  }

  get minMs(): number {
    return this.least === Infinity ? 0 : this.least;
  }

  get maxMs(): number {
    return this.most;
  }

  /** To four decimals, half up. */
  get avgMs(): number {
    return this.count === 0 ? 0 : Math.round((this.total / this.count) * 10_000) / 10_000;
  }

  reset(): void {
    this.count = 0;
    this.total = 0;
    this.least = Infinity;
    this.most = 0;
  }
}

/** Sizes in bytes, -1 while there is none (BufferStats). */
export class SizeStats {
  last = -1;
  min = -1;
  max = -1;

  add(bytes: number): void {
    this.last = bytes;
    if (this.min === -1 || bytes < this.min) this.min = bytes;
    if (bytes > this.max) this.max = bytes;
  }

  reset(): void {
    this.last = -1;
    this.min = -1;
    this.max = -1;
  }
}

/** Since the server began its role, or since `srst`. */
export class ServerStats {
  readonly startedUs: number;
  received = 0;
  sent = 0;
  readonly latency = new LatencyStats();
  /** At a leader: lengths of the transactions it proposed. */
  readonly proposals = new SizeStats();

  constructor(startedUs: number) {
    this.startedUs = startedUs;
  }

  reset(): void {
    this.received = 0;
    this.sent = 0;
    this.latency.reset();
    this.proposals.reset();
  }
}

/** Of one connection, since it was accepted or since `crst`. */
export class ConnectionStats {
  readonly establishedMs: number;
  received = 0;
  sent = 0;
  /** What was answered last; null: nothing yet. */
  private lastOp: Op['type'] | null = null;
  private lastErr: ErrorCode = ErrorCode.OK;
  lastCxid = 0;
  lastZxid: Zxid | -1 = 0 as Zxid;
  /** Milliseconds of the monotonic clock. */
  lastResponseMs = 0;
  lastLatencyMs = 0;
  private count = 0;
  private totalMs = 0;
  /** As in ZooKeeper it begins at 0, and stays there until `crst`. */
  private leastMs = 0;
  maxLatencyMs = 0;

  constructor(establishedMs: number) {
    this.establishedMs = establishedMs;
  }

  /** An answer leaves. Not an options object, for that would be made for every request. */
  answered(request: LocalRequest, err: ErrorCode, zxid: Zxid, nowMs: number, ms: number): void {
    if (request.cxid >= 0) this.lastCxid = request.cxid;
    this.lastZxid = zxid;
    this.lastOp = request.refused === undefined ? request.op.type : null;
    this.lastErr = err;
    this.lastResponseMs = nowMs;
    this.lastLatencyMs = ms;
    if (ms < this.leastMs) this.leastMs = ms;
    if (ms > this.maxLatencyMs) this.maxLatencyMs = ms;
    this.count++;
    this.totalMs += ms;
  }

  /** Its letters, see last-op.ts. */
  get lastOpLetters(): string {
    return this.lastOp === null ? 'NA' : lastOpOf(this.lastOp, this.lastErr);
  }

  get minLatencyMs(): number {
    return this.leastMs === Infinity ? 0 : this.leastMs;
  }

  /** A whole number. */
  get avgLatencyMs(): number {
    return this.count === 0 ? 0 : Math.floor(this.totalMs / this.count);
  }

  reset(): void {
    this.received = 0;
    this.sent = 0;
    this.lastOp = null;
    this.lastCxid = -1;
    this.lastZxid = -1;
    this.lastResponseMs = 0;
    this.lastLatencyMs = 0;
    this.count = 0;
    this.totalMs = 0;
    this.leastMs = Infinity;
    this.maxLatencyMs = 0;
  }
}
