/**
 * What entered a served ensemble from outside, as a case keeps it: bytes of clients and hand actions, each with its
 * virtual time. With the rest of the case it is all that the run of the servers depends on.
 */
export type RecordedInput =
  /** Somebody connected to the port of `server`, from `peer`: an address, and who the client's certificate says it is. */
  | {
      readonly kind: 'opened';
      readonly atUs: number;
      readonly socket: number;
      readonly peer: string;
      readonly server: string;
    }
  /** In base64. */
  | { readonly kind: 'bytes'; readonly atUs: number; readonly socket: number; readonly bytes: string }
  | { readonly kind: 'closed'; readonly atUs: number; readonly socket: number }
  /** One line of the vocabulary; `id` names it in addresses. */
  | { readonly kind: 'fault'; readonly atUs: number; readonly id: string; readonly line: string };

export interface RecordedInputs {
  /** What the servers' wall clocks showed when clients could connect first: milliseconds of the epoch. */
  readonly wallMs: number;
  /** Virtual time at which it ended. */
  readonly endUs: number;
  /** In the order in which they entered; times never go back. */
  readonly list: readonly RecordedInput[];
}
