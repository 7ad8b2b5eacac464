/**
 * The engine of the playground as the script of a worker: bundled into one classic script, since a page opened from a file
 * may load no module. Each request is answered once, in order.
 */
import { Play } from '../../../scenarios/play/play.ts';
import { isLessonRequest, Teacher } from '../../../scenarios/teaching/teacher.ts';
import { parseCase } from '../../../sim/record/case-schema.ts';
import { InputError } from '../../../sim/record/input-error.ts';
import type { LessonReply, LessonRequest } from '../../../sim/record/lesson.ts';
import { BadLink } from '../../../sim/record/play-link.ts';
import type { PlayAnswer, PlayRequest, PlaySource } from '../../../sim/record/play.ts';
import { fromFragment, toFragment } from './link.ts';

interface WorkerScope {
  onmessage: ((message: { readonly data: PlayRequest | LessonRequest }) => void) | null;
  postMessage(answer: PlayAnswer | LessonReply): void;
  setTimeout(run: () => void, ms: number): number;
  clearTimeout(timer: number): void;
}

const scope = globalThis as unknown as WorkerScope;
const play = new Play();
const teacher = new Teacher();
let last: Promise<void> = Promise.resolve();
let unanswered = 0;
let timer = 0;

scope.onmessage = ({ data }): void => {
  unanswered++;
  last = last.then(async () => {
    scope.postMessage(await answerTo(data));
    unanswered--;
    prepareSoon();
  });
};

/** Whoever drags the slider asks anew as soon as a picture is drawn: nothing is made ahead until they rest. */
const PAUSE_MS = 60;
/** From then on one thing after the other, with room between them for a question. */
const NEXT_MS = 5;

function prepareSoon(): void {
  scope.clearTimeout(timer);
  timer = scope.setTimeout(prepare, PAUSE_MS);
}

function prepare(): void {
  if (unanswered === 0 && play.prepare()) timer = scope.setTimeout(prepare, NEXT_MS);
}

/** An engine that fails is told like bad input: the page stays, and so does what it shows. */
async function answerTo(request: PlayRequest | LessonRequest): Promise<PlayAnswer | LessonReply> {
  try {
    if (isLessonRequest(request)) return teacher.answer(request);
    if (request.kind === 'unpack') return play.answer({ ...request, text: await fromFragment(request.text) });
    const brings = request.kind === 'open' || request.kind === 'beside';
    const answer = play.answer(brings ? { ...request, source: checked(request.source) } : request);
    return answer.kind === 'packed' ? { ...answer, text: await toFragment(answer.text) } : answer;
  } catch (error) {
    if (error instanceof BadLink)
      return { kind: 'refused', field: 'link', message: `The link cannot be read: ${error.message}.` };
    if (error instanceof InputError)
      return { kind: 'refused', field: 'case', message: error.message.replace(/^the case: /, '') };
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { kind: 'refused', field: 'engine', message: `The engine failed: ${message}` };
  }
}

/** A case may come from a file of anybody's. */
function checked({ base, lines }: PlaySource): PlaySource {
  return { base: parseCase(base, { file: 'the case', lineOf: () => null }), lines };
}
