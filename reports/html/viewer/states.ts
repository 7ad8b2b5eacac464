/** Where states come from: the engine of the file as long as its run is the one that was recorded, else the stored moments. */
import type { MomentState } from '../../../sim/record/moment-state.ts';
import type { ReportData } from '../../../sim/record/report-data.ts';
import { EngineClient } from './engine-client.ts';

export type Source = 'engine' | 'keyframe';

export interface FoundState {
  readonly state: MomentState;
  readonly source: Source;
}

export class States {
  /** Why the stored moments are used; empty while the engine is, or nothing was asked yet. */
  trouble = '';
  private readonly data: ReportData;
  private engine: Promise<EngineClient | null> | null = null;
  private readonly kept = new Map<number, MomentState>();

  constructor(data: ReportData) {
    this.data = data;
  }

  async at(event: number): Promise<FoundState | null> {
    const known = this.kept.get(event);
    if (known !== undefined) return { state: known, source: 'engine' };
    const engine = await this.start();
    if (engine !== null) {
      try {
        const state = await engine.stateAt(event);
        if (this.trouble === '') {
          this.keep(event, state);
          return { state, source: 'engine' };
        }
      } catch (error) {
        this.trouble = `the engine stopped: ${String(error)}`;
      }
    }
    const keyframe = this.data.keyframes.findLast((each) => each.event <= event) ?? this.data.keyframes[0];
    return keyframe === undefined ? null : { state: keyframe, source: 'keyframe' };
  }

  /** What was stored of exactly that moment, to be shown until the engine has it. */
  stored(event: number): FoundState | null {
    const state = this.engine === null ? this.data.keyframes.find((each) => each.event === event) : undefined;
    return state === undefined ? null : { state, source: 'keyframe' };
  }

  /** Runs the whole case and compares; the sentence is for the reader. */
  async check(): Promise<string> {
    const engine = await this.start();
    if (engine === null) return `– ${this.trouble}.`;
    try {
      const { events, fingerprint } = await engine.end();
      if (fingerprint === this.data.result.fingerprint)
        return `✔ Run again in this browser: fingerprint ${fingerprint} is equal.`;
      this.trouble = `this browser's run differs: ${events} events, fingerprint ${fingerprint}`;
      this.kept.clear();
      return `⚠ Run again in this browser: fingerprint ${fingerprint} differs from ${this.data.result.fingerprint}. States are those that were stored.`;
    } catch (error) {
      this.trouble = `the engine stopped: ${String(error)}`;
      return `⚠ The engine could not run the case: ${String(error)}. States are those that were stored.`;
    }
  }

  private async start(): Promise<EngineClient | null> {
    this.engine ??= EngineClient.start(this.data.of).catch((error: unknown) => {
      this.trouble = `the engine did not start: ${String(error)}`;
      return null;
    });
    const engine = await this.engine;
    if (engine === null && this.trouble === '') this.trouble = 'this file carries no engine';
    return engine;
  }

  private keep(event: number, state: MomentState): void {
    if (this.kept.size > 400) this.kept.clear();
    this.kept.set(event, state);
  }
}
