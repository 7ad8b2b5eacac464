import { standardParts } from '../../protocol/parts.ts';
import { SessionTracker } from '../../protocol/session/session-tracker.ts';
import { defineBug } from './bug.ts';

/** Does not note that a session is closing: it may go on until its closeSession is applied. */
class UnawareTracker extends SessionTracker {
  override setClosing(): void {
    return;
  }
}

/**
 *   prep     closeSession of S, with the list [/e1]      create /e2, ephemeral, owner S
 *   commit                 closeSession: /e1 goes        create: /e2 comes, and nobody will ever delete it
 */
export const zk1208 = defineBug({
  id: 'ZK-1208',
  name: 'create-behind-close',
  kind: 'historic',
  title: 'an ephemeral node is created behind the closing of its session',
  phase: 'session',
  story:
    'closeSession is in the pipeline, and the list of ephemeral nodes that go with it is made. A create of the same session ' +
    'is prepared behind it and commits after it: the owner is gone, the node stays. It takes a client that sends on behind ' +
    'its close, or one whose session expires while its request is on the way.',
  versions: 'fixed in 3.3.4, 3.4.0',
  leftOut: 'ZOOKEEPER-1496, the sibling in which expiry forgets a session too early',
  breaks: 'P9 an ephemeral outlives its session',
  properties: ['sessions', 'updates-linearizable'],
  parts: { ...standardParts, createSessionTracker: (tickTimeMs) => new UnawareTracker(tickTimeMs) },
});
