/** Messages under way, and what hands can do with each: what TCP cannot do is told, not faked. */
import type { Flight } from '../../sim/network/flights.ts';
import type { FlyingMessage, MessageAct } from '../../sim/record/play.ts';
import { messageWords } from '../message-words.ts';

/** A delay without an end in sight, and beyond the end of any run. */
export const HOLD_US = 100_000_000_000;

export interface FlightNews {
  /** When the event it was sent in happened. */
  readonly sentUs: number;
  /** Somebody holds it by hand. */
  readonly heldByHand: boolean;
}

const allActs: readonly MessageAct[] = ['deliver', 'drop', 'delay', 'hold', 'release'];

type Hands = Pick<FlyingMessage, 'can' | 'cannot'>;

/** `flights`: in the order in which they are due. */
export function flyingMessages(flights: readonly Flight[], newsOf: (flight: Flight) => FlightNews): FlyingMessage[] {
  const firstOf = new Map<number, Flight>();
  for (const flight of flights) {
    if (flight.state === 'flying' && !flight.datagram && !firstOf.has(flight.link)) firstOf.set(flight.link, flight);
  }
  // Hundreds may wait at one cut for the same reasons: told once, these are one object for whoever sends them on.
  const known = new Map<string, Hands>();
  return flights.map((flight) => {
    const news = newsOf(flight);
    const first = firstOf.get(flight.link) ?? null;
    const alike = [flight.link, flight.state, flight.datagram, news.heldByHand, first === flight].join();
    const hands = known.get(alike) ?? handsOn(flight, first, news);
    known.set(alike, hands);
    return {
      address: flight.address,
      from: flight.from,
      to: flight.to,
      channel: flight.channel,
      type: flight.message.type,
      text: messageWords(flight.message),
      sentEvent: flight.sentEvent,
      sentUs: news.sentUs,
      arrivesUs: flight.state === 'flying' && flight.arrivesUs < HOLD_US ? flight.arrivesUs : -1,
      can: hands.can,
      cannot: hands.cannot,
    };
  });
}

function handsOn(flight: Flight, first: Flight | null, news: FlightNews): Hands {
  const cannot = allActs.flatMap((act) => {
    const why = refusalOf(act, flight, first, news);
    return why === null ? [] : [{ act, why }];
  });
  return { can: allActs.filter((act) => cannot.every((each) => each.act !== act)), cannot };
}

/** Why this cannot be done, and what can be done instead; null: it can. */
function refusalOf(act: MessageAct, flight: Flight, first: Flight | null, news: FlightNews): string | null {
  const { from, to, state, datagram } = flight;
  if (state === 'lost') return 'its connection has ended, and nobody takes it any more';
  if (state === 'arrived') return `it has arrived: ${to} is paused and takes it when it goes on – resume ${to} instead`;
  if (act === 'drop' && !datagram) {
    return `TCP loses nothing of a connection that lives – cut the link (partition ${from} > ${to}) or break it (reset ${from} | ${to}) instead`;
  }
  if (state === 'held') return `it waits at a cut between ${from} and ${to} – heal the cut instead`;
  if (act === 'release') return news.heldByHand ? null : 'nobody holds it';
  if (act === 'hold' && news.heldByHand) return 'it is held already';
  if (act !== 'deliver') return null;
  if (datagram || first === null || first.address === flight.address) return null;
  return `TCP keeps the order of a connection, and ${messageWords(first.message)} was sent before it – deliver that one first`;
}
