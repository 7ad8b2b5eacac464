/**
 * What sequences leave out, and why. Three kinds: what ends, stops or confuses the real server; what is a race in it,
 * so that two runs of the real server differ; and what ours deliberately does otherwise. Whoever writes sequences keeps
 * away from them; `leftOut` says whether a step is one of those that can be told by looking at it.
 */
import type { Flaw, Packet, Sequence, Step, StepMultiPart } from './step.ts';

export interface Quirk {
  readonly kind: 'fatal' | 'race' | 'deliberate';
  readonly what: string;
  readonly why: string;
  /** Whether a packet is one of these; where this takes more than one packet, `step` says it. */
  readonly packet?: (packet: Packet, servers: number) => boolean;
  readonly step?: (step: Step) => boolean;
}

export const QUIRKS: readonly Quirk[] = [
  {
    kind: 'fatal',
    what: 'createTTL with a mode that has no time to live, and ttl below 0; not so in a multi',
    why: '3.8.0 accepts it and throws while it applies the transaction: the server ends (CreateTTLTxn, EphemeralType.TTL)',
    packet: ({ op }) => op.type === 'createTTL' && op.flags >= 0 && op.flags < 5 && (op.ttlMs ?? -1) < 0,
  },
  {
    kind: 'fatal',
    what: 'check outside a multi',
    why: '3.8.0 takes a zxid for it and never answers; 3.9.5 and ours: UNIMPLEMENTED, and the connection ends',
    packet: ({ op }) => op.type === 'unknown' && op.opCode === OP_CHECK,
  },
  {
    kind: 'fatal',
    what: 'createSession (-10) and closeSession of a client with a record, sent as requests',
    why: 'createSession with a record makes it answer a second handshake, in which no request is named; ours hangs up',
    packet: ({ op }) => op.type === 'unknown' && (op.opCode === OP_CREATE_SESSION || op.opCode === OP_CLOSE_SESSION),
  },
  {
    kind: 'fatal',
    what: 'a multi one of whose paths is null',
    why: '3.8.0 takes a zxid that no transaction has; behind a learner the session waits for it without end',
    packet: ({ op, flaw }) => op.type === 'multi' && flaw?.kind === 'splice' && flaw.at > 0 && flaw.at < APPENDED_AT,
  },
  {
    kind: 'fatal',
    what: 'addWatch with a null path',
    why: '3.8.0 takes it, and fails when the connection ends: it stays open, and its watches stay in the tables',
    packet: isNullWatch,
  },
  {
    kind: 'fatal',
    what: 'an undecodable reconfig, in an ensemble',
    why: 'it makes no transaction, and the server that took it waits for one: the session hangs',
    packet: ({ op, flaw }, servers) => op.type === 'reconfig' && flaw !== undefined && !isBroken(flaw) && servers > 1,
  },
  {
    kind: 'fatal',
    what: 'zookeeper_stats and zookeeper_limits with null, or with text that is no list of numbers',
    why: 'StatsTrack throws while a transaction is applied: the server ends',
    packet: ({ op }) => partsOf(op).some(isBadQuota),
  },
  {
    kind: 'deliberate',
    what: 'what /zookeeper/config holds in an ensemble',
    why: 'the list of members and their ports; without reconfiguration ours is empty',
  },
  {
    kind: 'deliberate',
    what: 'the cache of replies to getData and getChildren2 (maxResponseCacheSize)',
    why: 'switched off at the real server: it gives old data of zookeeper_stats, which change without their Stat',
  },
  {
    kind: 'race',
    what: 'a setACL, and behind it in one burst whatever its list decides',
    why: 'the prep stage checks against the old list until the transaction is applied by another thread',
    step: (step) => step.kind === 'send' && step.packets.slice(0, -1).some(({ op }) => op.type === 'setACL'),
  },
  {
    kind: 'race',
    what: 'a packet of auth or SASL behind other requests of one burst',
    why: 'its answer does not wait for theirs: it comes from the thread that reads',
    step: (step) => step.kind === 'send' && step.packets.some((_, i) => isOutOfTurn(step.packets, i)),
  },
  {
    kind: 'race',
    what: 'what ends a connection (an unknown operation, a broken packet, a refused auth packet), in one burst with others',
    why: 'it is found by the thread that reads, while earlier requests are still being answered',
    step: (step) => step.kind === 'send' && step.packets.length > 1 && step.packets.some(endsConnection),
  },
  {
    kind: 'race',
    what: 'requests behind closeSession in one burst',
    why: 'they are dropped, or fail with SESSIONEXPIRED and take a zxid, by which of two threads is faster',
    step: (step) => step.kind === 'send' && step.packets.slice(0, -1).some(({ op }) => op.type === 'closeSession'),
  },
  {
    kind: 'race',
    what: 'several writes in one burst below a hard quota limit',
    why: 'limits are checked against what is applied, which another thread does meanwhile',
  },
  {
    kind: 'race',
    what: 'what a connection hears of the end of its own session, when that expires',
    why: 'the socket is closed by one thread while another writes the events',
  },
  {
    kind: 'race',
    what: 'expiry, and the deletion of containers and TTL nodes',
    why: 'by the clock: stories of their own wait for one at a time (timed-stories.ts)',
  },
];

