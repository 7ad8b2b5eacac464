/** The little of a WebSocket that speaking to Node's inspector takes: text frames both ways, the requests numbered. */
import { connect, type Socket } from 'node:net';

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

export class InspectorClient {
  private readonly socket: Socket;
  private received = Buffer.alloc(0);
  private open = false;
  private next = 1;
  private readonly answers: Answer[] = [];
  private readonly waiting: { readonly is: (answer: Answer) => boolean; readonly tell: (answer: Answer) => void }[] =
    [];

  constructor(url: string) {
    const { hostname, port, pathname } = new URL(url);
    this.socket = connect(Number(port), hostname, () => {
      const key = 'dGhlIHNhbXBsZSBub25jZQ==';
      this.socket.write(
        `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
      );
    });
    this.socket.on('data', (data) => {
      this.received = Buffer.concat([this.received, data]);
      this.read();
    });
    this.socket.on('error', () => undefined);
    // A program that goes on and ends at once may never answer: nobody waits for it then.
    this.socket.on('close', () => {
      for (const { tell } of this.waiting.splice(0)) tell({});
    });
  }

  /** Asks and waits for the answer's result. */
  async ask(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const id = this.next++;
    this.write(JSON.stringify({ id, method, params }));
    return (await this.when((answer) => answer.id === id)).result;
  }

  /** The parameters of the next event of that name, or of one that came already. */
  async event(method: string): Promise<unknown> {
    return (await this.when((answer) => answer.method === method)).params;
  }

  close(): void {
    this.socket.destroy();
  }

  private when(is: (answer: Answer) => boolean): Promise<Answer> {
    const at = this.answers.findIndex(is);
    if (at >= 0) return Promise.resolve(this.answers.splice(at, 1)[0] as Answer);
    return new Promise((tell) => this.waiting.push({ is, tell }));
  }

  /** Frames of a client are masked; a mask of zeros changes nothing. */
  private write(text: string): void {
    const payload = Buffer.from(text);
    const length =
      payload.length < 126
        ? Buffer.from([0x80 | payload.length])
        : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 255]);
    const send = (): void =>
      void this.socket.write(Buffer.concat([Buffer.from([0x81]), length, Buffer.alloc(4), payload]));
    if (this.open) send();
    else this.socket.once('open', send);
  }

  private read(): void {
    if (!this.open) {
      const end = this.received.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.received = this.received.subarray(end + 4);
      this.open = true;
      this.socket.emit('open');
    }
    for (let frame = this.takeFrame(); frame !== null; frame = this.takeFrame()) this.take(JSON.parse(frame) as Answer);
  }

  private takeFrame(): string | null {
    const { received } = this;
    if (received.length < 2) return null;
    const short = (received[1] ?? 0) & 127;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (received.length < head) return null;
    const length = short < 126 ? short : short === 126 ? received.readUInt16BE(2) : Number(received.readBigUInt64BE(2));
    if (received.length < head + length) return null;
    this.received = received.subarray(head + length);
    return received.subarray(head, head + length).toString('utf8');
  }

  private take(answer: Answer): void {
    const at = this.waiting.findIndex(({ is }) => is(answer));
    if (at < 0) this.answers.push(answer);
    else this.waiting.splice(at, 1)[0]?.tell(answer);
  }
}
