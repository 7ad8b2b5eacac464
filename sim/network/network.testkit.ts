/** Two processes for network tests: a source sends numbered messages as told, a sink writes down what comes. */
import type { ConnectionId, Input, Message, Out, Process } from '../../protocol/process.ts';
import { World, type WorldOptions } from '../kernel/world.ts';

export interface Numbered extends Message {
  readonly n: number;
}

/** Requests: a number of messages to send, `open`, `close`. Writes down what happens to it. */
export class Source implements Process {
  readonly log: string[] = [];
  connection: ConnectionId = 0;
  private next = 0;

  step(input: Input, out: Out): void {
    switch (input.kind) {
      case 'request':
        if (input.request === 'open') this.connection = out.open('sink', 'data');
        else if (input.request === 'close') out.close(this.connection);
        else if (input.request === 'notify') this.send(out, true);
        else for (let i = 0; i < (input.request as number); i++) this.send(out, false);
        return;
      case 'opened':
        this.log.push('opened');
        return;
      case 'closed':
        this.log.push(input.reason);
        return;
      case 'writable':
        this.log.push('writable');
        return;
      case 'message':
        this.log.push(`got ${(input.message as Numbered).n}`);
        return;
      default:
        return;
    }
  }

  private send(out: Out, notify: boolean): void {
    out.send(this.connection, { type: 'N', n: this.next++ } as Numbered, notify);
  }

  inspect(): unknown {
    return this.log;
  }
}

export class Sink implements Process {
  readonly got: number[] = [];
  readonly log: string[] = [];
  private connection: ConnectionId = 0;

  step(input: Input, out: Out): void {
    if (input.kind === 'message') this.got.push((input.message as Numbered).n);
    else if (input.kind === 'opened') {
      this.log.push('opened');
      this.connection = input.connection;
    } else if (input.kind === 'closed') this.log.push(input.reason);
    else if (input.kind === 'request') out.send(this.connection, { type: 'BACK', n: input.id } as Numbered);
  }

  inspect(): unknown {
    return this.got;
  }
}

function createSource(): Process {
  return new Source();
}
function createSink(): Process {
  return new Sink();
}

export class Pair {
  readonly world: World;
  private nextRequest = 1;

  constructor(options: WorldOptions) {
    this.world = new World(options);
    this.world.addProcess({ name: 'source', create: createSource, hasDisk: false });
    this.world.addProcess({ name: 'sink', create: createSink, hasDisk: false });
    this.world.startProcess('source', 0);
    this.world.startProcess('sink', 0);
  }

  /** Asks the source at a time. */
  ask(atUs: number, what: 'open' | 'close' | 'notify' | number): this {
    this.world.request('source', atUs, this.nextRequest++, what);
    return this;
  }

  /** Has the sink send something back. */
  answer(atUs: number, n: number): this {
    this.world.request('sink', atUs, n, null);
    return this;
  }

  run(untilUs: number): this {
    this.world.run(untilUs);
    return this;
  }

  get source(): Source {
    return this.world.process('source') as Source;
  }

  get sink(): Sink {
    return this.world.process('sink') as Sink;
  }
}

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}
