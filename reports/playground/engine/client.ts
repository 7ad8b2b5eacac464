/** The engine in its worker: questions and answers, each question answered once and in order. */
import type { PlayAnswer, PlayRequest } from '../../../sim/record/play.ts';

export class EngineClient {
  private readonly worker: Worker;
  private readonly waiting: ((answer: PlayAnswer) => void)[] = [];
  private broken: string | null = null;

  /** `script`: one classic script, which asks for nothing else. */
  constructor(script: string) {
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    this.worker = new Worker(url);
    this.worker.onmessage = ({ data }: MessageEvent<PlayAnswer>): void => this.waiting.shift()?.(data);
    this.worker.onerror = (event): void => {
      event.preventDefault();
      this.fail(event.message);
    };
    this.worker.onmessageerror = (): void => this.fail('an answer could not be read');
  }

  ask(request: PlayRequest): Promise<PlayAnswer> {
    if (this.broken !== null) return Promise.resolve(refusal(this.broken));
    return new Promise((tell) => {
      this.waiting.push(tell);
      this.worker.postMessage(request);
    });
  }

  /** Questions that were asked and have no answer yet. */
  get open(): number {
    return this.waiting.length;
  }

  private fail(message: string): void {
    this.broken = `The engine stopped: ${message === '' ? 'it could not be started' : message}`;
    for (const tell of this.waiting.splice(0)) tell(refusal(this.broken));
  }
}

function refusal(message: string): PlayAnswer {
  return { kind: 'refused', field: 'engine', message };
}
