/** Messages under way, for those who look at a run: what each is, when it will arrive, and what it waits for. */
import type { Message, ProcessName } from '../../protocol/process.ts';
import type { Core } from '../kernel/core.ts';
import { type Event, Kind } from '../kernel/event.ts';
import type { Host } from '../kernel/host.ts';
import { EndState, type End } from './end.ts';
import type { Network } from './network.ts';

export type FlightState =
  /** It arrives at its time. */
  | 'flying'
  /** It is or will be at a cut or a clog, or behind another that is, and goes on when that ends. */
  | 'held'
  /** It has arrived; the process is paused, and takes it when it goes on. */
  | 'arrived'
  /** Nobody takes it: the connection has ended meanwhile. */
  | 'lost';

export interface Flight {
  /** Of its decision, without the part: `net/5>2#1/quorum/PROPOSAL#3`. */
  readonly address: string;
  readonly from: ProcessName;
  readonly to: ProcessName;
  readonly channel: string;
  readonly message: Message;
  /** Index of the event it was sent in. */
  readonly sentEvent: number;
  /** When it arrives, or would have; in the past for what is held or has arrived. */
  readonly arrivesUs: number;
  readonly state: FlightState;
  /** It stands for itself: it may be lost, and overtake others. */
  readonly datagram: boolean;
  /** Of the connection's link: messages with the same number arrive in the order of this list. */
  readonly link: number;
}

export function flightsOf(core: Core, network: Network, hosts: readonly Host[]): Flight[] {
  const messages = (events: readonly Event[]): Event[] => events.filter((event) => event.kind === Kind.MESSAGE);
  const arrived = hosts.flatMap((host) => (host.up ? host.backlog.toArray() : []));
  return [
    ...messages(core.allPending()).map((event) => flightOf(event, pendingState(event))),
    ...messages(network.held()).map((event) => flightOf(event, 'held')),
    ...messages(arrived).map((event) => flightOf(event, isTaken(event) ? 'arrived' : 'lost')),
  ];
}

/** Whether the process on the other machine is still the one the connection was with. */
function isTaken({ host, incarnation, end }: Event): boolean {
  if (host?.up !== true || host.incarnation !== incarnation) return false;
  return end?.state === EndState.OPEN || end?.state === EndState.CONNECTING;
}

function pendingState(event: Event): FlightState {
  const sender = (event.end as End).peer as End;
  if (sender.tailLost || !isTaken(event)) return 'lost';
  return sender.path.stopped || sender.held.length > 0 ? 'held' : 'flying';
}

function flightOf({ end, item, num, cause, t }: Event, state: FlightState): Flight {
  const sender = (end as End).peer as End;
  const message = item as Message;
  return {
    address: `${sender.prefix}${message.type}#${Math.floor(num / 2)}`,
    from: sender.host.name,
    to: sender.peerHost.name,
    channel: sender.channel,
    message,
    sentEvent: cause,
    arrivesUs: t,
    state,
    datagram: sender.datagram !== null,
    link: sender.id,
  };
}
