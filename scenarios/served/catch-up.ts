/** What setWatches owes a client, by the state in which it is answered (DataTree.setWatches). */
import type { SetWatchesOp, WatchEventType } from '../../protocol/op.ts';
import type { WatchKind } from '../contract/watch-check.ts';
import type { ZnodeModel } from '../contract/znode-model.ts';

export interface CatchUp {
  /** `NodeDeleted /a`, in the order in which they are told. */
  readonly events: readonly string[];
  /** What has missed nothing and is armed again. */
  readonly armed: readonly { readonly kind: WatchKind; readonly path: string }[];
}

export function expectedCatchUp(model: ZnodeModel, op: SetWatchesOp): CatchUp {
  const events: string[] = [];
  const armed: { kind: WatchKind; path: string }[] = [];
  const tell = (event: WatchEventType, path: string): void => void events.push(`${event} ${path}`);
  for (const path of op.data) {
    const node = model.nodes.get(path);
    if (node === undefined) tell('NodeDeleted', path);
    else if (node.mzxid > op.relativeZxid) tell('NodeDataChanged', path);
    else armed.push({ kind: 'data', path });
  }
  for (const path of op.exist) {
    if (model.nodes.has(path)) tell('NodeCreated', path);
    else armed.push({ kind: 'exist', path });
  }
  for (const path of op.child) {
    const node = model.nodes.get(path);
    if (node === undefined) tell('NodeDeleted', path);
    else if (node.pzxid > op.relativeZxid) tell('NodeChildrenChanged', path);
    else armed.push({ kind: 'child', path });
  }
  return { events, armed };
}
