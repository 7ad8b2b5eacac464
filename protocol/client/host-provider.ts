/** Which server to try next and how long to wait before (StaticHostProvider and the pause of ClientCnxn). */
import type { Out, ProcessName } from '../process.ts';
import type { ClientConfig } from './client-config.ts';

/** Rounds after which the wait no longer doubles. */
const DOUBLINGS_MAX = 10;

export class HostProvider {
  private readonly config: ClientConfig;
  private index = -1;
  private failures = 0;

  constructor(config: ClientConfig) {
    this.config = config;
  }

  /** The server to try; the first time any of them, quietly the first of the list. */
  current(out: Out): ProcessName {
    const servers = this.config.servers;
    if (this.index < 0) this.index = servers.length === 1 ? 0 : out.choose('first server', servers.length);
    return servers[this.index] as ProcessName;
  }

  /** Turns to another server, quietly the next of the list; returns the microseconds to wait before trying it. */
  turn(out: Out): number {
    const others = this.config.servers.length - 1;
    if (others > 0) {
      const step = others === 1 ? 0 : out.choose('next server', others);
      this.index = (this.index + 1 + step) % this.config.servers.length;
    }
    const rounds = Math.min(Math.floor(this.failures / this.config.servers.length), DOUBLINGS_MAX);
    this.failures++;
    const waitMs = Math.min(this.config.reconnectDelayMs << rounds, this.config.reconnectDelayMaxMs);
    const half = waitMs * 500;
    return half + out.choose('reconnect delay', half);
  }

  /** A session is up: the next loss begins with the shortest wait again. */
  succeeded(): void {
    this.failures = 0;
  }
}
