/** What each row of a verdict promises, in a sentence for somebody who meets its name for the first time. */
const promises: Readonly<Record<string, string>> = {
  'updates-linearizable':
    'Updates take effect one after the other, in the order of their zxids, and each answer is what its place gives.',
  'reads-consistent': 'A read shows exactly the tree after the transaction that its answer names.',
  'session-order': 'A client sees its own operations in their order, and never goes back.',
  'unknown-outcomes': 'An update without an answer is done once at most.',
  sync: 'What follows a sync is at least as new as what came before it.',
  watches: 'A watch fires once, for the first change, before that change can be read.',
  sessions: 'A session lives until its time-out and takes its ephemeral znodes with it.',
  durability: 'What a client was told is done is there at the end.',
  'durable-before-told': 'Nobody is told of a step before it is on disk.',
  'zab-one-leader-per-epoch': 'One server leads an epoch, and a zxid names one transaction.',
  'zab-prefix': 'Each server logs and delivers the one history, without a gap and in order.',
  'zab-primary-order': 'A leader proposes in order, each zxid once, when it is established and not before.',
  'zab-integrity': 'What is delivered was committed, what was committed was acknowledged by a quorum and is never cut.',
  'zab-conversation': 'Leader and learner speak in the order of the protocol.',
  recovery: 'After a restart a server has all that its disk had made durable.',
  'tree-digests': 'Servers at one zxid have the same tree.',
  'linearizable-search': 'Some order of the updates, looked for without zxids, explains every answer.',
  'recovery-in-time': 'Once the faults have ended the ensemble elects a leader and serves in time.',
  'replies-in-order': 'Answers come in the order in which they were asked for.',
  'epoch-after-history': 'An epoch is durable only when the history it stands for is.',
  'one-primary': 'At most one server is the primary at a time.',
  'acknowledged-kept': 'A write whose client was told that it is done is in some log.',
  assertions: 'No server meets a state that it holds to be impossible.',
};

/** Null: it is a check of the user's own. */
export function promiseOf(check: string): string | null {
  return promises[check] ?? null;
}
