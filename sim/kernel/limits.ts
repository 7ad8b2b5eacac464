/** Bounds of a run. Reaching one ends it as `bound`, named: a bound that was reached is never "ok". */
export interface Limits {
  readonly events: number;
  readonly virtualUs: number;
  readonly pendingEvents: number;
  /** Messages waiting on one link, in flight, held or not yet sent. */
  readonly queueLength: number;
  readonly fileRecords: number;
}

export const defaultLimits: Limits = {
  events: 20_000_000,
  virtualUs: 24 * 3600 * 1000000,
  pendingEvents: 200_000,
  queueLength: 50_000,
  fileRecords: 500_000,
};

export type LimitName = keyof Limits;
