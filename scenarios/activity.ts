/** Rows of a result that are not about ZooKeeper: whether anything happened, and whether the run was a whole one. */
import type { CheckResult, Verdict } from '../sim/check/verdict.ts';
import type { RunEnd, World } from '../sim/kernel/world.ts';
import type { Settings } from './settings.ts';
import type { Tally } from './tally.ts';

function row(name: string, verdict: Verdict, detail: string): CheckResult {
  return { name, verdict, detail, finding: null };
}

/** A scenario in which nothing happened has shown nothing. */
export function activityRow(settings: Settings, tally: Tally, asked: number): CheckResult {
  const missing: string[] = [];
  if (tally.established === 0) missing.push('no leader was established');
  if (tally.commits === 0) missing.push('nothing was committed');
  if (settings.clients > 0 && asked === 0) missing.push('no client was asked for anything');
  if (asked > 0 && tally.ok === 0) missing.push('no operation succeeded');
  if (missing.length > 0) return row('activity', 'undecided', missing.join(', '));
  return row('activity', 'ok', `${tally.commits} commits, ${asked} operations`);
}

/** Whether the run went on to its end: limits, assertions, drifted overrides. */
export function wholenessRow(world: World, end: RunEnd, unused: readonly string[]): CheckResult {
  if (world.failure !== null) {
    const { process, message, atUs, event } = world.failure;
    const kind = message
      .replace(/\(.*\)$/s, '')
      .replace(/[0-9]+/g, 'n')
      .trim();
    return {
      name: 'assertions',
      verdict: 'crash',
      detail: `process ${process} failed: ${message}`,
      finding: {
        signature: `assertions: ${kind}`,
        message: `process ${process} failed: ${message}`,
        atUs,
        event,
        process,
      },
    };
  }
  if (end === 'bound') return row('assertions', 'undecided', `the limit of ${world.endDetail} was reached`);
  if (unused.length > 0) {
    return row(
      'assertions',
      'undecided',
      `the case has drifted: ${unused.length} overrides were not reached, first ${unused[0] ?? ''}`,
    );
  }
  return row('assertions', 'ok', '');
}
