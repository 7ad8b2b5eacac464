/**
 * The door `zabsim/testing`: what a test of one's own needs. Arbitraries for fast-check, matchers for any runner, and
 * ensembles that real clients connect to. The matchers are given to vitest by `zabsim/testing/vitest`, so that this door
 * can be opened without it.
 */
export { arbitraryCase, planOf, type ArbitraryCaseOptions, type Count } from './arbitrary-case.ts';
export { arbitraryFaults, faultKinds, type FaultKind, type FaultOptions } from './arbitrary-faults.ts';
export { arbitraryOperations, type OperationOptions } from './arbitrary-operations.ts';
export type { Sizes } from './draft.ts';
export { failureText } from './failure-text.ts';
export { caseMatchers, type CaseMatchers, type ExpectedFailure } from './matchers.ts';
export { startEnsemble, type EnsembleOptions, type EnsembleVerdict, type StartedEnsemble } from './serve.ts';
