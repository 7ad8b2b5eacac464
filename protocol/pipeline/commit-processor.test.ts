import { describe, expect, test } from 'vitest';
import { makeZxid, type SessionId } from '../ids.ts';
import type { Op } from '../op.ts';
import type { Out } from '../process.ts';
import { makeTxn, type Txn } from '../txn.ts';
import { CommitProcessor, type CommitOptions, type FinalProcessor } from './commit-processor.ts';
import { NO_AUTH_INFO } from '../session/auth-info.ts';
import type { LocalRequest } from './request.ts';

/** A commit processor whose stage is run by hand, and what reached the end of the pipeline, in order. */
class Pipeline {
  readonly log: string[] = [];
  private turns = 0;
  private slots = 0;
  /** So many transactions are still to be applied of which the tree may have effects already. */
  ahead = 0;
  private readonly out = { handOver: () => this.turns++ } as unknown as Out;
  readonly processor = new CommitProcessor(this.end());

  constructor(options: CommitOptions = { syncWaits: true }) {
    this.processor.start(options);
  }

  private end(): FinalProcessor {
    const isFuzzy = (): boolean => this.ahead > 0;
    return {
      answer: (request) => this.log.push(`answer ${request.session} ${request.op.type}#${request.cxid}`),
      apply: (txn, request) => {
        this.slots = txn.body.type === 'multi' ? txn.body.parts.length : 1;
        this.log.push(`apply ${txn.session}#${txn.cxid}${request === null ? '' : ' and answer'}`);
        return this.slotApplied();
      },
      goOn: () => {
        this.log.push('next slot');
        return this.slotApplied();
      },
      get isFuzzy() {
        return isFuzzy();
      },
    };
  }

  private slotApplied(): boolean {
    const whole = --this.slots === 0;
    if (whole) this.ahead--;
    return whole;
  }

  ask(session: string, cxid: number, type: 'setData' | 'getData' | 'sync'): LocalRequest {
    const op: Op =
      type === 'setData'
        ? { type, path: '/a', data: null, version: -1 }
        : type === 'sync'
          ? { type, path: '/a' }
          : { type, path: '/a', watch: false };
    const request: LocalRequest = {
      connection: 1,
      session: session as SessionId,
      cxid,
      op,
      auth: NO_AUTH_INFO,
      arrivedUs: 0,
    };
    this.processor.enqueue(this.out, request);
    return request;
  }

  commit(session: string, cxid: number): void {
    this.processor.commit(this.out, txn(session, cxid));
  }

  commitMulti(session: string, cxid: number, slots: number): void {
    const part = { type: 'check', path: '/a', version: 0 } as const;
    const body = { type: 'multi', parts: Array.from({ length: slots }, () => part) } as const;
    const header = { zxid: makeZxid(1, cxid), session: session as SessionId, cxid, timeMs: 0 };
    this.processor.commit(this.out, makeTxn(header, body));
  }

  turn(): string[] {
    this.turns--;
    this.processor.run(this.out);
    return this.log.splice(0);
  }

  answerSync(request: LocalRequest): void {
    this.processor.commitSync(this.out, request);
  }

  /** Gives the stage its turns until none is asked for; returns what came out. */
  run(): string[] {
    while (this.turns > 0) {
      this.turns--;
      this.processor.run(this.out);
    }
    return this.log.splice(0);
  }
}

function txn(session: string, cxid: number): Txn {
  const header = { zxid: makeZxid(1, cxid), session: session as SessionId, cxid, timeMs: 0 };
  return makeTxn(header, { type: 'setData', path: '/a', data: null, version: 1 });
}

