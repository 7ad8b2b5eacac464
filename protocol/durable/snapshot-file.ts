/**
 * Snapshot files `snapshot.<hex zxid>`: a beginning with sessions, chunks of znodes, and an end. Without its end a
 * file is no snapshot; recovery passes over it.
 */
import { ZXID_ZERO, type Zxid } from '../ids.ts';
import type { SnapshotSession } from '../messages.ts';
import type { StoredRecord } from '../process.ts';
import type { SnapshotNode } from '../store/snapshot-node.ts';

export type SnapshotRecord =
  | {
      readonly kind: 'begin';
      /** See TxnLog: the history this snapshot belongs to. */
      readonly generation: number;
      readonly zxid: Zxid;
      readonly sessions: readonly SnapshotSession[];
    }
  | { readonly kind: 'nodes'; readonly nodes: readonly SnapshotNode[] }
  /** `horizon`: the last zxid whose effects the chunks may hold; the log must reach it for the tree to be whole. */
  | {
      readonly kind: 'end';
      readonly horizon: Zxid;
      /** How many znodes there are: the seal. */ readonly count: number;
    };

export interface SnapshotContent {
  readonly file: string;
  readonly generation: number;
  readonly zxid: Zxid;
  readonly horizon: Zxid;
  readonly sessions: readonly SnapshotSession[];
  readonly nodes: readonly SnapshotNode[];
  readonly bytes: number;
}

export function snapshotFileName(zxid: Zxid): string {
  return `snapshot.${zxid.toString(16)}`;
}

/** Of a leader's snapshot: never that of a file which is still needed while this one is being written. */
export function installedFileName(zxid: Zxid, generation: number): string {
  return `${snapshotFileName(zxid)}.${generation}`;
}

export function isSnapshotFile(file: string): boolean {
  return file.startsWith('snapshot.');
}

export function nodesBytes(nodes: readonly SnapshotNode[]): number {
  let sum = 0;
  for (const node of nodes) sum += 80 + node.path.length + (node.data?.length ?? 0);
  return sum;
}

/** The snapshot in a file as read, or null when it is incomplete or damaged. */
export function readSnapshot(file: string, records: readonly StoredRecord[] | null): SnapshotContent | null {
  if (records === null || records.length < 2) return null;
  const nodes: SnapshotNode[] = [];
  let begin: Extract<SnapshotRecord, { kind: 'begin' }> | null = null;
  let horizon: Zxid = ZXID_ZERO;
  let ended = false;
  let bytes = 0;
  for (const stored of records) {
    if (stored.state !== 'ok') return null;
    const record = stored.data as SnapshotRecord;
    bytes += stored.bytes;
    switch (record.kind) {
      case 'begin':
        begin = record;
        break;
      case 'nodes':
        for (const node of record.nodes) nodes.push(node);
        break;
      case 'end':
        horizon = record.horizon;
        ended = record.count === nodes.length;
        break;
    }
  }
  if (begin === null || !ended) return null;
  return { file, generation: begin.generation, zxid: begin.zxid, horizon, sessions: begin.sessions, nodes, bytes };
}
