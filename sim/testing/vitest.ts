/** Gives the matchers to vitest: `import 'zabsim/testing/vitest'` in a test, or as a setup file of all tests. */
import { expect } from 'vitest';
import { caseMatchers, type CaseMatchers } from './matchers.ts';

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- parameters must be those of the declaration it adds to
  interface Matchers<T = any> extends CaseMatchers<T> {}
}

expect.extend(caseMatchers);
