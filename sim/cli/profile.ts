/** The one profile that bugs are hunted with, and the cases its seeds are. */
import { newCase, type Case } from '../record/case.ts';
import type { Assertions } from '../record/gauntlet-file.ts';

/** A scenario of the catalogue. No scenario is written for a bug, and nothing is tuned to one. */
export const PROFILE = 'fuzz';

/** `bug`: null for the correct protocol. */
export function profileCase(version: string, bug: string | null, assertions: Assertions, seed = '1'): Case {
  const of: Case = { ...newCase(version, PROFILE, seed), bug };
  return assertions === 'on' ? of : withoutAssertions(of);
}

/** Assertions of the simulated servers stop nothing, so that a property has to find what is wrong. */
function withoutAssertions(of: Case): Case {
  return { ...of, options: { ...of.options, config: { ...of.options.config, assertions: false } } };
}
