/**
 * The address a connection comes from: what scheme `ip` identifies it by, what `maxClientCnxns` counts, and what
 * `cons` prints. A host with real sockets names its peers by their address, with or without a port; simulated
 * processes get one made from their name: clients `c1`, `c2`, … 10.0.0.1, 10.0.0.2, …, anything else 10.128.0.0/9.
 */
import type { ProcessName } from '../process.ts';
import { ContentHash } from '../std/hash.ts';

const CLIENT_NAME = /^c([1-9][0-9]{0,6})$/u;
const IPV4 = /^(?<address>\d{1,3}(?:\.\d{1,3}){3})(?::(?<port>\d+))?$/u;
/** Bare, or in brackets with a port; two colons at least. */
const IPV6 = /^(?:\[(?<address>(?:[\da-f]*:){2}[\da-f:.]*)\](?::(?<port>\d+))?|(?<bare>(?:[\da-f]*:){2}[\da-f:.]*))$/iu;

/** The address alone, as text. */
export function addressOf(name: ProcessName): string {
  const peer = withoutCertificate(name);
  const client = CLIENT_NAME.exec(peer);
  if (client !== null) return inNet10(Number(client[1]));
  const found = IPV4.exec(peer)?.groups ?? IPV6.exec(peer)?.groups;
  const address = found?.['address'] ?? found?.['bare'];
  return address ?? inNet10(0x800000 + (hash.begin().text(peer).end() % 0x800000));
}

/** The port the peer's name tells; 0 when it tells none. */
export function portOf(name: ProcessName): number {
  const peer = withoutCertificate(name);
  const found = IPV4.exec(peer)?.groups ?? IPV6.exec(peer)?.groups;
  return Number(found?.['port'] ?? 0);
}

/** Between an address and the subject of the certificate that its client has shown. */
const CERTIFICATE = '#';

/** The name of a peer that has shown a certificate: its subject is its identity of scheme `x509`. */
export function peerWithCertificate(address: ProcessName, subject: string): ProcessName {
  return `${address}${CERTIFICATE}${subject}`;
}

/** Null: it has shown none. */
export function certificateOf(peer: ProcessName): string | null {
  const at = peer.indexOf(CERTIFICATE);
  return at < 0 ? null : peer.slice(at + CERTIFICATE.length);
}

function withoutCertificate(peer: ProcessName): string {
  const at = peer.indexOf(CERTIFICATE);
  return at < 0 ? peer : peer.slice(0, at);
}

/** Scratch: begun and ended within a call. */
const hash = new ContentHash();

function inNet10(number: number): string {
  return `10.${Math.floor(number / 65536) % 256}.${Math.floor(number / 256) % 256}.${number % 256}`;
}
