import { standardParts } from '../../protocol/parts.ts';
import { FinalRequestProcessor } from '../../protocol/pipeline/final.ts';
import type { LocalRequest } from '../../protocol/pipeline/request.ts';
import type { ArmedWatch } from '../../protocol/store/read.ts';
import type { Txn } from '../../protocol/txn.ts';
import { defineBug } from './bug.ts';

/** A watch is armed when the next transaction has been applied, not in the step of its read. */
class LateFinal extends FinalRequestProcessor {
  private late: { readonly request: LocalRequest; readonly watch: ArmedWatch }[] = [];

  protected override arm(request: LocalRequest, watch: ArmedWatch): void {
    this.late.push({ request, watch });
  }

  override apply(txn: Txn, request: LocalRequest | null): void {
    super.apply(txn, request);
    const late = this.late;
    this.late = [];
    for (const each of late) {
      if (this.peer.clients.isOpen(each.request.connection)) super.arm(each.request, each.watch);
    }
  }
}

export const watchAfterRead = defineBug({
  id: 'watch-after-read',
  title: 'a watch is registered after the read it belongs to',
  story:
    'Between a read and the registration of its watch a change slips through: the client holds an old value and a ' +
    'watch that waits for the change after it. It is never told.',
  issue: '',
  properties: ['watches'],
  parts: { ...standardParts, createFinal: (peer) => new LateFinal(peer) },
});
