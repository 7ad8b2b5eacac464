/** Our servers, in memory: no sockets, and time passes only while something is waited for. */
import type { CompatRelease } from '../../../protocol/compat.ts';
import { ServedEnsemble } from '../../../scenarios/served/served-ensemble.ts';
import type { Arrival, SocketId } from '../../../scenarios/served/served-input.ts';
import type { Line, LineListener, Network } from './network.ts';
import { OUR_CONFIG, SLOW, type Clockwork } from './testbed.ts';

/** Where all clients come from: as from the loopback. */
const ADDRESS = '127.0.0.1';

export class MemoryNetwork implements Network {
  private readonly ensemble: ServedEnsemble;
  /** By how the sequences count them: the leader first. */
  private readonly order: readonly string[];
  private readonly listeners = new Map<SocketId, LineListener>();
  private nextSocket: SocketId = 1;
  private readonly settledUs: number;
  private readonly wallMs: number;

  /** `wallMs`: what the servers' clocks show in the beginning. */
  constructor(voters: number, wallMs: number, clockwork: Clockwork = SLOW, compat: CompatRelease = '3.8') {
    const config = { ...OUR_CONFIG, ...clockwork, compat };
    this.ensemble = new ServedEnsemble({ voters, seed: 'quiet', config, wallMs });
    if (!this.ensemble.settle()) throw new Error(this.ensemble.failure ?? 'the ensemble does not settle');
    this.settledUs = this.ensemble.nowUs;
    this.wallMs = wallMs;
    const leads = (name: string): number =>
      this.ensemble.standings.find((standing) => standing.name === name)?.state === 'LEADING' ? 0 : 1;
    this.order = [...this.ensemble.servers].sort((a, b) => leads(a) - leads(b) || Number(a) - Number(b));
  }

  get servers(): number {
    return this.order.length;
  }

  open(server: number, listener: LineListener): Line {
    const socket = this.nextSocket++;
    this.listeners.set(socket, listener);
    this.arrive(socket, { kind: 'opened', server: this.order[server] ?? '' });
    return {
      write: (bytes) => {
        if (this.listeners.has(socket)) this.arrive(socket, { kind: 'bytes', bytes });
      },
      // To ZooKeeper, and so to a gateway, whoever sends no more is gone; its end of the connection closes too.
      finish: () => {
        this.deliver();
        if (!this.listeners.delete(socket)) return;
        this.arrive(socket, { kind: 'closed' });
        listener.onClosed();
      },
      hangUp: () => {
        if (this.listeners.delete(socket)) this.arrive(socket, { kind: 'closed' });
      },
    };
  }

  until(met: () => boolean, withinMs: number): Promise<boolean> {
    const boundUs = this.ensemble.nowUs + withinMs * 1000;
    for (;;) {
      this.deliver();
      if (met()) return Promise.resolve(true);
      const { nowUs, nextUs } = this.ensemble;
      if (nowUs >= boundUs) return Promise.resolve(false);
      this.ensemble.runTo(Math.min(nextUs ?? boundUs, boundUs));
      if (this.ensemble.failure !== null) throw new Error(this.ensemble.failure);
    }
  }

  nowMs(): number {
    return this.wallMs + (this.ensemble.nowUs - this.settledUs) / 1000;
  }

  async word(server: number, word: string): Promise<string | null> {
    let text = '';
    let closed = false;
    const line = this.open(server, {
      onBytes: (bytes) => (text += Buffer.from(bytes).toString('latin1')),
      onClosed: () => (closed = true),
    });
    line.write(new Uint8Array(Buffer.from(word, 'latin1')));
    await this.until(() => closed, 5000);
    line.hangUp();
    return text === '' ? null : text;
  }

  private arrive(socket: SocketId, arrival: Arrival): void {
    this.ensemble.take({ kind: 'socket', atUs: this.ensemble.nowUs, socket, peer: ADDRESS, arrival });
    if (this.ensemble.failure !== null) throw new Error(this.ensemble.failure);
  }

  private deliver(): void {
    for (const { socket, departure } of this.ensemble.takeOutgoing()) {
      const listener = this.listeners.get(socket);
      if (listener === undefined) continue;
      if (departure.kind === 'bytes') listener.onBytes(departure.bytes);
      if (departure.kind === 'closed') {
        this.listeners.delete(socket);
        listener.onClosed();
      }
    }
  }
}
