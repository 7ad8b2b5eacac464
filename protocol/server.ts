/** A ZooKeeper server as a process: `createServer(config)`, or with other parts (see parts.ts). */
import { inOneShape, type ServerConfig } from './config.ts';
import { standardParts, type Parts } from './parts.ts';
import type { Process } from './process.ts';
import { QuorumPeer } from './zab/peer.ts';

export function createServer(config: ServerConfig, parts: Parts = standardParts): Process {
  return new QuorumPeer(inOneShape(config), parts);
}
