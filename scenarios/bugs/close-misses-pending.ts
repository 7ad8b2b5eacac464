import { standardParts } from '../../protocol/parts.ts';
import { Prep, type PrepContext } from '../../protocol/pipeline/prep.ts';
import { defineBug } from './bug.ts';

/** Asks the applied tree alone. */
class NearsightedPrep extends Prep {
  protected override closeSession(context: PrepContext): ReturnType<Prep['closeSession']> {
    const { paths } = super.closeSession(context);
    return { type: 'closeSession', paths: paths.filter((path) => this.tree.node(path) !== undefined) };
  }
}

export const closeMissesPending = defineBug({
  id: 'close-misses-pending',
  name: 'close-misses-pending',
  kind: 'further',
  title: 'closing a session misses ephemerals that are still on their way',
  phase: 'session',
  story:
    'closeSession lists the ephemerals of the session that the leader has applied. One whose create is ' +
    'prepared and not applied yet is not among them; it is created a moment before the close, and stays ' +
    'for ever. Each server deletes what the transaction lists, so all of them keep it.',
  versions: '',
  leftOut: '',
  breaks: 'P9 an ephemeral outlives its session',
  properties: ['sessions', 'updates-linearizable', 'reads-consistent', 'tree-digests', 'watches'],
  parts: { ...standardParts, createPrep: (tree, config) => new NearsightedPrep(tree, config) },
});