export function leftOut(step: Step, servers: number): Quirk | null {
  const concerns = (quirk: Quirk): boolean => {
    if (quirk.step?.(step) === true) return true;
    return 'packets' in step && step.packets.some((packet) => quirk.packet?.(packet, servers) === true);
  };
  return QUIRKS.find(concerns) ?? null;
}

export function packetLeftOut(packet: Packet, servers: number): boolean {
  return QUIRKS.some((quirk) => quirk.packet?.(packet, servers) === true);
}

/**
 * The sequence as an ensemble of 3.9.5 survives it. What it cannot decode of a write becomes a proposal with the zxid of
 * the transaction before, which is never committed; nor is anything behind it, of anybody.
 */
export function withoutSpoiltWrites(sequence: Sequence): Sequence {
  const sound = (packet: Packet): Packet =>
    packet.flaw === undefined || isBroken(packet.flaw) || READS.has(packet.op.type) ? packet : { op: packet.op };
  const steps = sequence.steps.map((step) =>
    step.kind === 'send' ? { ...step, packets: step.packets.map(sound) } : step,
  );
  return { ...sequence, steps };
}

/** Decoded where they are answered. */
const READS: ReadonlySet<string> = new Set(['exists', 'getData', 'getChildren', 'getChildren2', 'getACL', 'addWatch']);

const OP_CHECK = 13;
const OP_CREATE_SESSION = -10;
const OP_CLOSE_SESSION = -11;
/** Flaws that only add bytes name an offset beyond any record. */
export const APPENDED_AT = 999_999;

function partsOf(op: Packet['op']): readonly (Packet['op'] | StepMultiPart)[] {
  return op.type === 'multi' ? op.parts : [op];
}

function isBadQuota(op: Packet['op'] | StepMultiPart): boolean {
  if (!('data' in op) || !('path' in op) || Array.isArray(op.data)) return false;
  if (!/^\/zookeeper\/quota\/.*\/zookeeper_(stats|limits)$/.test(op.path)) return false;
  return op.data === null || !/^([A-Za-z]+=-?\d+([,;]|=;|$))*$/.test(String(op.data));
}

function isNullWatch({ op, flaw }: Packet): boolean {
  return op.type === 'addWatch' && hasNullPath(flaw);
}

function hasNullPath(flaw: Flaw | undefined): boolean {
  return flaw?.kind === 'splice' && flaw.at === 0 && flaw.insert === NULL_TEXT;
}
const NULL_TEXT = 'ffffffff';

/** Answered by the thread that reads, with others before it that are not. */
function isOutOfTurn(packets: readonly Packet[], index: number): boolean {
  const atOnce = (packet: Packet | undefined): boolean => packet?.op.type === 'auth' || packet?.op.type === 'sasl';
  return atOnce(packets[index]) && !packets.slice(0, index).every(atOnce);
}

function endsConnection({ op, flaw }: Packet): boolean {
  return op.type === 'unknown' || isBroken(flaw);
}

function isBroken(flaw: Flaw | undefined): boolean {
  return flaw?.kind === 'length' || flaw?.kind === 'short';
}
