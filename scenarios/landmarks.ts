/**
 * The steps by which a run is known again: what servers tell each other when they discover, synchronise and broadcast,
 * when servers crash and start, and which faults strike. A stored case keeps those up to its failure, so that a later run
 * that goes another way can say where it left. Heartbeats, elections and anything without a name of its own are left out:
 * their number changes with every detail.
 */
import type { QuorumPacket } from '../protocol/messages.ts';
import { Channel } from '../protocol/messages.ts';
import { showZxid } from '../protocol/ids.ts';
import type { Input, ProcessName } from '../protocol/process.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from '../sim/kernel/observer.ts';
import type { Case } from '../sim/record/case.ts';
import { runCase } from './run.ts';
import type { RunHost } from './simulation.ts';

/** A case stays small; the beginning of a longer way is kept. */
export const LANDMARKS_MAX = 80;

export class Landmarks implements Observer {
  readonly labels: string[] = [];
  private readonly events: number[] = [];

  onInput(process: ProcessName, input: Input, { event }: Moment): void {
    if (input.kind !== 'message' || input.channel !== Channel.QUORUM) return;
    const label = packetLabel(input.message as QuorumPacket, input.peer, process);
    if (label !== null) this.put(label, event);
  }

  onLifecycle(process: ProcessName, lifecycle: Lifecycle, { event }: Moment): void {
    if (!/^[0-9]+$/.test(process)) return;
    const { change } = lifecycle;
    if (change === 'started' && lifecycle.incarnation === 1) return;
    this.put(`${change} ${process}`, event);
  }

  onFault(fault: FaultNotice, { event }: Moment): void {
    if (fault.kind !== 'undo' && fault.effective) this.put(fault.text, event);
  }

  /** Those up to and including an event. */
  upTo(event: number): string[] {
    return this.labels.filter((_, i) => (this.events[i] ?? 0) <= event).slice(0, LANDMARKS_MAX);
  }

  private put(label: string, event: number): void {
    this.labels.push(label);
    this.events.push(event);
  }
}

function packetLabel(packet: QuorumPacket, from: ProcessName, to: ProcessName): string | null {
  const way = `${packet.type} ${from}->${to}`;
  switch (packet.type) {
    case 'FOLLOWERINFO':
    case 'OBSERVERINFO':
    case 'UPTODATE':
      return way;
    case 'LEADERINFO':
      return `${way} ${packet.epoch}`;
    case 'ACKEPOCH':
      return `${way} ${showZxid(packet.lastZxid)}`;
    case 'DIFF':
    case 'TRUNC':
    case 'SNAP':
    case 'NEWLEADER':
    case 'ACK':
    case 'COMMIT':
      return `${way} ${showZxid(packet.zxid)}`;
    case 'PROPOSAL':
    case 'INFORM':
      return `${way} ${showZxid(packet.txn.zxid)}`;
    case 'SNAPCHUNK':
    case 'SNAPEND':
    case 'PING':
    case 'REQUEST':
    case 'SYNC':
    case 'CONFIRM':
    case 'CONFIRMED':
    case 'REVALIDATE':
      return null;
  }
}

/** The case as it is to be stored: with what its run found, and the landmarks on the way to that. */
export function storedCase(of: Case, engine: string, host: Pick<RunHost, 'registry'> = {}): Case {
  const landmarks = new Landmarks();
  const { result } = runCase(of, { ...host, observers: [landmarks] });
  const { failure, verdict, fingerprint } = result;
  return {
    ...of,
    engine,
    expect: { verdict, signature: failure?.signature ?? null },
    fingerprint,
    landmarks: landmarks.upTo(failure === null || failure.event < 0 ? Infinity : failure.event),
  };
}
