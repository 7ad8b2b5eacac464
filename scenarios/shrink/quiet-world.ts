/**
 * The same failure where nothing is drawn: the seed `quiet`, every decision at its default. Where that alone loses the
 * failure, another constant weather may keep it: one number in place of many overridden decisions.
 */
import { constantLatency } from '../../sim/kernel/distribution.ts';
import { parseAddress, QUIET } from '../../sim/kernel/addresses.ts';
import { DecisionRecord } from '../../sim/kernel/decision-record.ts';
import { reduceGroups, reduceList, type ListOf } from '../../sim/shrink/reduce-list.ts';
import { simplerNumbers } from '../../sim/shrink/round.ts';
import type { ShrinkSearch } from '../../sim/shrink/search.ts';
import { runCase } from '../run.ts';
import type { RunHost } from '../simulation.ts';
import { plainWeather } from './plain-weather.ts';
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
 * Quiet, and next to nothing happens: one write, early or when all has healed, and one fault or none. Some failures need
 * only the order that a weather brings about, and a plan that was drawn for another one stands in the way. The faults are
 * the plain ones, with which a client, a leader or a follower changes, and those of the case.
 */
export function bareCandidates(of: WrittenCase): WrittenCase[] {
  return barePlans(of).flatMap((bare) => {
    const plain = plainLines(of.options.durationMs).map((line) => withFaults(bare, [{ id: 'f1', line }]));
    const own = small(of).plan.faults.map((fault) => withFaults(bare, [fault]));
    return [
      ...[bare, ...plain].flatMap((each) => quietCandidates(each, true)),
      ...own.flatMap((each) => quietCandidates(each, false).slice(0, 2)),
    ];
  });
}

function plainLines(durationMs: number): string[] {
  const at = `at ${Math.floor(durationMs / 2)}ms`;
  return [`${at}: reset c1`, `${at}: crash leader for 100ms`, `${at}: crash a follower for 100ms`];
}

/** One write of one client, early or late, and no fault. */
export function barePlans(of: WrittenCase): WrittenCase[] {
  const late = 1000 * of.options.durationMs;
  return [0, late].map((atUs) => withFaults(withOperations(small(of), [{ client: 'c1', atUs, op: plainest }]), []));
}

function small(of: WrittenCase): WrittenCase {
  const one = withClients(of, ['c1']);
  return ofSize(one, SERVERS_ENOUGH, 0)[0] ?? one;
}

/** A message, a sync or a hand-over that is late by this much is overtaken by all that it can be overtaken by. */
const LATE_US = 10_000;
/** Of the decisions of a run so many are gone through. */
const LATE_MOST = 600;

/**
 * Quiet but for one thing that takes long: each message, each sync of a disk, each hand-over between the stages of a
 * server that the quiet run has, in its turn.
 */
export function lateCandidates(of: WrittenCase, host: Pick<RunHost, 'registry'>): WrittenCase[] {
  const inStep = { process: null, stage: '', latency: constantLatency(0) };
  const quiet: WrittenCase = {
    ...withOptions(of, { weather: { ...plainWeather, stageDelays: [inStep] } }),
    seed: QUIET,
  };
  const record = new DecisionRecord(true);
  runCase({ ...quiet, overrides: {} }, { ...host, record });
  return Object.keys(record.overrides())
    .filter((address) => address.endsWith('.delay'))
    .slice(0, LATE_MOST)
    .map((address) => ({ ...quiet, overrides: { [address]: LATE_US } }));
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
