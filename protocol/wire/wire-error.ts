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
  /** Whether a write has its zxid by then. */
  readonly afterZxid: boolean;

  constructor(message: string, afterZxid: boolean) {
    super(message);
    this.name = 'NullError';
    this.afterZxid = afterZxid;
  }
}
