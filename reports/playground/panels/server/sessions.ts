/** The sessions a server knows, with what only the leader knows of them, and its watches by client. */
import type { MomentState, ServerState, SessionState, WatchState } from '../../../../sim/record/moment-state.ts';

export interface SessionRow {
  readonly session: string;
  /** Of the client that has it; empty when no client of the simulation does. */
  readonly client: string;
  /** Server its client is connected to, or was when the leader last heard of it. */
  readonly at: string;
  readonly timeoutMs: number;
  /** By the leader's clock; null when no leader counts. */
  readonly leftMs: number | null;
  readonly closing: boolean;
  readonly ephemerals: readonly string[];
}

/** `owners`: paths of ephemerals by session. */
export function sessionRows(
  server: Pick<ServerState, 'sessions'>,
  { servers, clients }: Pick<MomentState, 'servers' | 'clients'>,
  owners: ReadonlyMap<string, readonly string[]>,
): SessionRow[] {
  return server.sessions.map(({ session, timeoutMs, client }): SessionRow => {
    const tracked = trackedBy(servers, session);
    const connected = clients.find(({ name, session: its }) => name === client && its === session)?.server ?? '';
    return {
      session,
      client,
      at: connected === '' ? (tracked?.owner ?? '') : connected,
      timeoutMs,
      leftMs: tracked?.leftMs ?? null,
      closing: tracked?.closing ?? false,
      ephemerals: owners.get(session) ?? [],
    };
  });
}

/** Of the servers that count, one that others follow comes first. */
function trackedBy(servers: readonly ServerState[], session: string): SessionState | null {
  const counting = servers.filter(({ life }) => life === 'up').sort((a, b) => Number(b.serving) - Number(a.serving));
  const known = counting.flatMap(({ sessions }) => sessions.filter((each) => each.session === session));
  return known.find(({ leftMs }) => leftMs >= 0) ?? null;
}

/** `6.0 s left of 8 s`. */
export function leftWords({ leftMs, timeoutMs, closing }: SessionRow): string {
  if (closing) return 'is being closed';
  const whole = `${secondsOf(timeoutMs, 0)} s`;
  if (leftMs === null) return `time-out ${whole}; no leader counts it`;
  return `${secondsOf(leftMs, 1)} s left of ${whole}`;
}

/** A session expires at a tick of the leader, so a little more than its time-out may be left. */
export function shareLeft({ leftMs, timeoutMs }: SessionRow): number {
  return leftMs === null ? 0 : Math.max(0, Math.min(1, leftMs / timeoutMs));
}

function secondsOf(ms: number, digits: number): string {
  const seconds = ms / 1000;
  return Number.isInteger(seconds) && digits === 0 ? String(seconds) : seconds.toFixed(Math.max(1, digits));
}

export const watchKinds: Readonly<Record<WatchState['mode'], string>> = {
  once: 'fires once',
  persistent: 'stays after it fires',
  recursive: 'stays, and covers all below',
};

export interface WatchRow {
  readonly path: string;
  readonly client: string;
  readonly words: string;
}

/** A persistent watch stands in both tables and is one watch. */
export function watchRows(watches: readonly WatchState[]): WatchRow[] {
  const rows: { path: string; client: string; of: Set<string>; mode: WatchState['mode'] }[] = [];
  for (const { path, client, session, kind, mode } of watches) {
    const who = client === '' ? session : client;
    const what = kind === 'data' ? 'data' : 'children';
    const row = rows.find((each) => each.path === path && each.client === who && each.mode === mode);
    if (row === undefined) rows.push({ path, client: who, mode, of: new Set([what]) });
    else row.of.add(what);
  }
  return rows.map(({ path, client, of, mode }) => ({
    path,
    client,
    words: `${[...of].join(' and ')}, ${watchKinds[mode]}`,
  }));
}
