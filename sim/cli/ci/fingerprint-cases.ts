/** The runs whose fingerprints must be the same in every Node and in browsers. Pure: it is bundled for a page. */
import { registry, runCase, version } from '../../../scenarios/index.ts';
import { caseName, newCase, type Case } from '../../record/case.ts';

export const CASES = 200;

/** Cases over all scenarios in turn; every other one with harsh faults. Fewer are the first of more. */
export function fingerprintCases(cases: number): readonly Case[] {
  const names = [...registry.keys()];
  return Array.from({ length: cases }, (_, i) => {
    const seed = String(1000 + 37 * i);
    return newCase(version, names[i % names.length] ?? 'chaos', seed, i % 2 === 0 ? {} : { faults: 'harsh' });
  });
}

/** One line per case: its name, fingerprint, number of events, verdict. */
export function fingerprintLines(cases: number): string[] {
  return fingerprintCases(cases).map((of) => {
    const { result } = runCase(of);
    return `${caseName(of)} ${result.fingerprint} ${result.events} ${result.verdict}`;
  });
}
