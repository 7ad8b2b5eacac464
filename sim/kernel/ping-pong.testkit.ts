/** A process that has never heard of Zab: it pings its peer, and the peer answers. */
import type { ConnectionId, Input, Message, Out, Process, ProcessName } from '../../protocol/process.ts';
import type { Roles } from '../fault/roles.ts';

interface Ball extends Message {
  readonly n: number;
}

export class PingPong implements Process {
  private readonly peer: ProcessName | null;
  private connection: ConnectionId = 0;
  private seen = 0;

  constructor(peer: ProcessName | null) {
    this.peer = peer;
  }

  step(input: Input, out: Out): void {
    if (input.kind === 'start' || input.kind === 'closed') {
      if (this.peer !== null) out.setTimer('open', 1000);
    } else if (input.kind === 'timer') {
      this.connection = out.open(this.peer as ProcessName, 'game');
      out.send(this.connection, { type: 'PING', n: 0 } as Ball);
    } else if (input.kind === 'message') {
      this.seen++;
      out.append('log.1', this.seen, 10);
      out.sync('log.1');
      out.handOver('answer', (input.message as Ball).n + 1);
      this.connection = input.connection;
    } else if (input.kind === 'stage') {
      const n = input.item as number;
      if (out.choose('pause', 4) === 3) out.fact({ type: 'lucky', n });
      out.send(this.connection, { type: this.peer === null ? 'PONG' : 'PING', n } as Ball);
    }
  }

  inspect(): unknown {
    return { seen: this.seen };
  }
}

export function createPinger(): Process {
  return new PingPong('2');
}

export function createPonger(): Process {
  return new PingPong(null);
}

/** Roles for two players: the first leads. Any disk may be lost: nobody promised anything. */
export class TwoRoles implements Roles {
  servers(): readonly ProcessName[] {
    return ['1', '2'];
  }
  clients(): readonly ProcessName[] {
    return [];
  }
  voters(): readonly ProcessName[] {
    return ['1', '2'];
  }
  leader(): ProcessName | null {
    return '1';
  }
  followers(): readonly ProcessName[] {
    return ['2'];
  }
  followersInSync(): readonly ProcessName[] {
    return ['2'];
  }
  observers(): readonly ProcessName[] {
    return [];
  }
  withinBudget(): boolean {
    return true;
  }
  expire(): boolean {
    return false;
  }
}
