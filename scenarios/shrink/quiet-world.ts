/**
 * The same failure where nothing is drawn: the seed `quiet`, every decision at its default. Where that alone loses the
 * failure, another constant weather may keep it: one number in place of many overridden decisions.
 */
import { constantLatency } from '../../sim/kernel/distribution.ts';
import { parseAddress, QUIET } from '../../sim/kernel/addresses.ts';
import { DecisionRecord } from '../../sim/kernel/decision-record.ts';
import type { CaseWeather } from '../../sim/record/case.ts';
import { reduceGroups, reduceList, type ListOf } from '../../sim/shrink/reduce-list.ts';
import { simplerNumbers } from '../../sim/shrink/round.ts';
import type { ShrinkSearch } from '../../sim/shrink/search.ts';
import { runCase } from '../run.ts';
import type { RunHost } from '../simulation.ts';
import { plainWeather } from './plain-weather.ts';
import { EVENTS_QUICK } from './same-failure.ts';
import { averageWeathers, roundWeathers } from './weathers.ts';
import { ofSize, SERVERS_ENOUGH, withClients } from './ensemble-passes.ts';
import { plainest } from './simpler-operations.ts';
import { serversOf, withFaults, withOperations, withOptions, type WrittenCase } from './written-case.ts';

/** Longer delays are told in multiples of this. */
const GRAIN_US = 100;

type Search = ShrinkSearch<WrittenCase>;

/** Quiet, without overrides, in the plain weather first. `many`: in round ones too, beside those the case has. */
export function quietCandidates(of: WrittenCase, many: boolean): WrittenCase[] {
  const quiet: WrittenCase = { ...of, seed: QUIET, overrides: {} };
  const own = [plainWeather, ...averageWeathers(of.options.weather)];
  const all = many ? [...own, ...roundWeathers(serversOf(of.options))] : own;
  return all.map((weather) => withOptions(quiet, { weather }));
}

/**
 * Quiet, and next to nothing happens: two writes and one fault or none. Some failures need
 * only the order that a weather brings about, and a plan that was drawn for another one stands in the way. The faults are
 * the plain ones, with which a client, a leader or a follower changes, and those of the case.
 */
export function bareCandidates(of: WrittenCase): WrittenCase[] {
  const bare = barePlan(of);
  const plain = plainLines(bare.options.durationMs).map((line) => withFaults(bare, [{ id: 'f1', line }]));
  const own = small(of).plan.faults.map((fault) => withFaults(bare, [fault]));
  return [
    ...[bare, ...plain].flatMap((each) => quietCandidates(each, true)),
    ...own.flatMap((each) => quietCandidates(each, false).slice(0, OWN_WEATHERS)),
  ];
}

/** At rest, and in the midst of a write. */
function plainLines(durationMs: number): string[] {
  const at = `at ${Math.floor(durationMs / 2)}ms`;
  const writing = 'when leader logs x2';
  return [
    `${at}: reset c1`,
    `${at}: crash leader for 100ms`,
    `${at}: crash a follower for 100ms`,
    `${writing}: crash it for 100ms`,
    `${writing}: isolate it`,
  ];
}

/** A fault of the case is tried in the first few weathers only. */
const OWN_WEATHERS = 4;
/** Long enough for a leader that is cut off to be given up, whatever the case was cut to. */
const BARE_MS_LEAST = 2000;

/** One client writes early, and once more when all has healed; no fault. */
export function barePlan(of: WrittenCase): WrittenCase {
  const durationMs = Math.max(of.options.durationMs, BARE_MS_LEAST);
  const bare = withOptions(withFaults(small(of), []), { durationMs });
  const writes = [0, 1000 * durationMs].map((atUs) => ({ client: 'c1', atUs, op: plainest }));
  return withOperations(bare, writes);
}

/** Three voters, and an observer where there are some. */
function small(of: WrittenCase): WrittenCase {
  const one = withClients(of, ['c1']);
  return ofSize(one, SERVERS_ENOUGH, Math.min(1, one.options.observers))[0] ?? one;
}

/** A message, a sync or a hand-over that is late by this much is overtaken by all that it can be overtaken by. */
const LATE_US = 10_000;
const RETRANSMISSION_US = 200_000;
/** Of the decisions of a run so many are gone through. */
const LATE_MOST = 600;

/** A handshake that is late at all is so by a retransmission. */
function lateBy(address: string): number {
  return address.includes('/CONNECT#') ? RETRANSMISSION_US : LATE_US;
}

/**
 * Quiet but for one thing that takes long: each message, each sync of a disk, each hand-over between the stages of a
 * server that the quiet run has, in its turn.
 */
export function lateCandidates(of: WrittenCase, weather: CaseWeather, host: Pick<RunHost, 'registry'>): WrittenCase[] {
  // Hand-overs of stages that take no time are decisions only where the weather names them.
  const inStep = { process: null, stage: '', latency: constantLatency(0) };
  const stageDelays = [inStep, ...weather.stageDelays];
  const quiet: WrittenCase = { ...withOptions(of, { weather: { ...weather, stageDelays } }), seed: QUIET };
  const record = new DecisionRecord(true);
  runCase({ ...quiet, overrides: {} }, { ...host, record, eventsMost: EVENTS_QUICK });
  return Object.entries(record.overrides())
    .filter(([address]) => address.endsWith('.delay'))
    .slice(0, LATE_MOST)
    .map(([address, delayUs]) => ({ ...quiet, overrides: { [address]: delayUs + lateBy(address) } }));
}

/** The same run, to the last digit of its fingerprint, with all that was drawn as overrides of the quiet seed. */
export function overriddenCase(of: WrittenCase, host: Pick<RunHost, 'registry'>): WrittenCase {
  const record = new DecisionRecord();
  runCase(of, { ...host, record });
  return { ...of, seed: QUIET, overrides: record.overrides() };
}

type Decision = readonly [address: string, value: number];

const overridden: ListOf<WrittenCase, Decision> = {
  read: (best) => Object.entries(best.overrides),
  write: (best, decisions) => ({ ...best, overrides: Object.fromEntries(decisions) }),
};

/** Coarse first: all of a site, all of a kind of message or stage, all of a label, then any. */
export function fewerOverrides(search: Search): void {
  if (Object.keys(search.best.overrides).length === 0) return;
  search.try({ ...search.best, overrides: {} });
  reduceGroups(search, overridden, [siteOf, kindOf, labelOf]);
  reduceList(search, overridden);
}

function labelOf([address]: Decision): string {
  return parseAddress(address)?.label ?? address;
}

function siteOf(decision: Decision): string {
  const label = labelOf(decision);
  return label.slice(0, label.indexOf('/'));
}

/** The site and the last word: which kind of message, of file, of stage, whosever. */
function kindOf(decision: Decision): string {
  const label = labelOf(decision);
  return `${siteOf(decision)} ${label.slice(label.lastIndexOf('/') + 1)}`;
}

export function simplerOverrides(search: Search): void {
  search.simplifyEach(
    (best) => Object.keys(best.overrides).length,
    (best, index) => {
      const [address, value] = Object.entries(best.overrides)[index] ?? ['', 0];
      return simplerNumbers(value, 0, value > GRAIN_US ? GRAIN_US : 1).map((simpler) => ({
        ...best,
        overrides: { ...best.overrides, [address]: simpler },
      }));
    },
  );
}
