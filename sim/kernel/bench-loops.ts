/**
 * Loops that tell what the engine costs by itself. The clock is handed in: nothing here knows real time, and the
 * counts are the same on every machine.
 */
import type { ConnectionId, Input, Out, Process } from '../../protocol/process.ts';
import { Event } from './event.ts';
import { EventHeap } from './event-heap.ts';
import { draw, draw53 } from './keyed-hash.ts';
import { latencyOf, type Latency } from './distribution.ts';
import { World } from './world.ts';

export interface LoopResult {
  readonly events: number;
  readonly ms: number;
  readonly eventsPerSecond: number;
}

function result(events: number, ms: number): LoopResult {
  return { events, ms, eventsPerSecond: ms > 0 ? Math.round((events / ms) * 1000) : 0 };
}

const hops: Latency = { shape: 'exponential', minUs: 1, spreadUs: 5000, maxUs: 100_000 };

/** Pop the earliest, look at its kind, push a new one; `pending` events wait all the time. */
export function bareLoop(nowMs: () => number, events: number, pending = 100): LoopResult {
  const heap = new EventHeap();
  for (let i = 0; i < pending; i++) heap.push(new Event(i, i, 1 + (i & 7), null, 0, null, '', null, 0, -1));
  let handled = 0;
  let seq = pending;
  const began = nowMs();
  for (let i = 0; i < events; i++) {
    const event = heap.pop();
    switch (event.kind) {
      case 1:
      case 2:
        handled++;
        break;
      default:
        handled += 2;
    }
    heap.push(
      new Event(event.t + 1 + (Math.imul(seq, 0x9e3779b1) >>> 18), seq, 1 + (seq & 7), null, 0, null, '', null, 0, i),
    );
    seq++;
  }
  const ms = nowMs() - began;
  return result(handled > 0 ? events : 0, ms);
}

/**
 * Six chains of integer operations, none of which waits for another: about as many as a core can begin. It uses no memory: what
 * lowers it is the clock of the core, or somebody else who works on it.
 */
export function coreLoop(nowMs: () => number, turns: number): LoopResult {
  let [a, b, c, d, e, f] = [1, 2, 3, 4, 5, 6];
  const began = nowMs();
  for (let i = 0; i < turns; i++) {
    a = ((a + 3) | 0) ^ i;
    b = ((b + 5) | 0) ^ i;
    c = ((c + 7) | 0) ^ i;
    d = ((d + 9) | 0) ^ i;
    e = ((e + 11) | 0) ^ i;
    f = ((f + 13) | 0) ^ i;
  }
  const ms = nowMs() - began;
  return result(Number.isInteger(a ^ b ^ c ^ d ^ e ^ f) ? 12 * turns : 0, ms);
}

/** What one addressed draw costs: a latency from a keyed word. */
export function drawLoop(nowMs: () => number, draws: number): LoopResult {
  let sum = 0;
  const began = nowMs();
  for (let n = 0; n < draws; n++) sum += latencyOf(hops, draw(1, 2, n, 0));
  const ms = nowMs() - began;
  return result(sum > 0 && draw53(1, 2, 0, 0) > 0 ? draws : 0, ms);
}

/** Sends each message it gets back, now and then through a stage, its disk or a timer. */
class Relay implements Process {
  private readonly peers: readonly string[];
  private count = 0;

  constructor(peers: readonly string[]) {
    this.peers = peers;
  }

  step(input: Input, out: Out): void {
    switch (input.kind) {
      case 'start':
        for (const peer of this.peers) this.begin(out.open(peer, 'relay'), out);
        return;
      case 'message':
        this.count++;
        if ((this.count & 15) === 0) {
          out.append('log', this.count, 100);
          out.sync('log');
        }
        if ((this.count & 7) === 0) out.setTimer('tick', 50_000);
        if ((this.count & 3) === 0) out.handOver('apply', input.message);
        out.send(input.connection, input.message);
        return;
      case 'timer':
      case 'stage':
      default:
        return;
    }
  }

  private begin(connection: ConnectionId, out: Out): void {
    for (let i = 0; i < 10; i++) out.send(connection, { type: 'BALL', i, zxid: 4294967296 + i } as { type: string });
  }

  inspect(): unknown {
    return { count: this.count };
  }
}

function createFirst(): Process {
  return new Relay([]);
}
function createSecond(): Process {
  return new Relay(['1']);
}
function createThird(): Process {
  return new Relay(['1', '2']);
}
function createFourth(): Process {
  return new Relay(['1', '2', '3']);
}
function createFifth(): Process {
  return new Relay(['1', '2', '3', '4']);
}

/** Five processes with trivial handlers on the whole engine: network, disks, draws, fingerprint. */
export function relayWorld(seed: string): World {
  const world = new World({ seed, limits: { events: 1_000_000_000 } });
  const makers = [createFirst, createSecond, createThird, createFourth, createFifth];
  makers.forEach((create, index) => {
    world.addProcess({ name: String(index + 1), create });
    world.startProcess(String(index + 1), index * 10);
  });
  return world;
}

/** The engine with trivial handlers until `events` events were taken. */
export function engineLoop(nowMs: () => number, events: number): LoopResult {
  const world = relayWorld('1');
  const began = nowMs();
  while (world.events < events) world.run(world.nowUs + 100_000);
  return result(world.events, nowMs() - began);
}
