/**
 * The control port: commands as JSON over HTTP, on loopback, from whoever shows the token. An answer comes when the
 * command has taken effect.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { InputError } from '../record/input-error.ts';

export const commandSchema = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('act'), line: z.string().min(1).max(4096) }),
  z.strictObject({ command: z.literal('advance'), ms: z.number().positive().max(31_536_000_000) }),
  z.strictObject({ command: z.literal('status') }),
  z.strictObject({ command: z.literal('stop') }),
]);
export type ControlCommand = z.infer<typeof commandSchema>;

/** Carries out a command; what it returns is the answer. An InputError is an answer too. */
export type Obey = (command: ControlCommand) => Promise<unknown>;

const BODY_BYTES = 65_536;

export class ControlPort {
  readonly port: number;
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  static async open(host: string, token: string, obey: Obey): Promise<ControlPort> {
    const server = createServer((request, response) => void answer(request, response, token, obey));
    server.requestTimeout = 5_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, host, resolve);
    });
    return new ControlPort(server);
  }

  /** Answers that are on their way still go out. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    await closed;
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, token: string, obey: Obey): Promise<void> {
  const send = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
    response.end(`${JSON.stringify(body)}\n`);
  };
  if (!isSame(request.headers.authorization ?? '', `Bearer ${token}`)) {
    send(401, { error: 'the token is not the one that sim serve has written down.' });
    request.destroy();
    return;
  }
  try {
    const command = commandSchema.safeParse(await bodyOf(request));
    if (!command.success) send(400, { error: 'the command cannot be read.' });
    else send(200, (await obey(command.data)) ?? {});
  } catch (error) {
    if (error instanceof InputError) send(400, { error: error.message });
    else send(500, { error: error instanceof Error ? error.message : String(error) });
  }
}

/** In a time that does not depend on where they differ. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > BODY_BYTES) throw new InputError('the command is too long.');
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
