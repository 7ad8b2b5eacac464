/** Servers behind ports of the loopback. */
import { connect, type Socket } from 'node:net';
import { askWord } from './four-letter-word.ts';
import type { Line, LineListener, Network } from './network.ts';
import type { Servers } from './real-server.ts';

export class TcpNetwork implements Network {
  private readonly ports: readonly number[];
  readonly nowMs: () => number;
  /** Those who wait; each looks again whenever something has arrived. */
  private readonly waiting = new Set<() => void>();

  constructor({ ports, nowMs }: Pick<Servers, 'ports' | 'nowMs'>) {
    this.ports = ports;
    this.nowMs = nowMs;
  }

  get servers(): number {
    return this.ports.length;
  }

  open(server: number, listener: LineListener): Line {
    const socket = connect({ port: this.ports[server] ?? 0, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    let open = true;
    const closed = (): void => {
      if (!open) return;
      open = false;
      listener.onClosed();
      this.lookAgain();
    };
    socket.on('data', (chunk: Buffer) => {
      if (!open) return;
      listener.onBytes(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length));
      this.lookAgain();
    });
    // A reset is a close: which of both it is depends on what the server had left unread.
    socket.on('error', () => closed());
    socket.on('end', () => {
      socket.destroy();
      closed();
    });
    socket.on('close', () => closed());
    return {
      write: (bytes) => void socket.write(bytes),
      finish: () => void socket.end(),
      hangUp: () => {
        open = false;
        hangUp(socket);
      },
    };
  }

  until(met: () => boolean, withinMs: number): Promise<boolean> {
    if (met()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (result: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(result);
      };
      const timer = setTimeout(() => end(false), withinMs);
      const look = (): void => {
        if (met()) end(true);
      };
      this.waiting.add(look);
    });
  }

  word(server: number, word: string): Promise<string | null> {
    return askWord(this.ports[server] ?? 0, word);
  }

  private lookAgain(): void {
    for (const look of [...this.waiting]) look();
  }
}

/** A FIN, not a reset: what was written still arrives. */
function hangUp(socket: Socket): void {
  socket.end();
  socket.destroySoon();
}
