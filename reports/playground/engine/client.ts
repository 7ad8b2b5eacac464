/** The engine in its worker: questions and answers, each question answered once and in order. */
import type { LessonReply, LessonRequest } from '../../../sim/record/lesson.ts';
import type { PlayAnswer, PlayRequest } from '../../../sim/record/play.ts';

export class EngineClient {
  private readonly script: string;
  private worker: Worker;
  private waiting: ((answer: never) => void)[] = [];
  private broken: string | null = null;

  /** `script`: one classic script, which asks for nothing else. */
  constructor(script: string) {
    this.script = script;
    this.worker = this.started();
  }

  ask(request: PlayRequest): Promise<PlayAnswer> {
    return this.send<PlayAnswer>(request);
  }

  /** Of a lesson; what is open stays as it is. */
  teach(request: LessonRequest): Promise<LessonReply> {
    return this.send<LessonReply>(request);
  }

  private send<Answer>(request: PlayRequest | LessonRequest): Promise<Answer | Refusal> {
    if (this.broken !== null) return Promise.resolve(refusal(this.broken));
    return new Promise((tell) => {
      this.waiting.push(tell);
      this.worker.postMessage(request);
    });
  }

  /** Ends whatever it does, with a reason for whoever waits for it, and begins anew. */
  restart(why: string): void {
    this.worker.terminate();
    this.refuseAll(why);
    this.broken = null;
    this.worker = this.started();
  }

  private started(): Worker {
    const url = URL.createObjectURL(new Blob([this.script], { type: 'text/javascript' }));
    const worker = new Worker(url);
    worker.onmessage = ({ data }: MessageEvent<unknown>): void => this.waiting.shift()?.(data as never);
    worker.onerror = (event): void => {
      event.preventDefault();
      this.fail(event.message);
    };
    worker.onmessageerror = (): void => this.fail('an answer could not be read');
    return worker;
  }

  private fail(message: string): void {
    this.broken = `the engine stopped: ${message === '' || message === undefined ? 'it could not be started' : message}`;
    this.refuseAll(this.broken);
  }

  private refuseAll(why: string): void {
    for (const tell of this.waiting.splice(0)) tell(refusal(why) as never);
  }
}

type Refusal = Extract<PlayAnswer, { readonly kind: 'refused' }>;

function refusal(message: string): Refusal {
  return { kind: 'refused', field: 'engine', message };
}
