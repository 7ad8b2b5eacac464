/**
 * What a campaign is, from what the user asked and, where it goes on, from what its journal says. Throws an InputError for
 * all that cannot be, before anything is touched.
 */
import { canonicalJson } from '../record/canonical.ts';
import type { Case } from '../record/case.ts';
import type { FuzzGo, FuzzHeader } from '../record/fuzz-journal.ts';
import { InputError } from '../record/input-error.ts';
import { campaignName } from '../search/fuzz-result-of.ts';
import { defaultStrategy } from '../search/strategies/index.ts';
import { bugFlag, refuseServed, type Engine } from './engine.ts';
import { readBaseline } from './fuzz-baseline.ts';
import type { FuzzAsked, FuzzFlags } from './fuzz-flags.ts';
import type { FuzzJournal } from './fuzz-folder.ts';
import { PROFILE } from './profile.ts';
import { readOptions } from './run-flags.ts';
import { THREAD_MIB_MAX } from './run-pool.ts';
import { engineOf, resolveTarget } from './target.ts';

/** A header that lacks what only a run tells. */
export type FuzzHead = Omit<FuzzHeader, 'fingerprint'>;

export interface FuzzSetting {
  readonly head: FuzzHead;
  readonly go: FuzzGo;
  /** For each base. */
  readonly engines: readonly Engine[];
}

const TIME_MS = 60_000;
const SEED_TIMEOUT_MS = 30_000;

/** `journal`: of the campaign that goes on; null when one begins. */
export async function settingOf(
  texts: readonly string[],
  flags: FuzzFlags,
  asked: FuzzAsked,
  journal: FuzzJournal | null,
): Promise<FuzzSetting> {
  const { bases, origins, engines } = await sourcesOf(texts, flags, journal);
  const held = journal?.header;
  const rest = {
    strategy: asked.strategy ?? held?.strategy ?? defaultStrategy,
    islands: asked.islands ?? held?.islands ?? 1,
    shard: asked.shard ?? (asked.islands === undefined ? (held?.shard ?? null) : null),
    from: String(asked.seeds?.from ?? held?.from ?? '1'),
  };
  const version = engines[0]?.version ?? '';
  const campaign = campaignName({ bases, ...rest });
  const head: FuzzHead = { kind: 'fuzz', schema: 1, version, campaign, bases, origins, ...rest };
  if (journal !== null) checkSame(journal, head);
  return { head, go: goOf(flags, asked, journal), engines };
}

async function sourcesOf(
  texts: readonly string[],
  flags: FuzzFlags,
  journal: FuzzJournal | null,
): Promise<Pick<FuzzHeader, 'bases' | 'origins'> & { readonly engines: readonly Engine[] }> {
  const chosen = texts.length > 0 || flags.bug !== undefined || flags.set.length > 0;
  if (journal !== null && !chosen) {
    const { bases, origins } = journal.header;
    const engines = await Promise.all(bases.map(engineOf));
    bases.forEach((base, i) => engines[i]?.check(base));
    return { bases, origins, engines };
  }
  const names = texts.length > 0 ? texts : (journal?.header.bases.map(nameOf(journal)) ?? [PROFILE]);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`${twice} is named twice.`);
  const targets = await Promise.all(names.map(resolveTarget));
  const options = readOptions({ set: flags.set });
  const bases = targets.map(({ engine, base }): Case => {
    refuseServed(base, 'fuzzed');
    const bug = flags.bug === undefined ? base.bug : bugFlag(engine, flags.bug);
    // What an earlier run of a stored case found is no part of what is run.
    const of = { ...base, seed: '1', options: { ...base.options, ...options }, bug, expect: null, fingerprint: null };
    engine.check(of);
    return of;
  });
  return { bases, origins: targets.map(({ origin }) => origin), engines: targets.map(({ engine }) => engine) };
}

/** What the user named a base by. */
function nameOf({ header }: FuzzJournal): (base: Case, i: number) => string {
  return ({ scenario }, i) => header.origins[i] ?? (typeof scenario === 'string' ? scenario : scenario.name);
}

function checkSame({ file, header }: FuzzJournal, head: FuzzHead): void {
  const other = (what: string): InputError => new InputError(`--resume: ${file} is of another campaign: ${what}.`);
  for (const name of ['version', 'strategy', 'islands', 'from'] as const) {
    if (header[name] === head[name]) continue;
    throw other(`${WORDS[name]} ${header[name]}, and this one has ${head[name]}`);
  }
  if (header.shard !== head.shard) throw other(`it runs ${shardText(header)}, and this one ${shardText(head)}`);
  if (canonicalJson(header.bases) !== canonicalJson(head.bases)) {
    throw other(`its scenarios or their options are those of ${header.campaign}`);
  }
}

const WORDS = { version: 'version', strategy: 'strategy', islands: 'islands', from: 'first seed' };

function shardText({ shard, islands }: Pick<FuzzHeader, 'shard' | 'islands'>): string {
  return shard === null ? 'all islands' : `shard ${shard + 1}/${islands}`;
}

/** What is not asked for is as the last go had it. A budget is asked for as a whole. */
function goOf(flags: FuzzFlags, asked: FuzzAsked, journal: FuzzJournal | null): FuzzGo {
  const last = journal?.go;
  const elapsedMs = journal?.elapsedMs ?? 0;
  const budgeted = asked.seeds !== undefined || asked.timeMs !== undefined;
  const timeMs = asked.timeMs ?? (asked.seeds === undefined ? TIME_MS : undefined);
  const budget =
    last === undefined || budgeted
      ? { seeds: asked.seeds?.count ?? null, untilMs: timeMs === undefined ? null : elapsedMs + timeMs }
      : { seeds: last.seeds, untilMs: last.untilMs };
  return {
    kind: 'go',
    ...budget,
    stopAfter: asked.stopAfter === undefined ? (last === undefined ? 1 : last.stopAfter) : asked.stopAfter,
    known: flags.baseline === undefined ? (last?.known ?? []) : readBaseline(flags.baseline),
    undecided: asked.undecided ?? last?.undecided ?? 'warn',
    shrink: flags.shrink && (last?.shrink ?? true),
    seedTimeoutMs: asked.seedTimeoutMs ?? last?.seedTimeoutMs ?? SEED_TIMEOUT_MS,
    memoryMib: asked.memoryMib ?? last?.memoryMib ?? THREAD_MIB_MAX,
  };
}