describe('the commit processor', () => {
  test('a read goes through at once when nothing of its session waits', () => {
    const pipeline = new Pipeline();
    pipeline.ask('0x1', 1, 'getData');
    expect(pipeline.run()).toEqual(['answer 0x1 getData#1']);
  });

  test('a write holds up what its session sent behind it, and only that', () => {
    const pipeline = new Pipeline();
    pipeline.ask('0x1', 1, 'setData');
    pipeline.ask('0x1', 2, 'getData');
    pipeline.ask('0x2', 1, 'getData');
    expect(pipeline.run()).toEqual(['answer 0x2 getData#1']);
    pipeline.commit('0x1', 1);
    expect(pipeline.run()).toEqual(['apply 0x1#1 and answer', 'answer 0x1 getData#2']);
  });

  test('the next write of the session stops the answers again', () => {
    const pipeline = new Pipeline();
    pipeline.ask('0x1', 1, 'setData');
    pipeline.ask('0x1', 2, 'getData');
    pipeline.ask('0x1', 3, 'setData');
    pipeline.ask('0x1', 4, 'getData');
    pipeline.commit('0x1', 1);
    expect(pipeline.run()).toEqual(['apply 0x1#1 and answer', 'answer 0x1 getData#2']);
    pipeline.commit('0x1', 3);
    expect(pipeline.run()).toEqual(['apply 0x1#3 and answer', 'answer 0x1 getData#4']);
  });

  test('a tree with effects of what is still to be applied answers nobody until that is applied', () => {
    const pipeline = new Pipeline();
    pipeline.ahead = 2;
    pipeline.ask('0x1', 1, 'getData');
    pipeline.ask('0x2', 1, 'setData');
    pipeline.ask('0x2', 2, 'getData');
    expect(pipeline.run()).toEqual([]);
    pipeline.commit('0x3', 1);
    expect(pipeline.run()).toEqual(['apply 0x3#1']);
    pipeline.commitMulti('0x3', 2, 2);
    expect(pipeline.run()).toEqual(['apply 0x3#2', 'next slot', 'answer 0x1 getData#1']);
    pipeline.commit('0x2', 1);
    expect(pipeline.run()).toEqual(['apply 0x2#1 and answer', 'answer 0x2 getData#2']);
  });

  test("a commit does not overtake the request it belongs to, though both wait for the stage's turn", () => {
    const pipeline = new Pipeline();
    pipeline.commit('0x1', 1);
    pipeline.ask('0x1', 1, 'setData');
    expect(pipeline.run()).toEqual(['apply 0x1#1 and answer']);
  });

  test('a commit of the same session through another server is nobody’s answer here', () => {
    const pipeline = new Pipeline();
    pipeline.ask('0x1', 7, 'setData');
    pipeline.commit('0x1', 6);
    expect(pipeline.run()).toEqual(['apply 0x1#6']);
  });

  test('on a learner sync waits for the leader, in the order of its session', () => {
    const pipeline = new Pipeline();
    const sync = pipeline.ask('0x1', 1, 'sync');
    pipeline.ask('0x1', 2, 'getData');
    expect(pipeline.run()).toEqual([]);
    pipeline.answerSync(sync);
    expect(pipeline.run()).toEqual(['answer 0x1 sync#1', 'answer 0x1 getData#2']);
  });

  test('at a leader sync passes like a read', () => {
    const pipeline = new Pipeline({ syncWaits: false });
    pipeline.ask('0x1', 1, 'sync');
    expect(pipeline.run()).toEqual(['answer 0x1 sync#1']);
  });

  test('a request that prep refused is answered in its turn, not before', () => {
    const pipeline = new Pipeline();
    const write = pipeline.ask('0x1', 1, 'setData');
    pipeline.processor.enqueue({ handOver: () => undefined } as unknown as Out, { ...write, cxid: 2, refused: -112 });
    expect(pipeline.run()).toEqual([]);
    pipeline.commit('0x1', 1);
    expect(pipeline.run()).toEqual(['apply 0x1#1 and answer', 'answer 0x1 setData#2']);
  });

  test('in one line whatever comes behind a write waits for it, other sessions too', () => {
    const pipeline = new Pipeline({ syncWaits: false, oneLine: true });
    pipeline.ask('0x2', 1, 'getData');
    pipeline.ask('0x1', 1, 'setData');
    pipeline.ask('0x2', 2, 'sync');
    pipeline.ask('0x2', 1, 'setData');
    pipeline.ask('0x3', 1, 'getData');
    expect(pipeline.run()).toEqual(['answer 0x2 getData#1']);
    pipeline.commit('0x1', 1);
    expect(pipeline.run()).toEqual(['apply 0x1#1 and answer', 'answer 0x2 sync#2']);
    pipeline.commit('0x2', 1);
    expect(pipeline.run()).toEqual(['apply 0x2#1 and answer', 'answer 0x3 getData#1']);
  });

  test('in one line a commit answers the request of its own session only', () => {
    const pipeline = new Pipeline({ syncWaits: false, oneLine: true });
    pipeline.ask('0x1', 1, 'setData');
    pipeline.commit('0x2', 1);
    expect(pipeline.run()).toEqual(['apply 0x2#1']);
  });

  test('a multi takes a turn for each slot, and nobody is answered in between', () => {
    const pipeline = new Pipeline();
    pipeline.ask('0x1', 1, 'setData');
    pipeline.commitMulti('0x1', 1, 3);
    expect(pipeline.turn()).toEqual(['apply 0x1#1 and answer']);
    pipeline.ask('0x2', 1, 'getData');
    expect(pipeline.turn()).toEqual(['next slot']);
    expect(pipeline.run()).toEqual(['next slot', 'answer 0x2 getData#1']);
  });

  test('a multi under way is completed when the role ends', () => {
    const pipeline = new Pipeline();
    pipeline.commitMulti('0x9', 1, 3);
    expect(pipeline.turn()).toEqual(['apply 0x9#1']);
    pipeline.processor.reset();
    expect(pipeline.run()).toEqual(['next slot', 'next slot']);
  });

  test('a role that ends takes its queues with it, and the next one is not held up by a turn it asked for', () => {
    const pipeline = new Pipeline();
    pipeline.ask('0x1', 1, 'setData');
    pipeline.commit('0x1', 1);
    pipeline.processor.reset();
    expect(pipeline.run()).toEqual([]);
    pipeline.commit('0x1', 2);
    expect(pipeline.run()).toEqual(['apply 0x1#2']);
  });
});
