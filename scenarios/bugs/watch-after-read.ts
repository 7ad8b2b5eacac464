import { standardParts } from '../../protocol/parts.ts';
import { FinalRequestProcessor } from '../../protocol/pipeline/final.ts';
import type { LocalRequest } from '../../protocol/pipeline/request.ts';
import type { Applied } from '../../protocol/store/data-tree.ts';
import type { ArmedWatch } from '../../protocol/store/read.ts';
import type { Txn } from '../../protocol/txn.ts';
import { defineBug } from './bug.ts';

/** A watch is armed when the next transaction has been applied, not in the step of its read. */
class LateFinal extends FinalRequestProcessor {
  private late: { readonly request: LocalRequest; readonly watch: ArmedWatch }[] = [];

  protected override arm(request: LocalRequest, watch: ArmedWatch): void {
    this.late.push({ request, watch });
  }

  protected override applied(txn: Txn, request: LocalRequest | null, applied: Applied): void {
    super.applied(txn, request, applied);
    const late = this.late;
    this.late = [];
    for (const each of late) {
      if (this.peer.clients.isOpen(each.request.connection)) super.arm(each.request, each.watch);
    }
  }
}

export const watchAfterRead = defineBug({
  id: 'watch-after-read',
  name: 'watch-after-read',
  kind: 'further',
  title: 'a watch is registered after the read it belongs to',
  phase: 'watch',
  story:
    'Between a read and the registration of its watch a change slips through: the client holds an old value and a ' +
    'watch that waits for the change after it. It is never told.',
  versions: '',
  leftOut: '',
  breaks: 'P10 a lost event',
  properties: ['watches'],
  parts: { ...standardParts, createFinal: (peer) => new LateFinal(peer) },
});
