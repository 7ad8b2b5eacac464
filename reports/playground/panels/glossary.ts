/** The field's words, each in one sentence, for whoever meets them for the first time. */
export const glossary = {
  zxid: 'Number of a transaction: the epoch it was proposed in, and a counter within it. Higher is later.',
  epoch: 'Number of a reign: each new leader takes a higher one, so messages of an older leader are recognised.',
  acceptedEpoch:
    'The highest epoch whose leader this server has promised to follow. It is on disk, and refuses older leaders.',
  currentEpoch: 'The epoch whose history this server has taken over in full. It is on disk, and counts in votes.',
  round: 'How often this server has begun an election. Votes of older rounds do not count.',
  phase: 'Where it stands in Zab: election, discovery of the epoch, synchronization of the history, broadcast.',
  applied: 'Committed, and part of the tree that clients read here.',
  logged: 'In the log, but perhaps only in memory: a crash may lose it.',
  durable: 'On disk: a crash does not lose it.',
  vote: 'Whom a server wants to lead. The better vote has the higher epoch, then the higher zxid, then the higher number.',
  session: 'What the ensemble knows of a client. It ends when the client is silent for its time-out.',
  ephemeral: 'A znode that goes away with its session.',
  watch: 'A promise to tell a client of the next change of a znode.',
  znode: 'A node of the tree: a name, some bytes, and children.',
  czxid: 'The transaction that created the znode.',
  mzxid: 'The transaction that last changed its data.',
  pzxid: 'The transaction that last changed its children.',
  version: 'How often its data was changed.',
  cversion: 'How often its children changed.',
  quorum: 'A set of servers that may decide. Any two quorums share a server, so what one decided the next one knows.',
  fsync: 'Asking the disk to keep what was written. Until it is done a crash may lose it.',
} as const;

export type GlossaryTerm = keyof typeof glossary;
