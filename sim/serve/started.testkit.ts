/** Served ensembles of a test file, and their end. */
import { serve, type Served, type ServeOptions } from './serve.ts';

const started: Served[] = [];

/** Stopped by `stopAll`, unless the test does it. */
export async function served(options: ServeOptions = {}): Promise<Served> {
  const made = await serve(options);
  started.push(made);
  return made;
}

/** Whatever their clients did, no promise was broken. */
export async function stopAll(): Promise<void> {
  const stopped = started.splice(0);
  for (const each of stopped) await each.stop();
  for (const { ensemble } of stopped) {
    const broken = ensemble.results().filter(({ verdict }) => verdict === 'violation');
    if (broken.length > 0) throw new Error(broken.map(({ name, detail }) => `${name}: ${detail}`).join('\n'));
  }
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
