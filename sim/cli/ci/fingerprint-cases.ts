/** The runs whose fingerprints must be the same in every Node and in the browser. Pure: it is bundled for a page. */
import { registry, runCase, version } from '../../../scenarios/index.ts';
import { caseName, newCase, type Case } from '../../record/case.ts';

const CASES = 50;

/** Fifty cases over all scenarios in turn; every other one with harsh faults. */
export function fingerprintCases(): readonly Case[] {
  const names = [...registry.keys()];
  return Array.from({ length: CASES }, (_, i) => {
    const seed = String(1000 + 37 * i);
    return newCase(version, names[i % names.length] ?? 'chaos', seed, i % 2 === 0 ? {} : { faults: 'harsh' });
  });
}

/** One line per case: its name, fingerprint, number of events, verdict. */
export function fingerprintLines(): string[] {
  return fingerprintCases().map((of) => {
    const { result } = runCase(of);
    return `${caseName(of)} ${result.fingerprint} ${result.events} ${result.verdict}`;
  });
}
