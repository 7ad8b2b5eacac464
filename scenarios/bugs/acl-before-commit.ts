import { standardParts } from '../../protocol/parts.ts';
import { Prep, type PrepContext } from '../../protocol/pipeline/prep.ts';
import type { SetAclOp } from '../../protocol/op.ts';
import { defineBug } from './bug.ts';

/** The pending record of the node gets the new list too. */
class EagerPrep extends Prep {
  protected override setAcl(op: SetAclOp, context: PrepContext): ReturnType<Prep['setAcl']> {
    const made = super.setAcl(op, context);
    const record = this.view.find(op.path);
    if (typeof made === 'number' || record === null) return made;
    const changed = record.after(record.zxid);
    changed.acl = made.acl;
    this.view.add(changed);
    return made;
  }
}

export const aclBeforeCommit = defineBug({
  id: 'acl-before-commit',
  name: 'acl-before-commit',
  kind: 'further',
  title: 'a setACL counts before it is committed',
  phase: 'store',
  story:
    'A setACL that is prepared and not committed is what the writes behind it are checked against. ' +
    'ZooKeeper checks them against the list before it until the setACL is applied, so a write that it ' +
    'lets pass is refused here.',
  versions: '',
  leftOut: '',
  breaks: 'P7 a write has another outcome than in ZooKeeper',
  properties: ['updates-linearizable'],
  parts: { ...standardParts, createPrep: (tree, config) => new EagerPrep(tree, config) },
});
