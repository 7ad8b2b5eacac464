/**
 * The way from one machine to another, one direction. Faults act here, and count, so that those that overlap add up
 * and each takes back only what it brought.
 */
import type { Decisions } from '../kernel/addresses.ts';
import type { Host } from '../kernel/host.ts';
import { DIRECT_WINDOW, LOSSES_MAX, type NetworkOptions } from './options.ts';

/** The part of a packet's decision. */
const DELAY = 0;

export class Path {
  private readonly options: NetworkOptions;
  readonly from: Host;
  readonly to: Host;
  /** One of the two is outside the world: there is no network between them, and so nothing to be slow or to fail. */
  readonly direct: boolean;
  /** Messages of one connection that it takes before it pushes back. */
  readonly window: number;
  /** Partitions that cut it. */
  blocked = 0;
  /** Clogs: what is under way waits, and nobody gives up. */
  clogged = 0;
  extraUs = 0;
  /** Of latency, in percent: 100 is as the network's options say. */
  latencyPercent = 100;
  /** What is lost without any fault. */
  readonly usualLossPpm: number;
  lossPpm: number;
  duplicatePpm = 0;
  /** What `label` begins with. */
  private readonly labelBegin: string;
  /** By channel, how many connections there were; of the two paths between two machines one keeps count. */
  private readonly connections = new Map<string, number>();
  /** thresholds[k]: below this word more than k losses in a row; null when nothing is lost. */
  thresholds: number[] | null = null;

  constructor(from: Host, to: Host, options: NetworkOptions) {
    this.from = from;
    this.to = to;
    this.direct = from.spec.outside === true || to.spec.outside === true;
    this.options = options;
    this.labelBegin = `net/${from.name}>${to.name}${this.direct ? '/' : '#'}`;
    this.usualLossPpm = this.direct || from === to ? 0 : options.lossPpm;
    this.window = this.direct ? Math.min(DIRECT_WINDOW, options.window) : options.window;
    this.lossPpm = this.usualLossPpm;
    this.addLoss(0);
  }

  /**
   * What the labels of decisions about a connection's messages begin with: `net/1>2#3/quorum/`; a message's type completes
   * it. Where nothing is ever decided, all connections share one.
   */
  label(ordinal: number, channel: string): string {
    return this.direct ? `${this.labelBegin}${channel}/` : `${this.labelBegin}${ordinal}/${channel}/`;
  }

  /** The number of one more connection of its two machines on a channel, from 1. */
  nextOrdinal(channel: string): number {
    const ordinal = (this.connections.get(channel) ?? 0) + 1;
    this.connections.set(channel, ordinal);
    return ordinal;
  }

  get stopped(): boolean {
    return this.blocked > 0 || this.clogged > 0;
  }

  /** How long a packet takes that begins its way now. */
  delayUs(decisions: Decisions, n: number): number {
    if (this.direct) return 0;
    if (this.from === this.to) return this.options.loopbackUs;
    const delay = decisions.latency(n, DELAY, 'delay', this.options.latency);
    if (this.latencyPercent === 100) return delay + this.extraUs;
    return Math.floor((delay * this.latencyPercent) / 100) + this.extraUs;
  }

  addLoss(ppm: number): void {
    if (!this.direct) this.lossPpm += ppm;
    const share = Math.min(this.lossPpm, 1000000) / 1000000;
    if (share <= 0) {
      this.thresholds = null;
      return;
    }
    const thresholds: number[] = [];
    let power = 1;
    for (let k = 0; k < LOSSES_MAX; k++) {
      power *= share;
      thresholds.push(Math.floor(power * 4294967296));
    }
    this.thresholds = thresholds;
  }
}
