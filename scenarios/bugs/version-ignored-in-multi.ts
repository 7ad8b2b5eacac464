import { standardParts } from '../../protocol/parts.ts';
import { Prep, type PrepContext } from '../../protocol/pipeline/prep.ts';
import { isCreate, type MultiOp } from '../../protocol/op.ts';
import { defineBug } from './bug.ts';

/** Any version will do. */
class TrustingPrep extends Prep {
  protected override multi(op: MultiOp, context: PrepContext): ReturnType<Prep['multi']> {
    return super.multi(
      { ...op, parts: op.parts.map((part) => (isCreate(part) ? part : { ...part, version: -1 })) },
      context,
    );
  }
}

export const versionIgnoredInMulti = defineBug({
  id: 'version-ignored-in-multi',
  name: 'version-ignored-in-multi',
  kind: 'further',
  title: 'a multi does not look at versions',
  phase: 'store',
  story:
    'setData, delete and check compare versions when they come alone; in a multi they do not. Two clients ' +
    'that both read version 3 and both write with it in a transaction both succeed: one update is lost, ' +
    'which is what the version was for.',
  versions: '',
  leftOut: '',
  breaks: 'P7 a compare-and-set that compares nothing',
  properties: ['updates-linearizable', 'linearizable-search'],
  parts: { ...standardParts, createPrep: (tree, config) => new TrustingPrep(tree, config) },
});
