/** What waits in the kernel: one shape for all kinds, so that the loop stays monomorphic. */
import type { End } from '../network/end.ts';
import type { Host } from './host.ts';

/** Numbers rather than names: they are compared in the loop and enter the fingerprint. */
export const Kind = {
  START: 1,
  MESSAGE: 2,
  TIMER: 3,
  STAGE: 4,
  SYNCED: 5,
  CONTENTS: 6,
  DISK_ERROR: 7,
  WRITABLE: 8,
  OPENED: 9,
  CLOSED: 10,
  REQUEST: 11,
  AGENT: 12,
  /** A connection request reaches the other machine, or is tried again. */
  CONNECT: 13,
  /** The far side closed: everything it sent came before. */
  FIN: 14,
  /** Held messages of a link may flow again. */
  RELEASE: 15,
  /** A sender without acknowledgements for too long resets its end. */
  GIVE_UP: 16,
  /** A resumed process takes the next of what arrived during its pause. */
  DRAIN: 17,
} as const;

/** It was begun before and ends now, as opposed to what begins when its time has come: timers and faults. */
export function isUnderWay(kind: number): boolean {
  switch (kind) {
    case Kind.MESSAGE:
    case Kind.STAGE:
    case Kind.SYNCED:
    case Kind.CONTENTS:
    case Kind.WRITABLE:
      return true;
    default:
      return false;
  }
}

/** Names by kind, for traces. */
export const kindNames: readonly string[] = [
  '',
  'start',
  'message',
  'timer',
  'stage',
  'synced',
  'contents',
  'diskError',
  'writable',
  'opened',
  'closed',
  'request',
  'agent',
  'connect',
  'fin',
  'release',
  'giveUp',
  'drain',
];

/** Fields are declared, not defined: a definition would store `undefined` first and make every field a boxed one. */
export class Event {
  declare t: number;
  declare seq: number;
  declare kind: number;
  declare host: Host | null;
  /** Of `host` when it was posted: a later life of the process does not get it. */
  declare incarnation: number;
  /** The end of the connection it goes to. */
  declare end: End | null;
  declare text: string;
  declare item: unknown;
  declare num: number;
  /** Index of the event that was being processed when this was posted. */
  declare cause: number;
  /** Hash of `item`, where it was taken when the event was posted. */
  declare hashX: number;
  declare hashY: number;

  constructor(
    t: number,
    seq: number,
    kind: number,
    host: Host | null,
    incarnation: number,
    end: End | null,
    text: string,
    item: unknown,
    num: number,
    cause: number,
  ) {
    this.t = t;
    this.seq = seq;
    this.kind = kind;
    this.host = host;
    this.incarnation = incarnation;
    this.end = end;
    this.text = text;
    this.item = item;
    this.num = num;
    this.cause = cause;
    this.hashX = 0;
    this.hashY = 0;
  }
}
