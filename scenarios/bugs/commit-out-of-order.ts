import { standardParts } from '../../protocol/parts.ts';
import { CommitProcessor, type CommitOptions } from '../../protocol/pipeline/commit-processor.ts';
import type { Txn } from '../../protocol/txn.ts';
import { defineBug } from './bug.ts';

/** With two commits waiting, applies the second before the first. */
class SwappingCommitProcessor extends CommitProcessor {
  private held: Txn | null = null;

  override start(options: CommitOptions): void {
    super.start(options);
    this.held = null;
  }

  override reset(): void {
    super.reset();
    this.held = null;
  }

  protected override applyCommitted(txn: Txn): void {
    const held = this.held;
    if (held === null && this.backlog > 0) {
      this.held = txn;
      return;
    }
    this.held = null;
    super.applyCommitted(txn);
    if (held !== null) super.applyCommitted(held);
  }
}

export const commitOutOfOrder = defineBug({
  id: 'commit-out-of-order',
  title: 'commits are applied out of order',
  story:
    'When two commits wait, the later is applied first. Replicas pass through states that no history has, and ' +
    'clients of different servers see two updates in different orders.',
  issue: '',
  properties: ['zab-prefix', 'zab-primary-order', 'tree-digests', 'updates-linearizable', 'reads-consistent'],
  parts: { ...standardParts, createCommitProcessor: (final) => new SwappingCommitProcessor(final) },
});
