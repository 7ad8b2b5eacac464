/**
 * What a run was like, event by event, as somebody would tell it: plain data, made while it runs (`scenarios/` knows the
 * words of the protocol) and read by reports. Only what means something is here; a trace holds the rest.
 */
import type { ProcessName } from '../../protocol/process.ts';

/** How a server stands. */
export interface ServerStrip {
  /** L leads, F follows, O observes, E: in an election, S: stands alone, - is down. */
  readonly role: 'L' | 'F' | 'O' | 'E' | 'S' | '-';
  /** `election`, `discovery`, `synchronization`, `broadcast`; as its protocol names it. */
  readonly phase: string;
  /** Of its leadership or of whom it follows. */
  readonly epoch: number;
  /** It serves: its epoch is established, or it was told UPTODATE. */
  readonly serving: boolean;
  /** Last zxid of its log, durable or not, as text. */
  readonly logged: string;
  /** Last zxid that its tree includes. */
  readonly applied: string;
}

export interface ChronicleEntry {
  readonly event: number;
  /** Index of the event that caused it, -1 for none. */
  readonly cause: number;
  readonly atUs: number;
  /** Null for a fault. */
  readonly process: ProcessName | null;
  readonly kind: 'server' | 'client' | 'life' | 'fault';
  /** Type of the fact, change of the life, kind of the fault, `asks` or `hears` of a client. */
  readonly what: string;
  /** Short, for a column that says whose doing it was: `acks 1:3`. */
  readonly text: string;
  /** 3: a step of an election, of a synchronisation, of a life. 2: one of a transaction. 1: a detail of one. */
  readonly weight: 1 | 2 | 3;
  /** How the server stands afterwards; null for faults and clients. */
  readonly strip: ServerStrip | null;
  /** The servers that were counted, where a leader tells of its quorum. */
  readonly quorum?: readonly ProcessName[];
}
