import type { FileContents } from '../../protocol/durable/barrier.ts';
import { recover } from '../../protocol/durable/recovery.ts';
import { epochOf } from '../../protocol/ids.ts';
import { standardParts, type Parts } from '../../protocol/parts.ts';
import { defineBug } from './bug.ts';

/** The epochs are those of the last transaction: the files that hold them are not read. */
const recoverWithoutEpochFiles: Parts['recover'] = (contents, trees) => {
  const files: FileContents = new Map(contents);
  files.delete('acceptedEpoch');
  files.delete('currentEpoch');
  const recovered = recover(files, trees);
  if (recovered.kind === 'refused') return recovered;
  const epoch = epochOf(recovered.tree.lastProcessedZxid);
  return { ...recovered, acceptedEpoch: epoch, currentEpoch: epoch };
};

/**
 * A proposes (2,1) as leader of epoch 2 to nobody but its own log and crashes. B and C, of whom neither logged anything
 * in epoch 2, restart: nothing on their disks says that there was one. They begin epoch 2 again and commit another
 * (2,1). A comes back and looks up to date.
 */
export const zk335 = defineBug({
  id: 'ZK-335',
  name: 'epoch-from-the-last-zxid',
  kind: 'historic',
  title: 'an epoch leaves no trace but its transactions, and is led again',
  phase: 'discovery',
  story:
    'Before 3.4 the epoch stood only inside the last zxid: leading one, or following into it, was on no disk unless a ' +
    'transaction was logged. After restarts an epoch is begun a second time, and one zxid names two transactions. With ' +
    'ZOOKEEPER-1081 and 1082 this brought the files acceptedEpoch and currentEpoch.',
  versions: 'fixed in 3.4.0',
  leftOut: 'the files are written and not read; while a server does not restart, it remembers its epochs',
  breaks: 'P3 an epoch has two leaders, P2 one zxid names two transactions',
  properties: [
    'recovery',
    'zab-one-leader-per-epoch',
    'zab-primary-order',
    'zab-integrity',
    'zab-prefix',
    'durability',
  ],
  parts: { ...standardParts, recover: recoverWithoutEpochFiles },
});
