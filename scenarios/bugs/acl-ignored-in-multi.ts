import { standardParts } from '../../protocol/parts.ts';
import { Prep, type PrepContext } from '../../protocol/pipeline/prep.ts';
import type { MultiOp } from '../../protocol/op.ts';
import { defineBug } from './bug.ts';

/** Everybody is super. */
class OpenPrep extends Prep {
  protected override multi(op: MultiOp, context: PrepContext): ReturnType<Prep['multi']> {
    return super.multi(op, { ...context, auth: [...context.auth, { scheme: 'super', id: '' }] });
  }
}

export const aclIgnoredInMulti = defineBug({
  id: 'acl-ignored-in-multi',
  name: 'acl-ignored-in-multi',
  kind: 'further',
  title: 'a multi does not look at access control lists',
  phase: 'store',
  story: "Whoever may not write a node may do so in a multi: its parts are prepared as the server's own.",
  versions: '',
  leftOut: '',
  breaks: 'P7 a write by somebody who may not',
  properties: ['updates-linearizable'],
  parts: { ...standardParts, createPrep: (tree, config) => new OpenPrep(tree, config) },
});
