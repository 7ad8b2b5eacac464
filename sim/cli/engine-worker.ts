/** The engine as the script of a worker: built into one classic script that a page carries and starts when it is needed. */
import { Rerun } from '../../scenarios/rerun.ts';
import type { EngineAnswer, EngineRequest } from '../record/engine-messages.ts';

interface WorkerScope {
  onmessage: ((message: { readonly data: EngineRequest }) => void) | null;
  postMessage(answer: EngineAnswer): void;
}

const scope = globalThis as unknown as WorkerScope;
let rerun: Rerun | null = null;

scope.onmessage = ({ data }): void => {
  try {
    scope.postMessage(answerTo(data));
  } catch (error) {
    scope.postMessage({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
};

function answerTo(request: EngineRequest): EngineAnswer {
  if (request.kind === 'begin') {
    rerun = new Rerun(request.of);
    return { kind: 'begun' };
  }
  if (rerun === null) throw new Error('the engine has no case yet');
  return request.kind === 'end'
    ? { kind: 'end', ...rerun.end() }
    : { kind: 'state', state: rerun.stateAt(request.event) };
}
