/**
 * Tells how a campaign goes: a block of lines that is drawn again and again on a terminal, else a line every ten
 * seconds at most.
 */
import { virtualText } from '../../reports/text/fuzz.ts';
import { count } from '../../reports/text/layout.ts';
import type { FuzzCampaign } from '../search/fuzz-campaign.ts';

const DRAWN_MS = 250;
const TOLD_MS = 10_000;
/** Growth is that of the last minute. */
const GROWTH_MS = 60_000;
const FAILURES_MAX = 5;
const WIDTH = 100;

export class FuzzStatus {
  private readonly live = process.stderr.isTTY;
  private readonly campaign: FuzzCampaign;
  private readonly elapsedMs: () => number;
  private readonly budget: string;
  private toldMs: number;
  private readonly begunMs: number;
  /** Seeds that were known before this go. */
  private readonly known: number;
  private lines = 0;
  private readonly growth: { readonly atMs: number; readonly seen: number }[] = [];

  /** `elapsedMs`: the campaign's own time; `budget`: as a person reads it. */
  constructor(campaign: FuzzCampaign, elapsedMs: () => number, budget: string) {
    this.campaign = campaign;
    this.elapsedMs = elapsedMs;
    this.budget = budget;
    this.begunMs = elapsedMs();
    this.toldMs = this.begunMs;
    this.known = campaign.returned;
  }

  tell(): void {
    const now = this.elapsedMs();
    if (now - this.toldMs < (this.live ? DRAWN_MS : TOLD_MS)) return;
    this.toldMs = now;
    if (this.live) this.draw(now);
    else
      process.stderr.write(
        `${this.headline(now)}; ${this.sights(now)}; ${count(this.failures().length, 'signature')}\n`,
      );
  }

  /** Takes the block away, before anything else is printed. */
  clear(): void {
    if (this.lines > 0) process.stderr.write(`\u001b[${this.lines}A\u001b[J`);
    this.lines = 0;
  }

  private draw(now: number): void {
    const failures = this.failures();
    const shown = failures.slice(0, FAILURES_MAX).map((line) => `  ${line}`);
    const rest = failures.length - shown.length;
    const lines = [this.headline(now), `  ${this.sights(now)}`, ...shown, ...(rest > 0 ? [`  and ${rest} more`] : [])];
    const width = Math.min(WIDTH, process.stderr.columns);
    this.clear();
    process.stderr.write(lines.map((line) => `${line.slice(0, width - 1)}\n`).join(''));
    this.lines = lines.length;
  }

  private headline(now: number): string {
    const { returned, tally } = this.campaign;
    const ranMs = Math.max(1, now - this.begunMs);
    const pace = ((1000 * (returned - this.known)) / ranMs).toFixed(0);
    const time = `${(now / 1000).toFixed(0)} s`;
    return `${time} of ${this.budget}: ${returned} seeds (${pace}/s), virtual ${virtualText(tally.virtualMs)}`;
  }

  private sights(now: number): string {
    const { behaviours, marks } = this.campaign.tally;
    const rare = `${Object.keys(marks).length} rare situations`;
    if (behaviours.seen === 0) return rare;
    while ((this.growth[0]?.atMs ?? now) < now - GROWTH_MS) this.growth.shift();
    this.growth.push({ atMs: now, seen: behaviours.seen });
    return `${behaviours.seen} behaviours (+${behaviours.seen - (this.growth[0]?.seen ?? 0)} in the last minute), ${rare}`;
  }

  private failures(): string[] {
    const { known } = this.campaign.plan;
    return this.campaign.tally.failures.map(
      ({ signature, count: seeds, report }) =>
        `${report.verdict} in ${count(seeds, 'seed')}${known.has(signature) ? ' (known)' : ''}: ${signature}`,
    );
  }
}
