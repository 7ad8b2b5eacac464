import { describe, expect, it } from 'vitest';
import type { EventNews } from '../../protocol/client/outcome.ts';
import type { SessionId, Zxid } from '../../protocol/ids.ts';
import type { WatchEventType } from '../../protocol/op.ts';
import {
  children,
  create,
  exists,
  get,
  judge,
  remove,
  RunMaker,
  set,
  violations,
  type Step,
} from './run-maker.testkit.ts';

/** c2 arms a watch, is away while c1 does something, comes back, is told `told` and reads. */
function away(
  arm: Parameters<RunMaker['ask']>[1],
  meanwhile: (run: RunMaker) => void,
  told: readonly [WatchEventType, string][],
): string[] {
  const run = new RunMaker();
  run.connect('c1', '0x1');
  run.connect('c2', '0x2');
  run.ask('c1', create('/k'));
  run.ask('c2', arm);
  const lost = run.steps.length;
  run.news('c2', 'disconnected', false);
  meanwhile(run);
  run.news('c2', 'connected', true);
  const back = run.steps.length;
  run.ask('c2', get('/'));
  const steps = run.steps.filter((step, index) => !(index >= lost && step.kind === 'event'));
  const removed = run.steps.length - steps.length;
  const session = '0x2' as SessionId;
  const caughtUp = told.map(([event, path]): Step => ({
    kind: 'event',
    client: 'c2',
    value: { kind: 'event', session, event, path, zxid: -1 } satisfies EventNews,
  }));
  steps.splice(back - removed, 0, ...caughtUp);
  return violations(judge(steps));
}

describe('a watch whose client was away', () => {
  it.each<[string, Parameters<typeof away>]>([
    ['a change of data', [get('/k', true), (run) => run.ask('c1', set('/k', 'x')), [['NodeDataChanged', '/k']]]],
    ['a deletion', [get('/k', true), (run) => run.ask('c1', remove('/k')), [['NodeDeleted', '/k']]]],
    ['a creation', [exists('/n', true), (run) => run.ask('c1', create('/n')), [['NodeCreated', '/n']]]],
    ['a child', [children('/k', true), (run) => run.ask('c1', create('/k/x')), [['NodeChildrenChanged', '/k']]]],
    ['a deletion and a new creation, as a change', [get('/k', true), again, [['NodeDataChanged', '/k']]]],
    ['nothing', [get('/k', true), (run) => run.ask('c1', create('/other')), []]],
    ['a creation and a deletion, not at all', [exists('/n', true), comeAndGo, []]],
  ])('is told of %s', (_title, [arm, meanwhile, told]) => {
    expect(away(arm, meanwhile, told)).toEqual([]);
  });

  it.each<[string, Parameters<typeof away>]>([
    ['is not told of a change', [get('/k', true), (run) => run.ask('c1', set('/k', 'x')), []]],
    [
      'is told of a creation where data changed',
      [get('/k', true), (run) => run.ask('c1', set('/k', 'x')), [['NodeCreated', '/k']]],
    ],
    [
      'is told of a deletion where data changed',
      [get('/k', true), (run) => run.ask('c1', set('/k', 'x')), [['NodeDeleted', '/k']]],
    ],
    [
      'is told of a change where there was none',
      [get('/k', true), (run) => run.ask('c1', create('/other')), [['NodeDataChanged', '/k']]],
    ],
    [
      'is told twice',
      [
        get('/k', true),
        (run) => run.ask('c1', set('/k', 'x')),
        [
          ['NodeDataChanged', '/k'],
          ['NodeDataChanged', '/k'],
        ],
      ],
    ],
  ])('is a finding when it %s', (_title, [arm, meanwhile, told]) => {
    expect(away(arm, meanwhile, told)).toEqual(['watches']);
  });

  it('may be told of nothing when its session ends first', () => {
    const run = new RunMaker();
    run.connect('c1', '0x1');
    run.connect('c2', '0x2');
    run.ask('c1', create('/k'));
    run.ask('c2', get('/k', true));
    run.news('c2', 'disconnected', false);
    run.ask('c1', set('/k', 'x'));
    run.expire('c2');
    const steps = run.steps.filter((step) => step.kind !== 'event');
    expect(violations(judge(steps))).toEqual([]);
  });
});

describe('an event with a zxid', () => {
  it('is refused before its transaction is committed', () => {
    const run = new RunMaker();
    run.connect('c2', '0x2');
    const value: EventNews = {
      kind: 'event',
      session: '0x2' as SessionId,
      event: 'NodeCreated',
      path: '/k',
      zxid: (run.zxid + 5) as Zxid,
    };
    expect(violations(judge([...run.steps, { kind: 'event', client: 'c2', value }]))).toEqual(['watches']);
  });
});

function again(run: RunMaker): void {
  run.ask('c1', remove('/k'));
  run.ask('c1', create('/k'));
}

function comeAndGo(run: RunMaker): void {
  run.ask('c1', create('/n'));
  run.ask('c1', remove('/n'));
}
