/** What a scenario says of its disks. */
import type { Latency } from '../kernel/distribution.ts';

export interface DiskOptions {
  readonly syncLatency: Latency;
  readonly readLatency: Latency;
  /** Bytes a disk holds. */
  readonly capacityBytes: number;
}

export const defaultDisk: DiskOptions = {
  syncLatency: { shape: 'exponential', minUs: 300, spreadUs: 1200, maxUs: 50_000 },
  readLatency: { shape: 'exponential', minUs: 100, spreadUs: 400, maxUs: 20_000 },
  capacityBytes: 1099511627776,
};
