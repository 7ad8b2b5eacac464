/**
 * Sequences whose outcome the clock brings about: containers and nodes with a time to live that are reaped, sessions
 * that expire. Written by hand, so that nothing else happens while one of them is waited for. For servers with FAST
 * clockwork.
 */
import { CreateFlag, OPEN_ACL } from '../../../protocol/op.ts';
import type { Sequence, Step, StepOp } from './step.ts';

/** The shortest and a long time-out: two and twenty ticks. */
const SHORT_MS = 1000;
const LONG_MS = 10_000;

export function timedStories(): Sequence[] {
  const stories = [emptiedContainer, forgottenNode, refreshedNode, expiredSession, silentSession];
  return stories.map((story, i) => ({ seed: i + 1, root: `/d${i + 1}`, steps: story(`/d${i + 1}`) }));
}

/** A container goes when its last child has gone; one that never had a child stays. */
function emptiedContainer(root: string): Step[] {
  return [
    ...watcher(root),
    connect('s2', LONG_MS),
    send('s2', create('createContainer', `${root}/c`, CreateFlag.CONTAINER)),
    send('s2', create('createContainer', `${root}/unused`, CreateFlag.CONTAINER)),
    send('s2', create('create', `${root}/c/x`, CreateFlag.EPHEMERAL)),
    send('s2', { type: 'delete', path: `${root}/c/x`, version: -1 }),
    { kind: 'await', session: 's1', events: 1 },
    send(
      's2',
      { type: 'exists', path: `${root}/c`, watch: false },
      { type: 'exists', path: `${root}/unused`, watch: false },
    ),
  ];
}

/** A node goes when its time is over and it has no children. */
function forgottenNode(root: string): Step[] {
  return [
    ...watcher(root),
    connect('s2', LONG_MS),
    send('s2', { ...create('createTTL', `${root}/t`, CreateFlag.PERSISTENT_WITH_TTL), ttlMs: 300 }),
    { kind: 'await', session: 's1', events: 1 },
    send('s2', { type: 'exists', path: `${root}/t`, watch: false }),
    send('s2', { ...create('createTTL', `${root}/kept`, CreateFlag.PERSISTENT_WITH_TTL), ttlMs: 3_600_000 }),
  ];
}

/** A sequential one, too, changed before its time was over. */
function refreshedNode(root: string): Step[] {
  return [
    ...watcher(root),
    connect('s2', LONG_MS),
    send(
      's2',
      { ...create('createTTL', `${root}/t-`, CreateFlag.PERSISTENT_SEQUENTIAL_WITH_TTL), ttlMs: 700 },
      { type: 'setData', path: `${root}/t-0000000000`, data: 'again', version: 0 },
    ),
    { kind: 'await', session: 's1', events: 1 },
    send('s2', create('create', `${root}/t-`, CreateFlag.PERSISTENT_SEQUENTIAL)),
  ];
}

/** A session whose client is gone ends with its time-out, and takes its nodes with it. */
function expiredSession(root: string): Step[] {
  return [
    ...watcher(root),
    connect('s2', SHORT_MS),
    send(
      's2',
      create('create', `${root}/e`, CreateFlag.EPHEMERAL),
      create('create', `${root}/p`, CreateFlag.PERSISTENT),
    ),
    { kind: 'drop', session: 's2' },
    { kind: 'await', session: 's1', events: 1 },
    { ...connect('s2', SHORT_MS), resume: true },
    send('s1', { type: 'getChildren2', path: root, watch: false }),
  ];
}

/** One whose client says nothing is hung up on. Whether it still hears of its own end is a race: it does not listen. */
function silentSession(root: string): Step[] {
  return [
    ...watcher(root),
    connect('s2', SHORT_MS),
    send('s2', create('create2', `${root}/e`, CreateFlag.EPHEMERAL)),
    { kind: 'await', session: 's1', events: 1 },
    { ...connect('s2', LONG_MS), resume: true },
  ];
}

/** Hears of everything below the root. */
function watcher(root: string): Step[] {
  return [connect('s1', LONG_MS), send('s1', { type: 'addWatch', path: root, mode: 1 })];
}

function connect(session: string, timeoutMs: number): Extract<Step, { kind: 'connect' }> {
  const plain = { resume: false, password: 'own', lastZxid: 'zero', readOnly: false } as const;
  return { kind: 'connect', session, server: 0, timeoutMs, ...plain };
}

function send(session: string, ...ops: readonly StepOp[]): Step {
  return { kind: 'send', session, packets: ops.map((op) => ({ op })) };
}

function create<T extends 'create' | 'create2' | 'createContainer' | 'createTTL'>(
  type: T,
  path: string,
  flags: number,
): {
  readonly type: T;
  readonly path: string;
  readonly data: string;
  readonly acl: typeof OPEN_ACL;
  readonly flags: number;
} {
  return { type, path, data: '', acl: OPEN_ACL, flags };
}
