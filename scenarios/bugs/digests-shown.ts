import { standardParts } from '../../protocol/parts.ts';
import { ErrorCode } from '../../protocol/error-code.ts';
import { FinalRequestProcessor } from '../../protocol/pipeline/final.ts';
import type { LocalRequest } from '../../protocol/pipeline/request.ts';
import type { ReadOp } from '../../protocol/op.ts';
import { authInfo } from '../../protocol/session/auth-info.ts';
import { readOp } from '../../protocol/store/read.ts';
import { defineBug } from './bug.ts';

/** Whoever gets the list gets it as super does. */
class TrustingFinal extends FinalRequestProcessor {
  protected override read(request: LocalRequest, op: ReadOp): void {
    const { tree } = this.peer.database;
    const mayRead = op.type === 'getACL' && readOp(tree, op, request).err === ErrorCode.OK;
    const auth = mayRead ? authInfo([...request.auth.ids, { scheme: 'super', id: '' }]) : request.auth;
    super.read({ ...request, auth }, op);
  }
}

export const digestsShown = defineBug({
  id: 'digests-shown',
  name: 'digests-shown',
  kind: 'further',
  title: 'getACL shows digests to who may not administer',
  phase: 'store',
  story:
    "Whoever may read a node may ask for its access control list, and gets the digests of the others' " +
    'passwords with it, to try them at leisure.',
  versions: '',
  leftOut: '',
  breaks: 'P7 a read of what may not be read',
  properties: ['reads-consistent'],
  parts: { ...standardParts, createFinal: (peer) => new TrustingFinal(peer) },
});
