/**
 * Draws a plan of few faults from a mix that is written in the vocabulary itself: each fault is a trigger, an action
 * and perhaps a duration, put together from lines with gaps. Each seed first switches about half of the lines on, so
 * that faults of one seed resemble each other: three crashes at the same kind of moment reach depths that one fault
 * of every kind does not. Every fault draws under its own id, so that another one taken out changes no other.
 *
 * Gaps: `{1..6}` is a number; `{at}` a time of the run; `{server}` and `{client}` one of them by name, in one line a
 * server only once; `{who}` the
 * victim, drawn from the mix's targets.
 */
import { assert } from '../../protocol/std/assert.ts';
import type { ProcessName } from '../../protocol/process.ts';
import { Addresses, QUIET, type Draws } from '../kernel/addresses.ts';
import { lasting, type FaultStep } from './action.ts';
import { drawNumber, drawOdds, showOdds, type NumberOdds, type Odds } from './odds.ts';
import { parseStep } from './parse.ts';
import { showDuration } from './text.ts';

export interface FaultMix {
  /** Faults of one seed; 0: this seed has none. */
  readonly count: NumberOdds;
  /** `at {at}`, `when any joins x{1..6}`, `before write {1..9} of log on {server}`. */
  readonly triggers: Odds<string>;
  readonly actions: Odds<string>;
  /** What `{who}` stands for. `it` is left out where the trigger is a time. */
  readonly targets: Odds<string>;
  /** Behind a lasting action: `for {20..300}ms`, or nothing, and then it lasts until all is healed. */
  readonly lengths: Odds<string>;
  /** Percent of the time for faults at which all is healed, 0 for never; some of what is asked for comes behind. */
  readonly healPercent: NumberOdds;
  /**
   * An action with which the time for faults ends, or nothing: what servers hold only in memory, or only on disk,
   * comes to light when they start once more.
   */
  readonly closing: Odds<string>;
}

export interface MixOptions {
  readonly servers: readonly ProcessName[];
  readonly clients: readonly ProcessName[];
  /** Faults begin in this window of virtual time. */
  readonly fromUs: number;
  readonly untilUs: number;
}

/** Each line of a mix is on with these odds, in parts per million; of each kind of line one is on at least. */
const ON = 500_000;

export function drawMixedPlan(draws: Draws, mix: FaultMix, options: MixOptions): FaultStep[] {
  if (draws.quiet) return [];
  const count = drawNumber(draws, 'mix/count', mix.count);
  const triggers = switchOn(draws, 'triggers', mix.triggers);
  const actions = switchOn(draws, 'actions', mix.actions);
  const healPercent = drawNumber(draws, 'mix/heal', mix.healPercent);
  const spanUs = Math.floor(((options.untilUs - options.fromUs) * (healPercent === 0 ? 100 : healPercent)) / 100);
  const window = { ...options, untilUs: options.fromUs + spanUs };
  const steps: FaultStep[] = [];
  for (let i = 1; i <= count; i++) {
    const id = `f${i}`;
    const trigger = fill(draws, mix, window, id, 'when', drawOdds(draws, `fault/${id}/trigger`, triggers));
    const timed = trigger.startsWith('at ');
    const action = fill(draws, mix, window, id, 'what', drawOdds(draws, `fault/${id}/action`, actions), timed);
    const length = fill(draws, mix, window, id, 'long', drawOdds(draws, `fault/${id}/length`, mix.lengths));
    const step = read(id, `${trigger}: ${action}`);
    steps.push(lasting.has(step.action.kind) && length !== '' ? read(id, `${trigger}: ${action} ${length}`) : step);
  }
  if (count > 0 && healPercent > 0) {
    steps.push(read('heal', `at ${showDuration(window.untilUs - (window.untilUs % 1000))}: heal all`));
  }
  const closing = fill(draws, mix, window, 'last', 'what', drawOdds(draws, 'mix/closing', mix.closing), true);
  if (count > 0 && closing !== '') steps.push(read('last', `at ${showDuration(options.untilUs)}: ${closing}`));
  return steps;
}

/** A fault that each line of a mix may come to, by the fields of the mix. */
export type MixSamples = Readonly<
  Record<'targets' | 'triggers' | 'actions' | 'lengths' | 'closing', readonly string[]>
>;

/** Fails with a RangeError when a line has a gap that nobody fills. */
export function samplesOf(mix: FaultMix, options: MixOptions): MixSamples {
  const quiet = new Addresses(QUIET);
  const filled = (line: string, timed = false): string => fill(quiet, mix, options, 'sample', 'what', line, timed);
  const each = (odds: Odds<string>, fault: (line: string) => string): string[] => odds.map(([line]) => fault(line));
  return {
    // First, since others are filled with them.
    targets: each(mix.targets, (line) => `when any commits: crash ${filled(line)}`),
    triggers: each(mix.triggers, (line) => `${filled(line)}: heal all`),
    actions: each(mix.actions, (line) => `when any commits: ${filled(line)}`),
    lengths: each(mix.lengths, (line) => `at 1s: pause servers ${filled(line)}`),
    closing: each(mix.closing, (line) => `at 1s: ${line === '' ? 'heal all' : filled(line, true)}`),
  };
}

function read(id: string, line: string): FaultStep {
  const parsed = parseStep(id, line);
  assert(parsed.ok, 'a mix is written in the vocabulary', { line });
  return parsed.value;
}

function switchOn(draws: Draws, name: string, odds: Odds<string>): Odds<string> {
  const on = odds.filter(([line]) => draws.chance(`mix/${name}/${line}`, ON));
  return on.length > 0 ? on : [[drawOdds(draws, `mix/${name}`, odds), 1]];
}

/** Fills the gaps of a line, each by an address of its own. */
function fill(
  draws: Draws,
  mix: FaultMix,
  options: MixOptions,
  id: string,
  part: 'when' | 'what' | 'long',
  line: string,
  timed = false,
): string {
  let gaps = 0;
  const named: ProcessName[] = [];
  return line.replace(/\{([^}]*)\}/g, (_, gap: string) => {
    const label = `fault/${id}/${part}${gaps++}`;
    switch (gap) {
      case 'at': {
        const us = draws.between(label, options.fromUs, options.untilUs);
        return showDuration(us - (us % 1000));
      }
      case 'server': {
        const others = options.servers.filter((server) => !named.includes(server));
        const server = draws.pick(label, others.length === 0 ? options.servers : others);
        named.push(server);
        return server;
      }
      case 'client':
        return options.clients.length === 0 ? 'clients' : draws.pick(label, options.clients);
      case 'who': {
        const targets = timed ? mix.targets.filter(([target]) => !target.split(',').includes('it')) : mix.targets;
        return fill(draws, mix, options, `${id}/${part}`, 'what', drawOdds(draws, label, targets));
      }
      default: {
        const range = /^([0-9]+)\.\.([0-9]+)$/.exec(gap);
        if (range === null) throw new RangeError(`nothing fills the gap {${gap}} of the line "${line}"`);
        return String(draws.between(label, Number(range[1]), Number(range[2])));
      }
    }
  });
}

/** One line of text for each thing that is drawn. */
export function showMix(mix: FaultMix): Record<string, string> {
  return {
    count: showOdds(mix.count),
    'lines switched on per seed': `${ON / 10_000} % of triggers and of actions`,
    triggers: showOdds(mix.triggers),
    actions: showOdds(mix.actions),
    targets: showOdds(mix.targets),
    lengths: showOdds(mix.lengths),
    'all healed at percent of the time for faults': showOdds(mix.healPercent),
    closing: showOdds(mix.closing),
  };
}
