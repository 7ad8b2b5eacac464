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
