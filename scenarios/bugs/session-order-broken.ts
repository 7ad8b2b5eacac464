import { standardParts } from '../../protocol/parts.ts';
import { CommitProcessor, type FinalProcessor } from '../../protocol/pipeline/commit-processor.ts';
import type { LocalRequest } from '../../protocol/pipeline/request.ts';
import { isWrite } from '../../protocol/op.ts';
import type { Out } from '../../protocol/process.ts';
import { defineBug } from './bug.ts';

/** Answers reads at once, whatever their session still waits for. */
class OvertakingCommitProcessor extends CommitProcessor {
  private readonly answers: FinalProcessor;

  constructor(final: FinalProcessor) {
    super(final);
    this.answers = final;
  }

  override enqueue(out: Out, request: LocalRequest): void {
    if (isWrite(request.op) || request.op.type === 'sync') super.enqueue(out, request);
    else this.answers.answer(request);
  }
}

export const sessionOrderBroken = defineBug({
  id: 'session-order-broken',
  name: 'session-order-broken',
  kind: 'further',
  title: 'reads overtake the writes of their own session',
  phase: 'client',
  story:
    'A session writes and then reads; the read is answered while the write still waits for its quorum. The client ' +
    'does not see its own write, and gets the answers in another order than it asked.',
  versions: '',
  leftOut: '',
  breaks: 'P7 the answers of a session change places',
  properties: ['replies-in-order', 'session-order', 'reads-consistent'],
  parts: { ...standardParts, createCommitProcessor: (final) => new OvertakingCommitProcessor(final) },
});
