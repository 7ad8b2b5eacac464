/**
 * What a committed transaction costs: packets between servers, their bytes, and syncs of disks. Counted in a window in which
 * one leader leads, and in which every write that is asked for is also committed and all its packets have arrived.
 */
import type { Fact } from '../../protocol/facts.ts';
import { Channel, type QuorumPacket } from '../../protocol/messages.ts';
import type { Input, Plain, ProcessName } from '../../protocol/process.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import type { Figure, FigureSeries } from '../../sim/record/measure-result.ts';
import { recoveryBoundUs, type SharedConfig } from '../settings.ts';
import { broadcastPackets, forwardedShare, halfTickUs, pings } from './closed-forms.ts';
import { HEADER_BYTES, packetBytes, setDataBytes, TOUCHED_BYTES } from './packet-bytes.ts';
import { meanPoint } from './points.ts';
import { configOf, DATA_BYTES, measuredCase, momentUs, PATH, together, writes } from './question.ts';
import type { MeasureOrder, Probe, Question, Samples } from './question.ts';

export type Pace = 'rest' | 'load';
const paces: readonly Pace[] = ['rest', 'load'];

interface Load {
  readonly title: string;
  readonly clients: number;
  /** Of each client. */
  readonly everyUs: number;
  readonly windowUs: number;
}

const loads: Readonly<Record<Pace, Load>> = {
  rest: { title: 'at rest', clients: 1, everyUs: 500_000, windowUs: 2_500_000 },
  load: { title: 'under load', clients: 3, everyUs: 3_000, windowUs: 400_000 },
};

/** The first write comes so long after the window begins, the last so long before it ends. */
const MARGIN_US = 100_000;

function writesIn({ clients, everyUs, windowUs }: Load): number {
  return clients * Math.ceil((windowUs - 2 * MARGIN_US) / everyUs);
}

/** Counts in a window, both ends included. */
export class MessageProbe implements Probe {
  readonly factTypes = ['committed', 'synced', 'established'];
  done = false;
  private readonly fromUs: number;
  private readonly toUs: number;
  private commits = 0;
  private syncs = 0;
  private bytes = 0;
  private disturbed = false;
  private readonly packets = new Map<string, number>();

  constructor(fromUs: number, toUs: number) {
    this.fromUs = fromUs;
    this.toUs = toUs;
  }

  onInput(_process: ProcessName, input: Input, { atUs }: Moment): void {
    if (input.kind !== 'message' || input.channel !== Channel.QUORUM || !this.counts(atUs)) return;
    const packet = input.message as QuorumPacket;
    this.packets.set(packet.type, (this.packets.get(packet.type) ?? 0) + 1);
    this.bytes += packetBytes(packet);
  }

  onFact(_process: ProcessName, plain: Plain, { atUs }: Moment): void {
    if (!this.counts(atUs)) return;
    const fact = plain as Fact;
    if (fact.type === 'committed') this.commits++;
    if (fact.type === 'synced') this.syncs++;
    if (fact.type === 'established') this.disturbed = true;
  }

  private counts(atUs: number): boolean {
    return atUs >= this.fromUs && atUs <= this.toUs;
  }

  /** Each per committed transaction; null when another leader was established, or nothing was committed. */
  sample(): PerCommit | null {
    if (this.disturbed || this.commits === 0) return null;
    const per = (count: number): number => count / this.commits;
    const packets = (...types: readonly QuorumPacket['type'][]): number =>
      per(types.reduce((sum, type) => sum + (this.packets.get(type) ?? 0), 0));
    return {
      broadcast: packets('PROPOSAL', 'ACK', 'COMMIT'),
      forwarded: packets('REQUEST'),
      pings: packets('PING'),
      all: per([...this.packets.values()].reduce((sum, count) => sum + count, 0)),
      bytes: per(this.bytes),
      syncs: per(this.syncs),
    };
  }
}

type PerCommit = Readonly<Record<'broadcast' | 'forwarded' | 'pings' | 'all' | 'bytes' | 'syncs', number>>;

/** What theory expects of the same counts; null where it expects nothing. */
export function expectedPerCommit(
  voters: number,
  pace: Pace,
  config: SharedConfig,
): Record<keyof PerCommit, number | null> {
  const load = loads[pace];
  const commits = writesIn(load);
  const broadcast = broadcastPackets(voters);
  const forwarded = forwardedShare(voters);
  const ping = pings(voters, load.windowUs, config) / commits;
  const { proposal, request } = setDataBytes(PATH.length, DATA_BYTES);
  // An answer to a ping tells each session that was touched since the last one: that of each write, or of each client.
  const touches = Math.min(1, (load.clients * load.windowUs) / halfTickUs(config) / commits);
  return {
    broadcast,
    forwarded,
    pings: ping,
    all: broadcast + forwarded + ping,
    bytes:
      (voters - 1) * (proposal + 2 * HEADER_BYTES) +
      forwarded * (request + touches * TOUCHED_BYTES) +
      ping * HEADER_BYTES,
    syncs: pace === 'rest' ? voters : null,
  };
}

