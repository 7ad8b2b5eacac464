/** The tree of a server with the stats of its znodes, for people who look at one server of a play. */
import type { ZxidText } from './moment-state.ts';

export interface ServerTree {
  readonly server: string;
  /** By path: the first ones, and how many there are beyond them. */
  readonly znodes: readonly ZnodeDetails[];
  readonly left: number;
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
