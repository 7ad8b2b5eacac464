/** What a server keeps beyond its place in the ensemble: sessions, watches, connections and the tree with its stats. */
import type { ZxidText } from './moment-state.ts';

export interface ServerDetails {
  readonly name: string;
  readonly sessions: readonly SessionDetails[];
  /** By path, then by client. */
  readonly watches: readonly WatchDetails[];
  readonly connections: readonly { readonly client: string; readonly session: string }[];
  /** By path: the first ones, and how many there are beyond them. */
  readonly znodes: readonly ZnodeDetails[];
  readonly znodesLeft: number;
}

export interface SessionDetails {
  readonly session: string;
  readonly timeoutMs: number;
  /** Name of the client that is connected here with it; empty when none is. */
  readonly client: string;
  /** Only the leader knows: the server its client is connected to, when it expires by the leader's clock, whether it ends. */
  readonly tracked: { readonly owner: string; readonly leftMs: number; readonly closing: boolean } | null;
  /** Paths. */
  readonly ephemerals: readonly string[];
}

export interface WatchDetails {
  readonly path: string;
  readonly client: string;
  /** What it waits for: a change of the node, of its children. */
  readonly of: 'data' | 'children';
  readonly kind: 'once' | 'persistent' | 'recursive';
}

export interface ZnodeDetails {
  readonly path: string;
  readonly kind: 'persistent' | 'ephemeral' | 'container' | 'ttl';
  /** The first characters. */
  readonly data: string;
  readonly bytes: number;
  readonly version: number;
  readonly cversion: number;
  readonly aversion: number;
  readonly czxid: ZxidText;
  readonly mzxid: ZxidText;
  readonly pzxid: ZxidText;
  readonly children: number;
  /** Session of an ephemeral; empty for others. */
  readonly owner: string;
}
