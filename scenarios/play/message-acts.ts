/** What hands do with a message under way, as a line: its decision gets another value. */
import type { FlyingMessage, MessageAct } from '../../sim/record/play.ts';
import { parseHandLine } from '../../sim/record/hand-line.ts';
import { Refusal } from './case-of-play.ts';
import { flyingMessages, HOLD_US } from './in-flight.ts';
import type { Track } from './track.ts';

export interface MessageChange {
  readonly lines: readonly string[];
  /** Lines that these take the place of. */
  readonly replaces: (line: string) => boolean;
  readonly why: string;
}

export interface AskedAct {
  readonly address: string;
  readonly act: MessageAct;
  /** Of `delay`. */
  readonly byUs: number;
}

/** Fails with a Refusal when it cannot be done. */
export function changeOfMessage(track: Track, event: number, { address, act, byUs }: AskedAct): MessageChange {
  const { overrides } = track.of;
  const flights = track.at(event).simulation.world.flights();
  const flight = flights.find((each) => each.address === address);
  if (flight === undefined) {
    throw new Refusal(
      'address',
      `${address} is not under way behind event ${event}: it has arrived, or is not sent yet`,
    );
  }
  const heldByHand = (overrides[`${address}.delay`] ?? 0) >= HOLD_US;
  const news = { sentUs: track.atUs(flight.sentEvent), heldByHand };
  const message = flyingMessages(flights, (each) =>
    each === flight ? news : { sentUs: 0, heldByHand: (overrides[`${each.address}.delay`] ?? 0) >= HOLD_US },
  ).find((each) => each.address === address);
  const refused = message?.cannot.find((each) => each.act === act);
  if (message === undefined || refused !== undefined) throw new Refusal('act', refused?.why ?? 'it cannot be done');
  if (act === 'delay' && (!Number.isInteger(byUs) || byUs <= 0)) {
    throw new Refusal('byUs', `a delay is a whole number of microseconds above 0, not ${String(byUs)}`);
  }
  const nowUs = track.atUs(event);
  const words = `${message.text}, ${message.from} > ${message.to}`;
  const replaces = replacing(address);
  if (act === 'drop') return { lines: [`let ${address}.loss = 1`], replaces, why: `drops ${words}` };
  const usualUs = message.arrivesUs < 0 ? nowUs : message.arrivesUs;
  const targetUs = act === 'hold' ? null : act === 'delay' ? usualUs + byUs : nowUs + 1;
  const delay = targetUs === null ? HOLD_US : delayFor(track, message, targetUs);
  const lines = [`let ${address}.delay = ${delay}`];
  // Packets lost below the connection would come on top.
  if (!flight.datagram && isLossy(track, message)) lines.push(`let ${address}.loss = 0`);
  return { lines, replaces, why: `${verbs[act]} ${words}` };
}

const verbs: Readonly<Record<MessageAct, string>> = {
  deliver: 'delivers',
  drop: 'drops',
  delay: 'delays',
  hold: 'holds',
  release: 'releases',
};

/** The delay that lets it arrive then: faults of its path at the time it was sent come on top. */
function delayFor(
  track: Track,
  {
    from,
    to,
    sentEvent,
    sentUs,
  }: { readonly from: string; readonly to: string; readonly sentEvent: number; readonly sentUs: number },
  targetUs: number,
): number {
  const { extraUs, latencyPercent } = track.at(sentEvent).simulation.world.network.pathBetween(from, to);
  const wanted = Math.max(0, targetUs - sentUs - extraUs);
  return latencyPercent === 100 ? wanted : Math.floor((wanted * 100) / latencyPercent);
}

/** Whether its path lost packets when it was sent. */
function isLossy(track: Track, { from, to, sentEvent }: Pick<FlyingMessage, 'from' | 'to' | 'sentEvent'>): boolean {
  return track.at(sentEvent).simulation.world.network.pathBetween(from, to).lossPpm > 0;
}

function replacing(address: string): (line: string) => boolean {
  return (text) => {
    const parsed = parseHandLine(text);
    if (!parsed.ok || parsed.value.kind !== 'decision') return false;
    const { address: whole } = parsed.value;
    return whole.slice(0, whole.lastIndexOf('.')) === address;
  };
}
