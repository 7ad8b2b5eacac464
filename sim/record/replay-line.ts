/** The exact command line that runs a case again. */
import type { Case } from './case.ts';

/**
 * `origin`: the file the case, its scenario document or its module was read from, as the user named it; null for a
 * scenario of the registry. A case with inputs, a plan, overrides, or options that have no flag can only be told as a file of its
 * own; `stored` is what that file holds, where the user asked for another bug or none.
 */
export function replayLine(of: Case, origin: string | null, stored: Case = of): string {
  const { weather, priorities, seeds } = of.options;
  const flagless = [weather, priorities, seeds].some((option) => option !== undefined);
  const explicit = of.inputs !== null || of.plan !== null || Object.keys(of.overrides).length > 0 || flagless;
  const scenario = typeof of.scenario === 'string' ? of.scenario : of.scenario.name;
  const otherBug = of.bug === stored.bug ? [] : ['--bug', of.bug ?? 'none'];
  if (explicit) return ['sim', 'replay', origin ?? `${scenario}.json`, ...otherBug].map(shellWord).join(' ');
  const words = ['sim', 'run', origin ?? scenario, '--seed', of.seed];
  const { voters, observers, clients, ops, durationMs, faults, until, config } = of.options;
  const flags: [string, string | number | undefined][] = [
    ['--voters', voters],
    ['--observers', observers],
    ['--clients', clients],
    ['--ops', ops],
    ['--for', durationMs === undefined ? undefined : `${durationMs}ms`],
    ['--faults', faults],
    ['--until', until],
    ['--bug', of.bug ?? (stored.bug === null ? undefined : 'none')],
  ];
  for (const [flag, value] of flags) if (value !== undefined) words.push(flag, String(value));
  for (const [name, value] of Object.entries(config ?? {})) words.push('--set', `${name}=${String(value)}`);
  return words.map(shellWord).join(' ');
}

/** In place of the line, where real clients asked for what happened: `sim serve` keeps it, an ensemble of a test does not. */
export const NOT_KEPT = 'not without its clients, whose requests were not kept';

/** Quoted when a POSIX shell would read it as anything but one word. */
function shellWord(word: string): string {
  return /^[A-Za-z0-9_./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