export const messages: Question = {
  name: 'messages',
  title: 'What does a commit cost?',
  about: [
    `A write sets ${DATA_BYTES} bytes of the root. At rest one client writes twice a second; under load three write 1000 times a second ` +
      'together. Packets are those between servers on the quorum port; what clients and the election send is not counted.',
    'With n voters each commit takes n - 1 PROPOSALs, n - 1 ACKs and n - 1 COMMITs; a write of a client of a follower also a ' +
      'REQUEST to the leader. Pings go to each follower and back every half tick, so that the ' +
      'rest of what a commit seems to cost depends on how many there are.',
    'Bytes are those of ZooKeeper’s own encoding, without TCP and IP. Latency here does not grow with size.',
  ],
  variants: () => paces,
  setUp: (order, run) => {
    const config = configOf(order);
    const load = loads[run.variant as Pace];
    const fromUs = momentUs(run, config);
    const toUs = fromUs + load.windowUs;
    const first = fromUs + MARGIN_US;
    const last = toUs - MARGIN_US;
    const operations = together(
      ...Array.from({ length: load.clients }, (_, i) => {
        const shift = Math.floor((i * load.everyUs) / load.clients);
        return writes(`c${i + 1}`, first + shift, last + shift, load.everyUs);
      }),
    );
    const story = `Writes ${load.title}, and no faults.`;
    const untilUs = toUs + 1;
    return {
      of: measuredCase(order, run, { story, clients: load.clients, operations, faults: [], untilUs }),
      probe: new MessageProbe(fromUs, toUs),
      untilUs: Math.min(untilUs, fromUs + load.windowUs + recoveryBoundUs(config)),
    };
  },
  figures: (order, samples) => [
    ...paces.map((pace) => packetsFigure(pace, order, samples)),
    bytesFigure(order, samples),
    syncsFigure(order, samples),
  ],
};

function seriesOf(
  name: string,
  pace: Pace,
  field: keyof PerCommit,
  order: MeasureOrder,
  samples: Samples,
): FigureSeries {
  const config = configOf(order);
  return {
    name,
    points: order.voters.map((voters) => {
      const values = samples.of(pace, voters).map(({ sample }) => sample[field] as number);
      return meanPoint(values, expectedPerCommit(voters, pace, config)[field]);
    }),
  };
}

const FEWER_FORWARDED =
  'Somewhat fewer writes are forwarded than an even choice has it: a leader serves a little before its followers do, so that ' +
  'clients that were turned away while the ensemble started come to it more often.';

function packetsFigure(pace: Pace, order: MeasureOrder, samples: Samples): Figure {
  const series = (name: string, field: keyof PerCommit): FigureSeries => seriesOf(name, pace, field, order, samples);
  const { title } = loads[pace];
  return {
    id: `messages-${pace}`,
    title: `Packets between servers per committed transaction, ${title}`,
    unit: 'count',
    rowsAre: 'voters',
    rows: order.voters.map(String),
    series: [
      series('broadcast', 'broadcast'),
      series('forwarding', 'forwarded'),
      series('pings', 'pings'),
      series('all', 'all'),
    ],
    interval: 'bootstrap',
    reference: {
      kind: 'exact',
      text: '3(n - 1) to broadcast; (n - 1)/n to forward, for clients that choose evenly; 2(n - 1) pings every half tick, over the commits of that time',
    },
    notes: [FEWER_FORWARDED],
  };
}

function bytesFigure(order: MeasureOrder, samples: Samples): Figure {
  const { proposal, request } = setDataBytes(PATH.length, DATA_BYTES);
  return {
    id: 'messages-bytes',
    title: 'Bytes between servers per committed transaction',
    unit: 'bytes',
    rowsAre: 'voters',
    rows: order.voters.map(String),
    series: paces.map((pace) => seriesOf(loads[pace].title, pace, 'bytes', order, samples)),
    interval: 'bootstrap',
    reference: {
      kind: 'exact',
      text:
        `${proposal} bytes a PROPOSAL, ${request} a REQUEST, ${HEADER_BYTES} an ACK, a COMMIT and a ping, ` +
        `and ${TOUCHED_BYTES} for each session that the answer to a ping tells`,
    },
    notes: [FEWER_FORWARDED],
  };
}

function syncsFigure(order: MeasureOrder, samples: Samples): Figure {
  return {
    id: 'messages-syncs',
    title: 'Syncs of transaction logs per committed transaction',
    unit: 'count',
    rowsAre: 'voters',
    rows: order.voters.map(String),
    series: paces.map((pace) => seriesOf(loads[pace].title, pace, 'syncs', order, samples)),
    interval: 'bootstrap',
    reference: { kind: 'exact', text: 'one sync on each server, at rest' },
    notes: [
      'Under load one sync makes several transactions durable; each is acknowledged by a packet of its own all the same.',
    ],
  };
}
