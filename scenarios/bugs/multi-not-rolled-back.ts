import { standardParts } from '../../protocol/parts.ts';
import { Prep } from '../../protocol/pipeline/prep.ts';
import { defineBug } from './bug.ts';

/** Takes nothing back. */
class StubbornPrep extends Prep {
  protected override rollback(): void {
    return;
  }
}

export const multiNotRolledBack = defineBug({
  id: 'multi-not-rolled-back',
  name: 'multi-not-rolled-back',
  kind: 'further',
  title: 'a failed multi leaves its pending changes behind',
  phase: 'store',
  story:
    'The parts of a multi are checked one after the other, each with those before it in view. One fails, ' +
    'and what the others had added to the view stays there until the failed transaction is applied: a ' +
    'request behind it meets nodes and numbers that never come to be.',
  versions: '',
  leftOut: '',
  breaks: 'P7 a request is checked against what never happened',
  properties: ['updates-linearizable', 'linearizable-search', 'tree-digests'],
  parts: { ...standardParts, createPrep: (tree, config) => new StubbornPrep(tree, config) },
});
