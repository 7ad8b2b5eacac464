/** The sessions a server knows, with what only the leader knows of them, and its watches by client. */
import type { ServerDetails, WatchDetails } from '../../../../sim/record/server-details.ts';

export interface SessionRow {
  readonly session: string;
  /** Of the client that holds it; empty when no server has a connection with it. */
  readonly client: string;
  /** Server its client is connected to, as connections are now. */
  readonly at: string;
  readonly timeoutMs: number;
  /** By the leader's clock; null when no leader counts. */
  readonly leftMs: number | null;
  readonly closing: boolean;
  readonly ephemerals: readonly string[];
}

/** `all`: of every server at that moment. */
export function sessionRows(server: ServerDetails, all: readonly ServerDetails[]): SessionRow[] {
  return server.sessions.map(({ session, timeoutMs, ephemerals }): SessionRow => {
    const known = all.flatMap((each) => each.sessions.filter((other) => other.session === session));
    const tracked = known.find((each) => each.tracked !== null)?.tracked ?? null;
    const holder = all.find(({ connections }) => connections.some((each) => each.session === session));
    const client = holder?.connections.find((each) => each.session === session)?.client ?? '';
    return {
      session,
      client,
      at: holder?.name ?? '',
      timeoutMs,
      leftMs: tracked?.leftMs ?? null,
      closing: tracked?.closing ?? false,
      ephemerals,
    };
  });
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

export const watchKinds: Readonly<Record<WatchDetails['kind'], string>> = {
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
export function watchRows(watches: readonly WatchDetails[]): WatchRow[] {
  const rows: { path: string; client: string; of: Set<string>; kind: WatchDetails['kind'] }[] = [];
  for (const { path, client, of, kind } of watches) {
    const row = rows.find((each) => each.path === path && each.client === client && each.kind === kind);
    if (row === undefined) rows.push({ path, client, kind, of: new Set([of]) });
    else row.of.add(of);
  }
  return rows.map(({ path, client, of, kind }) => ({
    path,
    client,
    words: `${[...of].join(' and ')}, ${watchKinds[kind]}`,
  }));
}
