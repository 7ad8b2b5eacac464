/**
 * The engine of the playground as the script of a worker: bundled into one classic script, since a page opened from a file
 * may load no module. Each request is answered once, in order.
 */
import { Play } from '../../../scenarios/play/play.ts';
import type { PlayAnswer, PlayRequest } from '../../../sim/record/play.ts';

interface WorkerScope {
  onmessage: ((message: { readonly data: PlayRequest }) => void) | null;
  postMessage(answer: PlayAnswer): void;
}

const scope = globalThis as unknown as WorkerScope;
const play = new Play();

scope.onmessage = ({ data }): void => {
  scope.postMessage(answerTo(data));
};

/** An engine that fails is told like bad input: the page stays, and so does what it shows. */
function answerTo(request: PlayRequest): PlayAnswer {
  try {
    return play.answer(request);
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { kind: 'refused', field: 'engine', message: `the engine failed: ${message}` };
  }
}
