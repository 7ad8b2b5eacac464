/**
 * The same failure where nothing is drawn: the seed `quiet`, every decision at its default. Where that alone loses the
 * failure, another constant weather may keep it: one number in place of many overridden decisions.
 */
import { parseAddress, QUIET } from '../../sim/kernel/addresses.ts';
import { DecisionRecord } from '../../sim/kernel/decision-record.ts';
import { reduceGroups, reduceList, type ListOf } from '../../sim/shrink/reduce-list.ts';
import { simplerNumbers } from '../../sim/shrink/round.ts';
import type { ShrinkSearch } from '../../sim/shrink/search.ts';
import { runCase } from '../run.ts';
import type { RunHost } from '../simulation.ts';
import { plainWeather } from './plain-weather.ts';
import { averageWeathers, roundWeathers } from './weathers.ts';
import { ofThree, withClients } from './ensemble-passes.ts';
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
 * only the order that a weather brings about, and a plan that was drawn for another one stands in the way.
 */
export function bareCandidates(of: WrittenCase): WrittenCase[] {
  const one = withClients(of, ['c1']);
  const small = ofThree(one)[0] ?? one;
  const late = 1000 * of.options.durationMs;
  return [0, late].flatMap((atUs) => {
    const bare = withFaults(withOperations(small, [{ client: 'c1', atUs, op: plainest }]), []);
    const struck = small.plan.faults.map((fault) => withFaults(bare, [fault]));
    return [...quietCandidates(bare, true), ...struck.flatMap((each) => quietCandidates(each, false).slice(0, 2))];
  });
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
