/** The playground in a tab, as its checks drive it: by what people use, and a handle to ask how things stand. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Case } from '../../record/case.ts';
import type { PlayBranch, PlayMoment, PlayTrace } from '../../record/play.ts';
import { open } from './browser-checks.ts';

/** What the page leaves for scripts: its store. */
interface Handle {
  readonly zabsim: {
    readonly play: {
      readonly branch: { readonly value: PlayBranch | null };
      readonly branches: { readonly value: readonly PlayBranch[] };
      readonly trace: { readonly value: PlayTrace | null };
      readonly moment: {
        readonly value: PlayMoment | null;
        subscribe(tell: (moment: PlayMoment | null) => void): () => void;
      };
      readonly event: { readonly value: number };
      readonly notice: { value: string | null };
      readonly playing: { readonly value: boolean };
      act(line: string): Promise<boolean>;
      seek(event: number): void;
      runUntil(condition: string): Promise<void>;
      link(): Promise<string>;
      open(source: { base: Case; lines: readonly string[] }): Promise<boolean>;
    };
  };
}

/** What of a browser's globals is used to press and move something as a person does. */
interface Hands {
  readonly document: {
    readonly body: { dispatchEvent(event: unknown): void };
    querySelector(selector: string): { value: string; dispatchEvent(event: unknown): void };
  };
  readonly Event: new (type: string, options: { readonly bubbles: boolean }) => unknown;
  readonly KeyboardEvent: new (type: string, options: { readonly key: string; readonly bubbles: boolean }) => unknown;
  readonly MessageChannel: new () => {
    readonly port1: { onmessage: (() => void) | null };
    readonly port2: { postMessage(message: null): void };
  };
  requestAnimationFrame(tell: () => void): void;
}

export interface Standing {
  readonly branch: string | null;
  readonly branches: number;
  readonly lines: readonly string[];
  readonly event: number;
  /** Of the moment that is shown. */
  readonly shown: number;
  readonly events: number;
  readonly fingerprint: string;
  readonly ended: boolean;
  readonly notice: string | null;
  readonly playing: boolean;
  readonly leader: string | null;
  readonly up: readonly string[];
}

export class PlayPage {
  readonly page: Page;
  readonly trouble: readonly string[];
  readonly requests: readonly string[];

  private constructor(page: Page, trouble: readonly string[], requests: readonly string[]) {
    this.page = page;
    this.trouble = trouble;
    this.requests = requests;
  }

  static async open(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<PlayPage> {
    const { page, trouble, requests } = await open(browser, address, options);
    return new PlayPage(page, trouble, requests);
  }

  /** With an ensemble on it. */
  static async playing(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<PlayPage> {
    const made = await PlayPage.open(browser, address, options);
    await made.settled();
    return made;
  }

  standing(): Promise<Standing> {
    return this.page.evaluate(() => {
      const { play } = (globalThis as unknown as Handle).zabsim;
      const servers = play.moment.value?.state.servers ?? [];
      return {
        branch: play.branch.value?.name ?? null,
        branches: play.branches.value.length,
        lines: play.branch.value?.source.lines ?? [],
        event: play.event.value,
        shown: play.moment.value?.state.event ?? -1,
        events: play.trace.value?.columns.length ?? 0,
        fingerprint: play.trace.value?.fingerprint ?? '',
        ended: (play.trace.value?.ended ?? null) !== null,
        notice: play.notice.value,
        playing: play.playing.value,
        leader: servers.find(({ life, role }) => life === 'up' && role === 'LEADING')?.name ?? null,
        up: servers.filter(({ life }) => life === 'up').map(({ name }) => name),
      };
    });
  }

  /** Until the moment behind the cursor is shown. */
  async settled(): Promise<Standing> {
    await this.page.waitForFunction(
      () => {
        const { play } = (globalThis as unknown as Handle).zabsim;
        return play.moment.value !== null && play.moment.value.state.event === play.event.value;
      },
      null,
      { timeout: 60_000 },
    );
    return this.standing();
  }

  /** Until things stand so, and the moment behind the cursor is shown; false when that takes too long. */
  async waited(holds: (standing: Standing) => boolean): Promise<boolean> {
    for (let i = 0; i < 1200; i++) {
      const standing = await this.standing();
      if (standing.event === standing.shown && holds(standing)) return true;
      await this.page.waitForTimeout(50);
    }
    return false;
  }

  act(line: string): Promise<boolean> {
    return this.page.evaluate((text) => (globalThis as unknown as Handle).zabsim.play.act(text), line);
  }

  runUntil(condition: string): Promise<void> {
    return this.page.evaluate((text) => (globalThis as unknown as Handle).zabsim.play.runUntil(text), condition);
  }

  link(): Promise<string> {
    return this.page.evaluate(() => (globalThis as unknown as Handle).zabsim.play.link());
  }

  openCase(base: Case): Promise<boolean> {
    return this.page.evaluate(
      (of) => (globalThis as unknown as Handle).zabsim.play.open({ base: of, lines: [] }),
      base,
    );
  }

  /** Runs on as far as need be; to the last event of a run that ends before. */
  async seek(event: number): Promise<Standing> {
    await this.page.evaluate((to) => (globalThis as unknown as Handle).zabsim.play.seek(to), event);
    await this.waited((at) => at.event === event || (at.ended && at.event === at.events - 1));
    return this.standing();
  }

  /** `EVENTS FINGERPRINT` of the shown branch, run so far at least. */
  async fingerprintAfter(events: number): Promise<string> {
    await this.seek(events);
    const { fingerprint, events: known } = await this.standing();
    return `${known} ${fingerprint}`;
  }

  shownCase(): Promise<Case> {
    return this.page.evaluate(() => {
      const { value: branch } = (globalThis as unknown as Handle).zabsim.play.branch;
      if (branch === null) throw new Error('nothing is open');
      return branch.of;
    });
  }

  /** Names of the checks that are broken when it has run so far, or to its end. */
  async brokenChecks(events: number): Promise<readonly string[]> {
    await this.seek(events);
    return this.page.evaluate(() => {
      const lamps = (globalThis as unknown as Handle).zabsim.play.trace.value?.lamps ?? [];
      return lamps.filter(({ verdict }) => verdict === 'broken').map(({ check }) => check);
    });
  }

  /**
   * Real time from a press of the key for the next event, or a move of the slider to one, until its moment is there and the
   * frame that shows it was drawn, in milliseconds.
   */
  async tookMs(wish: 'step' | number): Promise<number> {
    return this.page.evaluate(async (to) => {
      const { zabsim, document, requestAnimationFrame, MessageChannel, Event, KeyboardEvent } =
        globalThis as unknown as Handle & Hands;
      const { play } = zabsim;
      const event = to === 'step' ? play.event.value + 1 : to;
      const slider = document.querySelector('.seek-slider');
      let stop = (): void => undefined;
      const shown = new Promise<void>((resolve) => {
        stop = play.moment.subscribe((moment) => {
          if (moment?.state.event === event) resolve();
        });
      });
      const begun = performance.now();
      if (to === 'step')
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
      else {
        slider.value = String(event);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      }
      await shown;
      stop();
      // A message that is sent while a frame is made comes when it has been made: painted, and handed on.
      await new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        requestAnimationFrame(() => port2.postMessage(null));
      });
      return performance.now() - begun;
    }, wish);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async press(...keys: readonly string[]): Promise<Standing> {
    for (const key of keys) await this.page.keyboard.press(key);
    return this.settled();
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}
