import { standardParts } from '../../protocol/parts.ts';
import { ChangeRecord } from '../../protocol/pipeline/pending-view.ts';
import { Prep, type PrepContext } from '../../protocol/pipeline/prep.ts';
import type { MultiOp } from '../../protocol/op.ts';
import type { Zxid } from '../../protocol/ids.ts';
import { parentKey } from '../../protocol/store/path.ts';
import { defineBug } from './bug.ts';

/** Looks at the applied tree again, for all that the multi touched. */
class ForgetfulPrep extends Prep {
  protected override multi(op: MultiOp, context: PrepContext): ReturnType<Prep['multi']> {
    const made = super.multi(op, context);
    if (typeof made === 'number' || made.parts.every(({ type }) => type !== 'error')) return made;
    for (const { path } of op.parts) for (const each of [path, parentKey(path)]) this.forget(each, context.zxid);
    return made;
  }

  private forget(path: string, zxid: Zxid): void {
    if (this.view.pending(path) === undefined) return;
    const node = this.tree.node(path);
    if (node === undefined) this.view.addDeletion(zxid, path);
    else this.view.add(ChangeRecord.of(node, path, zxid));
  }
}

export const rollbackForgetsPending = defineBug({
  id: 'rollback-forgets-pending',
  name: 'rollback-forgets-pending',
  kind: 'further',
  title: 'a failed multi takes pending changes of others back with its own',
  phase: 'store',
  story:
    'When a multi fails, the pending records of its paths are taken away, and so are those that earlier ' +
    'requests had left there and nobody has applied yet. What follows is checked against the applied ' +
    'tree: a sequence number is given twice, a version that is outdated passes. ZOOKEEPER-1624 was of ' +
    'this kind.',
  versions: '',
  leftOut: '',
  breaks: 'P7 a request is checked against an outdated tree',
  properties: ['updates-linearizable', 'tree-digests', 'reads-consistent', 'linearizable-search', 'watches'],
  parts: { ...standardParts, createPrep: (tree, config) => new ForgetfulPrep(tree, config) },
});
