import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../../protocol/error-code.ts';
import type { MultiOp, MultiResult, UserOp } from '../../protocol/op.ts';
import type { TxnBody } from '../../protocol/txn.ts';
import { create, judge, remove, RunMaker, set, violations, type Step } from './run-maker.testkit.ts';

const NOTEMPTY: TxnBody = { type: 'error', err: ErrorCode.NOTEMPTY };

/** A node of which all children but `others` were of a session that is closed. */
function bereft(others: readonly string[] = []): RunMaker {
  const run = new RunMaker();
  run.connect('c1', '0x1');
  run.connect('c2', '0x2');
  run.ask('c2', create('/b'));
  run.ask('c1', create('/b/x', 1));
  for (const path of others) run.ask('c2', create(path));
  run.ask('c1', { type: 'closeSession' });
  return run;
}

/** The same with the last request called when the closing is committed, but the leader has not applied it. */
function whileClosing(steps: readonly Step[]): Step[] {
  const moved = [...steps];
  const last = moved.findLastIndex((step) => step.kind === 'request');
  const [request] = moved.splice(last, 1) as [Step];
  const applied = moved.findIndex(
    (step) => step.kind === 'fact' && step.fact.type === 'applied' && step.fact.txn.body.type === 'closeSession',
  );
  moved.splice(applied, 0, request);
  return moved;
}

/** Deletes nodes in one multi, of which the last is refused as not empty. */
function multi(...parts: MultiOp['parts']): { op: MultiOp; body: TxnBody; results: MultiResult[] } {
  const errors = parts.map((_, index) => (index < parts.length - 1 ? ErrorCode.OK : ErrorCode.NOTEMPTY));
  return {
    op: { type: 'multi', parts },
    body: { type: 'multi', parts: errors.map((err) => ({ type: 'error', err })) },
    results: errors.map((err) => ({ type: 'error', err })),
  };
}

function refusedMulti(run: RunMaker, parts: readonly UserOp[], told?: MultiResult[]): Step[] {
  const { op, body, results } = multi(...(parts as MultiOp['parts']));
  run.refuse('c2', op, body, { err: ErrorCode.OK, result: { type: 'multi', results: told ?? results } });
  return run.steps;
}

describe('a parent whose ephemerals went with their session', () => {
  it('may be refused as not empty while its pending count is too high, which certificate and search both know', () => {
    const run = bereft();
    run.refuse('c2', remove('/b'), NOTEMPTY, { err: ErrorCode.NOTEMPTY, result: null });
    run.ask('c2', create('/b/x'));
    const last = run.steps.findLastIndex((step) => step.kind === 'request');
    const steps = [...whileClosing(run.steps.slice(0, last)), ...run.steps.slice(last)];
    expect(violations(judge(steps))).toEqual([]);
  });

  it('may not once the leader has applied the closing', () => {
    const run = bereft();
    run.refuse('c2', remove('/b'), NOTEMPTY, { err: ErrorCode.NOTEMPTY, result: null });
    expect(violations(judge(run.steps))).toContain('updates-linearizable');
  });

  it('may not under the next leader, who begins with nothing pending', () => {
    const run = bereft();
    run.elect();
    run.refuse('c2', remove('/b'), NOTEMPTY, { err: ErrorCode.NOTEMPTY, result: null });
    expect(violations(judge(whileClosing(run.steps)))).toContain('updates-linearizable');
  });

  it('may not when another check comes first', () => {
    const run = bereft();
    run.refuse('c2', remove('/b', 7), NOTEMPTY, { err: ErrorCode.NOTEMPTY, result: null });
    expect(violations(judge(whileClosing(run.steps)))).toEqual(['updates-linearizable', 'linearizable-search']);
  });

  it('may be refused behind the delete of its last child in one multi', () => {
    const steps = refusedMulti(bereft(['/b/y']), [remove('/b/y'), remove('/b')]);
    expect(violations(judge(whileClosing(steps)))).toEqual([]);
  });

  it('excuses no other part of a multi, and no other answer', () => {
    const early = refusedMulti(bereft(), [set('/b', 'no', 7), remove('/b')]);
    expect(violations(judge(whileClosing(early)))).toContain('updates-linearizable');
    const deleted: MultiResult[] = [{ type: 'delete' }, { type: 'delete' }];
    const told = refusedMulti(bereft(['/b/y']), [remove('/b/y'), remove('/b')], deleted);
    expect(violations(judge(whileClosing(told)))).toContain('updates-linearizable');
    const anew = refusedMulti(bereft(), [remove('/b'), create('/b'), remove('/b')]);
    expect(violations(judge(whileClosing(anew)))).toEqual(['updates-linearizable', 'linearizable-search']);
  });
});
