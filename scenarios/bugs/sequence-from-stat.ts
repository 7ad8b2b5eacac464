import { standardParts } from '../../protocol/parts.ts';
import { Prep, type PrepContext } from '../../protocol/pipeline/prep.ts';
import type { CreateOp } from '../../protocol/op.ts';
import { parentKey, sequenceSuffix } from '../../protocol/store/path.ts';
import { defineBug } from './bug.ts';

/** Makes the name itself, and a plain node of it. */
class StatPrep extends Prep {
  protected override create(op: CreateOp, context: PrepContext): ReturnType<Prep['create']> {
    const parent = this.view.find(parentKey(op.path));
    const isSequential = op.flags === 2 || op.flags === 3;
    if (!isSequential || parent === null) return super.create(op, context);
    const path = op.path + sequenceSuffix(2 * parent.cversion - parent.childCount);
    return super.create({ ...op, path, flags: op.flags - 2 }, context);
  }
}

export const sequenceFromStat = defineBug({
  id: 'sequence-from-stat',
  name: 'sequence-from-stat',
  kind: 'further',
  title: 'sequence numbers are taken from the cversion clients see',
  phase: 'store',
  story:
    'The number of a sequential node is how many children were ever created. Taken from the Stat instead, ' +
    'it counts deletions too: two creates and a delete give 3 where it should be 2, and the numbers no ' +
    'longer say which of two nodes is older.',
  versions: '',
  leftOut: '',
  breaks: 'P7 a sequential node with another name',
  properties: ['updates-linearizable', 'linearizable-search'],
  parts: { ...standardParts, createPrep: (tree, config) => new StatPrep(tree, config) },
});
