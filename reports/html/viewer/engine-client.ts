/**
 * The engine of this file, in a worker that is started when the first state is asked for. Only the newest question waits:
 * who moves the cursor quickly wants the state where it stops.
 */
import type { Case } from '../../../sim/record/case.ts';
import type { EngineAnswer, EngineRequest } from '../../../sim/record/engine-messages.ts';
import type { MomentState } from '../../../sim/record/moment-state.ts';
import { unpackText } from './unpack.ts';

export interface ReplayCheck {
  readonly events: number;
  readonly fingerprint: string;
}

export class EngineClient {
  private readonly worker: Worker;
  private readonly waiting: ((answer: EngineAnswer) => void)[] = [];

  private constructor(worker: Worker) {
    this.worker = worker;
    worker.onmessage = ({ data }: MessageEvent<EngineAnswer>): void => this.waiting.shift()?.(data);
    worker.onerror = (event): void => {
      event.preventDefault();
      for (const tell of this.waiting.splice(0)) tell({ kind: 'failed', message: event.message });
    };
  }

  /** Null when the file carries no engine. Throws when it does not start or knows nothing of the case. */
  static async start(of: Case): Promise<EngineClient | null> {
    const script = await unpackText('engine');
    if (script === null) return null;
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    const client = new EngineClient(new Worker(url));
    await client.ask({ kind: 'begin', of });
    URL.revokeObjectURL(url);
    return client;
  }

  async stateAt(event: number): Promise<MomentState> {
    const answer = await this.ask({ kind: 'state', event });
    if (answer.kind !== 'state') throw new Error('the engine answered something else');
    return answer.state;
  }

  async end(): Promise<ReplayCheck> {
    const answer = await this.ask({ kind: 'end' });
    if (answer.kind !== 'end') throw new Error('the engine answered something else');
    return answer;
  }

  private async ask(request: EngineRequest): Promise<EngineAnswer> {
    const answer = await new Promise<EngineAnswer>((tell) => {
      this.waiting.push(tell);
      this.worker.postMessage(request);
    });
    if (answer.kind === 'failed') throw new Error(answer.message);
    return answer;
  }
}
