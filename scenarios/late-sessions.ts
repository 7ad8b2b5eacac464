/**
 * Sessions that come too late for who asked for them. A client gives each server its session time-out divided by the number
 * of servers, and then tries the next (ClientCnxn.connectTimeout). Where messages, disks and threads are slower than
 * that, every session is made when its client has gone on: the ensemble serves, and this client cannot be served.
 */
import type { SessionId } from '../protocol/ids.ts';
import type { ProcessName } from '../protocol/process.ts';
import { serverOfSession } from '../protocol/session/session-id.ts';
import type { World } from '../sim/kernel/world.ts';

type Processes = Pick<World, 'isUp' | 'process'>;

interface ClientPicture {
  readonly phase: string;
  readonly server: ProcessName | null;
}

export class LateSessions {
  private readonly clients: readonly ProcessName[];
  private late = 0;
  private inTime = 0;

  constructor(clients: readonly ProcessName[]) {
    this.clients = clients;
  }

  /** A server has applied the creation of a session; it answers if it is the one that was asked. */
  onMade(session: SessionId, at: ProcessName, world: Processes): void {
    if (String(serverOfSession(session)) !== at) return;
    if (this.clients.some((client) => isWaitingFor(at, client, world))) this.inTime++;
    else this.late++;
  }

  /** Whether that is what usually happened. A session whose client still waits is owed to it, and none of these. */
  get areTheRule(): boolean {
    return this.late > this.inTime;
  }
}

function isWaitingFor(server: ProcessName, client: ProcessName, world: Processes): boolean {
  if (!world.isUp(client)) return false;
  const picture = world.process(client).inspect() as ClientPicture;
  return picture.phase === 'handshake' && picture.server === server;
}
