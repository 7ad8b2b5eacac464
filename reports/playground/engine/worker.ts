/**
 * The engine of the playground as the script of a worker: bundled into one classic script, since a page opened from a file
 * may load no module. Each request is answered once, in order.
 */
import { Play } from '../../../scenarios/play/play.ts';
import { isLessonRequest, Teacher } from '../../../scenarios/teaching/teacher.ts';
import type { LessonReply, LessonRequest } from '../../../sim/record/lesson.ts';
import type { PlayAnswer, PlayRequest } from '../../../sim/record/play.ts';

interface WorkerScope {
  onmessage: ((message: { readonly data: PlayRequest | LessonRequest }) => void) | null;
  postMessage(answer: PlayAnswer | LessonReply): void;
}

const scope = globalThis as unknown as WorkerScope;
const play = new Play();
const teacher = new Teacher();

scope.onmessage = ({ data }): void => {
  scope.postMessage(answerTo(data));
};

/** An engine that fails is told like bad input: the page stays, and so does what it shows. */
function answerTo(request: PlayRequest | LessonRequest): PlayAnswer | LessonReply {
  try {
    return isLessonRequest(request) ? teacher.answer(request) : play.answer(request);
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { kind: 'refused', field: 'engine', message: `the engine failed: ${message}` };
  }
}
