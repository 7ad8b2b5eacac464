import { describe, expect, test } from 'vitest';
import type { CheckResult, Verdict } from '../sim/check/verdict.ts';
import { settleDisagreement } from './result.ts';

function row(name: string, verdict: Verdict): CheckResult {
  return { name, verdict, detail: name, finding: null };
}

function verdicts(...rows: CheckResult[]): string[] {
  return settleDisagreement(rows).map((each) => `${each.name} ${each.verdict}`);
}

describe('the certificate and the black-box search', () => {
  test('agree that something is wrong: each keeps its verdict', () => {
    expect(verdicts(row('updates-linearizable', 'violation'), row('linearizable-search', 'violation'))).toEqual([
      'updates-linearizable violation',
      'linearizable-search violation',
    ]);
  });

  test('the certificate alone may find more than the search looks at', () => {
    expect(verdicts(row('watches', 'violation'), row('linearizable-search', 'ok'))).toEqual([
      'watches violation',
      'linearizable-search ok',
    ]);
  });

  test('a search that is alone with its finding is an error of ours', () => {
    expect(verdicts(row('updates-linearizable', 'ok'), row('linearizable-search', 'violation'))).toEqual([
      'updates-linearizable ok',
      'linearizable-search internal',
    ]);
  });
});
