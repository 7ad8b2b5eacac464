import type { UndecodableOp } from '../op.ts';

/**
 * Bytes that are not what they should be. Never a programmer error: whatever a peer sends ends in a record, in
 * `undecodable` or in this.
 */
export class WireError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WireError';
  }
}

/** What can be read, and ends in a NullPointerException where the real server looks at it. */
export class NullError extends WireError {
  readonly outcome: NullOutcome;

  constructor(message: string, outcome: NullOutcome) {
    super(message);
    this.name = 'NullError';
    this.outcome = outcome;
  }
}

/** What is known of an undecodable request beyond its op code. */
export type NullOutcome = Pick<UndecodableOp, 'takesZxid' | 'stumbles' | 'hangUp'>;
