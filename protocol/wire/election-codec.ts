/**
 * What servers say while they elect a leader. The first message on a connection (QuorumCnxManager.InitialMessage):
 * long protocol version, long sid, and the addresses of the sender behind their length; we have no addresses. Then
 * notifications, behind their length (FastLeaderElection.buildMsg): int state, long leader, long zxid, long
 * electionEpoch, long peerEpoch, int version, and the configuration's text behind its length; we have none.
 */
import { NO_SERVER } from '../election/vote.ts';
import type { Epoch, Zxid } from '../ids.ts';
import type { ElectionMessage, ServerState, Vote } from '../messages.ts';
import { checkedEpoch } from './checked.ts';
import { JuteReader } from './jute-reader.ts';
import { JuteWriter } from './jute-writer.ts';
import { WireError } from './wire-error.ts';

/** QuorumCnxManager.PROTOCOL_VERSION_V2: the sender may have several addresses. */
const INITIAL = -65535;
/** FastLeaderElection.Notification.CURRENTVERSION. */
const NOTIFICATION_VERSION = 2;
/** QuorumPeer.ServerState, by ordinal. */
const states: readonly ServerState[] = ['LOOKING', 'FOLLOWING', 'LEADING', 'OBSERVING'];

/** A blank vote's zxid and epoch; see `blankVote`. */
const NO_ZXID = Number.MIN_SAFE_INTEGER as Zxid;
const NO_EPOCH = -1 as Epoch;

const writer = new JuteWriter();

export function encodeElectionMessage(message: ElectionMessage): Uint8Array {
  const out = writer.reset();
  if (message.type === 'INITIAL') return out.long(INITIAL).long(message.sid).int(0).content();
  const { state, vote, electionEpoch } = message;
  out.int(states.indexOf(state));
  longOr(out, vote.leader, NO_SERVER);
  longOr(out, vote.zxid, NO_ZXID);
  out.long(electionEpoch);
  longOr(out, vote.peerEpoch, NO_EPOCH);
  return out.int(NOTIFICATION_VERSION).int(0).frame();
}

/** Of bytes that hold one message. An initial message begins with a negative number, a notification never does. */
export function decodeElectionMessage(bytes: Uint8Array): ElectionMessage {
  const from = new JuteReader(bytes);
  if (((bytes[0] ?? 0) & 0x80) !== 0) {
    const version = from.long();
    if (version !== INITIAL) throw new WireError(`an initial message of version ${version}`);
    return { type: 'INITIAL', sid: from.sid() };
  }
  from.int();
  const number = from.int();
  const state = states[number];
  if (state === undefined) throw new WireError(`no server state has the number ${number}`);
  const leader = readOr(from, NO_SERVER, () => from.sid());
  const zxid = readOr(from, NO_ZXID, () => from.exactZxid());
  const electionEpoch = from.exactZxid();
  const peerEpoch = readOr(from, NO_EPOCH, () => checkedEpoch(from.long()));
  const vote: Vote = { leader, zxid, peerEpoch };
  return { type: 'NOTIFICATION', state, vote, electionEpoch };
}

/** Long.MIN_VALUE stands for what an observer's blank vote has none of. */
const MIN_VALUE = -9223372036854775808;

function longOr(out: JuteWriter, value: number, none: number): void {
  out.long(value === none ? MIN_VALUE : value);
}

function readOr<T>(from: JuteReader, none: T, read: () => T): T {
  return from.skipIf(MIN_VALUE) ? none : read();
}
