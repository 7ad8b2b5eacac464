/** Listening ports: one for each server, all or none. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { InputError } from '../record/input-error.ts';

export interface PortOptions {
  readonly host: string;
  /** The first one, the others count up; 0: free ones. */
  readonly port: number;
  readonly count: number;
  /** Somebody connected to the port of that index. */
  readonly onSocket: (index: number, socket: Socket) => void;
}

export class Ports {
  readonly numbers: readonly number[];
  private readonly servers: readonly Server[];

  private constructor(servers: readonly Server[]) {
    this.servers = servers;
    this.numbers = servers.map((server) => (server.address() as AddressInfo).port);
  }

  /** Rejects with an InputError when a port is in use or may not be used; then none is open. */
  static async open({ host, port, count, onSocket }: PortOptions): Promise<Ports> {
    const servers: Server[] = [];
    let open = false;
    try {
      for (let index = 0; index < count; index++) {
        // The other side may stop to send and still read: what that means is for the served server to say.
        const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
          if (open) onSocket(index, socket);
          else socket.destroy();
        });
        servers.push(server);
        await listen(server, host, port === 0 ? 0 : port + index);
      }
    } catch (error) {
      await closeAll(servers);
      throw error;
    }
    open = true;
    return new Ports(servers);
  }

  close(): Promise<void> {
    return closeAll(this.servers);
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refusal(error, host, port)));
    server.listen(port, host, () => {
      // From here on an error is that of one connection, which could not be accepted.
      server.removeAllListeners('error').on('error', () => {});
      resolve();
    });
  });
}

function refusal(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new InputError(`port ${port} of ${host} is in use`);
    case 'EACCES':
      return new InputError(`port ${port} of ${host} may not be used by this user`);
    case 'EADDRNOTAVAIL':
      return new InputError(`${host} is no address of this machine`);
    default:
      return error;
  }
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  const closings = servers.filter((server) => server.listening).map(closed);
  await Promise.all(closings);
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
