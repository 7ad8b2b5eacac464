/** Served ensembles of a test file, and their end. */
import { serve, type Served, type ServeOptions } from './serve.ts';

const started: Served[] = [];

/** Stopped by `stopAll`, unless the test does it. */
export async function served(options: ServeOptions = {}): Promise<Served> {
  const made = await serve(options);
  started.push(made);
  return made;
}

export async function stopAll(): Promise<void> {
  for (const each of started.splice(0)) await each.stop();
}

/** The port of a server, counted from 1. */
export function portOf({ ports }: Served, server = 1): number {
  return ports[server - 1] as number;
}

export function leaderOf(served: Served): number {
  const leader = served.status().servers.find(({ up, state }) => up && state === 'LEADING');
  if (leader === undefined) throw new Error('somebody leads');
  return leader.sid;
}
