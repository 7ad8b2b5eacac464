import { standardParts } from '../../protocol/parts.ts';
import { CommitProcessor, type Committed, type CommitOptions } from '../../protocol/pipeline/commit-processor.ts';
import { defineBug } from './bug.ts';

/** With two commits waiting, takes the second before the first. */
class SwappingCommitProcessor extends CommitProcessor {
  private first: Committed | undefined;

  override start(options: CommitOptions): void {
    super.start(options);
    this.first = undefined;
  }

  protected override takeCommitted(): Committed | undefined {
    const held = this.first;
    this.first = undefined;
    if (held !== undefined) return held;
    const next = super.takeCommitted();
    const after = this.committed.first();
    if (next === undefined || after === undefined || !('txn' in next) || !('txn' in after)) return next;
    this.first = next;
    return super.takeCommitted();
  }

  protected override get hasCommitted(): boolean {
    return this.first !== undefined || super.hasCommitted;
  }
}

export const commitOutOfOrder = defineBug({
  id: 'G5',
  name: 'commit-out-of-order',
  kind: 'textbook',
  title: 'commits are applied out of order',
  phase: 'broadcast',
  story:
    'When two commits wait, the later is applied first. Replicas pass through states that no history has, and ' +
    'clients of different servers see two updates in different orders.',
  versions: '',
  leftOut: '',
  breaks: 'P2 delivered sequences are no prefixes of each other',
  properties: ['zab-prefix', 'zab-primary-order', 'tree-digests', 'updates-linearizable', 'reads-consistent'],
  parts: { ...standardParts, createCommitProcessor: (final) => new SwappingCommitProcessor(final) },
});
