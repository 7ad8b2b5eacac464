/**
 * TLS at the ports that take plain connections too, as ZooKeeper's client.portUnification has it: a connection whose
 * first byte begins a TLS handshake is one, any other is plain. Who shows a certificate that the authority has signed is
 * known by its subject (scheme x509).
 */
import type { Socket } from 'node:net';
import { createSecureContext, createServer, type Server, type TLSSocket } from 'node:tls';
import { InputError } from '../record/input-error.ts';
import { subjectOf } from './subject-name.ts';

export interface TlsOptions {
  /** PEM. */
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  /** PEM: who signs the certificates of clients; without it none is asked for. */
  readonly ca?: string | Buffer;
  /** ssl.clientAuth; `need` unless said, where there is an authority. */
  readonly clientAuth?: 'need' | 'want' | 'none';
}

/** `raw`: the connection itself, below TLS if there is TLS. `subject`: whom the client's certificate speaks of. */
type Admitted = (socket: Socket, raw: Socket, subject: string | null) => void;

interface Waiting {
  readonly raw: Socket;
  readonly admitted: Admitted;
}

/** Of a TLS record that carries a handshake. A packet of ZooKeeper would be longer than any may be. */
const HANDSHAKE = 0x16;
/** How long a peer may take to say what it speaks, and to shake hands. */
const PATIENCE_MS = 10_000;

export class TlsDoor {
  private readonly server: Server;
  /** Who shakes hands, by the two ends of the connection: TLS has a socket of its own, with the same ends. */
  private readonly waiting = new Map<string, Waiting>();

  /** Fails with an InputError when certificate and key are none, or do not belong together. */
  constructor({ cert, key, ca, clientAuth = 'need' }: TlsOptions) {
    const asks = ca !== undefined && clientAuth !== 'none';
    try {
      createSecureContext({ cert, key, ...(ca === undefined ? {} : { ca }) });
      this.server = createServer({
        cert,
        key,
        ...(ca === undefined ? {} : { ca }),
        requestCert: asks,
        rejectUnauthorized: asks && clientAuth === 'need',
        allowHalfOpen: true,
        handshakeTimeout: PATIENCE_MS,
      });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new InputError(`the certificate or its key cannot be used: ${why}.`, { cause: error });
    }
    this.server.on('tlsClientError', (_error, socket) => socket.destroy());
    this.server.on('secureConnection', (socket) => {
      const ends = endsOf(socket);
      const waiting = this.waiting.get(ends);
      this.waiting.delete(ends);
      if (waiting === undefined) socket.destroy();
      else waiting.admitted(socket, waiting.raw, subjectIn(socket));
    });
  }

  /** Calls back when it is known what the socket speaks, and TLS has shaken hands. */
  admit(socket: Socket, admitted: Admitted): void {
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.on('error', () => {});
    socket.once('readable', () => {
      const chunk = socket.read() as Buffer | null;
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      if (chunk === null) {
        socket.destroy();
        return;
      }
      socket.unshift(chunk);
      if (chunk[0] === HANDSHAKE) this.shakeHands(socket, admitted);
      else admitted(socket, socket, null);
    });
  }

  private shakeHands(socket: Socket, admitted: Admitted): void {
    const ends = endsOf(socket);
    this.waiting.set(ends, { raw: socket, admitted });
    socket.once('close', () => this.waiting.delete(ends));
    this.server.emit('connection', socket);
  }
}

function endsOf({ remoteAddress, remotePort, localPort }: Socket): string {
  return `${remoteAddress ?? ''} ${remotePort ?? 0} ${localPort ?? 0}`;
}

function subjectIn(socket: TLSSocket): string | null {
  if (!socket.authorized) return null;
  const { raw } = socket.getPeerCertificate();
  return raw === undefined ? null : subjectOf(raw);
}
