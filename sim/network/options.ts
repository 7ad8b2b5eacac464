/** What a scenario says of its network. Chances are in parts per million. */
import type { Latency } from '../kernel/distribution.ts';

/** A channel whose messages are lost, duplicated, delayed and reordered each on its own. */
export interface DatagramOptions {
  readonly lossPpm: number;
  readonly duplicatePpm: number;
  /** How often a message takes `extra` longer, and so falls behind others. */
  readonly reorderPpm: number;
  readonly extra: Latency;
}

export interface NetworkOptions {
  /** One way, between two machines. */
  readonly latency: Latency;
  /** Inside one machine. */
  readonly loopbackUs: number;
  /** Packets lost on every link; faults add to it. */
  readonly lossPpm: number;
  /** Messages a link takes before it pushes back. */
  readonly window: number;
  /** How often a connection's handshake takes `slowConnect` longer. */
  readonly slowConnectPpm: number;
  readonly slowConnect: Latency;
  /** An `open` without an answer ends after this with reason `timeout`. */
  readonly connectTimeoutUs: number;
  /** A sender resets its end when nothing was acknowledged for this long. */
  readonly giveUpUs: number;
  /** Channels that are datagrams, by name; all others are connections. */
  readonly datagrams: Readonly<Record<string, DatagramOptions>>;
}

export const defaultNetwork: NetworkOptions = {
  latency: { shape: 'exponential', minUs: 200, spreadUs: 400, maxUs: 20_000 },
  loopbackUs: 20,
  lossPpm: 0,
  window: 256,
  slowConnectPpm: 10_000,
  slowConnect: { shape: 'exponential', minUs: 10_000, spreadUs: 100_000, maxUs: 1_000_000 },
  connectTimeoutUs: 5_000_000,
  giveUpUs: 15_000_000,
  datagrams: {},
};

export const defaultDatagram: DatagramOptions = {
  lossPpm: 10_000,
  duplicatePpm: 10_000,
  reorderPpm: 50_000,
  extra: { shape: 'exponential', minUs: 0, spreadUs: 5_000, maxUs: 200_000 },
};

/** A busy link notices a loss by the packets that follow; a quiet one by a time-out, doubled each time. */
export const BUSY_GAP_US = 20_000;
export const RTO_US = 200_000;
/**
 * The time-out doubles up to this. Linux goes on to two minutes; a cluster that wants to notice a heal is tuned as
 * here, and a fault that has ended must not go on for longer than a recovery may take.
 */
export const RTO_MAX_US = 400_000;
/** So many losses of one packet in a row break the connection. */
export const LOSSES_MAX = 6;
/** Messages a link from or to outside takes: it has no latency to fill, and what waits for a process had better wait there. */
export const DIRECT_WINDOW = 16;
/** Connection requests are repeated after this, doubled each time. */
export const CONNECT_RETRY_US = 1_000_000;
/** After LOSSES_MAX losses in a row, from the first sending on. */
export const GIVES_UP_US = RTO_US + (LOSSES_MAX - 1) * RTO_MAX_US;
