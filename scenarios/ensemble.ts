/**
 * Builds the world of a run: servers `1` … `n` (observers take the numbers after the voters), clients `c1` …, and
 * whatever processes the scenario adds. Nothing is started twice and nothing is drawn that has no address.
 */
import { createClient } from '../protocol/client/client.ts';
import { checkConfig, type Member, type ServerConfig } from '../protocol/config.ts';
import { serverId } from '../protocol/ids.ts';
import type { Parts } from '../protocol/parts.ts';
import type { ProcessName } from '../protocol/process.ts';
import { createServer } from '../protocol/server.ts';
import type { Draws } from '../sim/kernel/addresses.ts';
import type { ClockSpec } from '../sim/kernel/clock.ts';
import { defaultSupervisor } from '../sim/kernel/host.ts';
import { World, type WorldOptions } from '../sim/kernel/world.ts';
import { BadField } from './bad-field.ts';
import type { Scenario } from './scenario.ts';
import type { Settings } from './settings.ts';
import { clientName } from './workloads/source.ts';

export interface Ensemble {
  readonly world: World;
  readonly voters: readonly ProcessName[];
  readonly observers: readonly ProcessName[];
  readonly clients: readonly ProcessName[];
}

/** Wall clocks this far apart, monotonic clocks this much too fast or slow: more than any NTP leaves. */
const SKEW = { offsetMs: 60_000, driftPpm: 20_000, wallDriftPpm: 5_000 } as const;

export interface EnsembleOptions {
  readonly scenario: Pick<Scenario, 'clocks' | 'hooks'>;
  readonly settings: Pick<Settings, 'voters' | 'observers' | 'clients' | 'config' | 'clientTimes'>;
  readonly parts: Parts;
  readonly world: WorldOptions;
  /** For what is drawn before the run. */
  readonly draws: Draws;
}

export function buildEnsemble({ scenario, settings, parts, world: options, draws }: EnsembleOptions): Ensemble {
  const world = new World(options);
  const members = membersOf(settings);
  for (const member of members) {
    const config: ServerConfig = { ...settings.config, sid: member.sid, members };
    checkConfig(config);
    const name = String(member.sid);
    world.addProcess({
      name,
      create: () => scenario.hooks?.server?.(config) ?? createServer(config, parts),
      clock: scenario.clocks === 'skewed' ? drawClock(draws, name) : {},
      supervised: defaultSupervisor,
      hasDisk: true,
    });
  }
  const { servers, clients, all } = namesOf(scenario, settings);
  for (const name of clients) {
    const config = { ...settings.clientTimes, name, servers };
    world.addProcess({ name, create: () => createClient(config), hasDisk: false });
  }
  for (const spec of scenario.hooks?.processes ?? []) world.addProcess(spec);
  for (const name of all) world.startProcess(name, 0);
  return {
    world,
    voters: servers.slice(0, settings.voters),
    observers: servers.slice(settings.voters),
    clients,
  };
}

export function membersOf(settings: Pick<Settings, 'voters' | 'observers'>): readonly Member[] {
  return Array.from({ length: settings.voters + settings.observers }, (_, index) => ({
    sid: serverId(index + 1),
    type: index < settings.voters ? 'participant' : 'observer',
  }));
}

export interface Names {
  readonly servers: readonly ProcessName[];
  readonly clients: readonly ProcessName[];
  /** These, and what the scenario adds. */
  readonly all: readonly ProcessName[];
}

/** Who is in the world of a case, each in the order in which they are started. Fails with a BadField when two have one name. */
export function namesOf(
  { hooks }: Pick<Scenario, 'hooks'>,
  settings: Pick<Settings, 'voters' | 'observers' | 'clients'>,
): Names {
  const servers = membersOf(settings).map((member) => String(member.sid));
  const clients = Array.from({ length: settings.clients }, (_, index) => clientName(index));
  const extras = (hooks?.processes ?? []).map((spec) => spec.name);
  const all = [...servers, ...clients, ...extras];
  const twice = extras.findIndex((name, i) => all.indexOf(name) < servers.length + clients.length + i);
  if (twice >= 0) {
    throw new BadField(['scenario', 'hooks', 'processes', twice, 'name'], `${extras[twice] ?? ''} is another's name`);
  }
  return { servers, clients, all };
}

/** Quietly exact. */
function drawClock(draws: Draws, name: ProcessName): ClockSpec {
  const off = (part: string, most: number): number => draws.offset(`clock/${name}/${part}`, most);
  return {
    offsetMs: off('offset', SKEW.offsetMs),
    driftPpm: off('drift', SKEW.driftPpm),
    wallDriftPpm: off('wallDrift', SKEW.wallDriftPpm),
  };
}
