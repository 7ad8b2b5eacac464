/** Turns roles and shapes into processes, and actions into changes, at the moment a fault strikes. */
import type { ProcessName } from '../../protocol/process.ts';
import type { World } from '../kernel/world.ts';
import type { Action, Links, Role, Shape, Target, Targets } from './action.ts';
import type { Change } from './change.ts';
import type { Roles } from './roles.ts';

/** One fault being resolved. Its draws are addressed by its id: `fault/f7/target`. */
export class Resolution {
  private readonly world: World;
  private readonly roles: Roles;
  private readonly id: string;
  private readonly doer: ProcessName | null;

  /** `doer`: whose doing was the trigger; null when it was nobody's. */
  constructor(world: World, roles: Roles, id: string, doer: ProcessName | null) {
    this.world = world;
    this.roles = roles;
    this.id = id;
    this.doer = doer;
  }

  /** Who has a role now, drawing where the role says `a`. */
  private holders(role: Role): readonly ProcessName[] {
    const roles = this.roles;
    switch (role) {
      case 'leader': {
        const leader = roles.leader();
        return leader === null ? [] : [leader];
      }
      case 'followers':
        return roles.followers();
      case 'observers':
        return roles.observers();
      case 'servers':
        return roles.servers();
      case 'clients':
        return roles.clients();
      case 'all':
        return [...roles.servers(), ...roles.clients()];
      case 'it':
        return this.doer === null ? [] : [this.doer];
      case 'a follower':
        return this.one(roles.followers());
      case 'a follower in sync':
        return this.one(roles.followersInSync());
      case 'an observer':
        return this.one(roles.observers());
      case 'a server':
        return this.one(roles.servers());
    }
  }

  private one(names: readonly ProcessName[]): readonly ProcessName[] {
    return names.length === 0 ? [] : [this.world.draw.pick(`fault/${this.id}/target`, names)];
  }

  names(targets: Targets): ProcessName[] {
    const names: ProcessName[] = [];
    for (const target of targets) {
      for (const name of target.kind === 'process' ? [target.name] : this.holders(target.role)) {
        if (!names.includes(name)) names.push(name);
      }
    }
    return names;
  }

  /** The action with everybody named; null while somebody in it does not exist. */
  concrete(action: Action): Action | null {
    if ('targets' in action) {
      const targets = this.named(action.targets);
      return targets === null ? null : { ...action, targets };
    }
    if ('links' in action) {
      const links = this.links(action.links);
      return links === null ? null : { ...action, links };
    }
    if (action.kind === 'partition') return this.groups(action.groups, action.oneWay);
    if (action.kind === 'shape') return this.shape(action.shape);
    return action;
  }

  private named(targets: Targets): Target[] | null {
    const names = this.names(targets);
    return names.length === 0 ? null : names.map(processTarget);
  }

  private links(links: Links): Links | null {
    const from = this.named(links.from);
    const to = links.to === null ? null : this.named(links.to);
    if (from === null || (links.to !== null && to === null)) return null;
    return { from, to, both: links.both };
  }

  /** A process stays in the first group that names it. */
  private groups(groups: readonly Targets[], oneWay: boolean): Action | null {
    const seen = new Set<ProcessName>();
    const named: Target[][] = [];
    for (const group of groups) {
      const names = this.names(group).filter((name) => !seen.has(name));
      for (const name of names) seen.add(name);
      if (names.length === 0) return null;
      named.push(names.map(processTarget));
    }
    return { kind: 'partition', groups: named, oneWay };
  }

  private shape(shape: Shape): Action | null {
    if (shape === 'bridge' || shape === 'ring') return { kind: 'shape', shape };
    const servers = this.shuffled();
    const small = Math.floor((this.roles.voters().length - 1) / 2);
    if (servers.length < 2) return null;
    if (shape === 'halves') {
      const cut = Math.floor(servers.length / 2);
      return {
        kind: 'partition',
        groups: [servers.slice(0, cut).map(processTarget), servers.slice(cut).map(processTarget)],
        oneWay: false,
      };
    }
    const leader = this.roles.leader();
    if (leader === null) return null;
    const voters = this.roles.voters();
    const company = servers.filter((name) => name !== leader && voters.includes(name)).slice(0, Math.max(small - 1, 0));
    const minority = [leader, ...company];
    const rest = servers.filter((name) => !minority.includes(name));
    return { kind: 'partition', groups: [minority.map(processTarget), rest.map(processTarget)], oneWay: false };
  }

  private shuffled(): ProcessName[] {
    const servers = this.roles.servers();
    return this.world.draw.order(`fault/${this.id}/order`, servers.length).map((at) => servers[at] as ProcessName);
  }

  /** The lasting changes of a concrete action; none for actions that happen at once. */
  changes(action: Action): Change[] {
    switch (action.kind) {
      case 'crash':
      case 'pause':
        return machines(action.targets, (name) => ({ kind: action.kind as 'crash' | 'pause', name }));
      case 'isolate':
        return this.isolation(action.targets);
      case 'partition':
        return partition(action.groups.map(processNames), action.oneWay);
      case 'shape':
        return action.shape === 'ring' ? ring(this.shuffled()) : bridge(this.shuffled());
      case 'clog':
      case 'flap':
        return this.directed(action.links).map(([from, to]) => ({
          kind: action.kind === 'clog' ? 'clog' : 'block',
          from,
          to,
        }));
      case 'latency':
        return this.directed(action.links).map(([from, to]) => ({ kind: 'latency', from, to, by: action.extraUs }));
      case 'loss':
      case 'duplicate':
        return this.directed(action.links).map(([from, to]) => ({
          kind: action.kind as 'loss' | 'duplicate',
          from,
          to,
          by: action.ppm,
        }));
      case 'slow disk':
        return machines(action.targets, (name) => ({ kind: 'slow', name, by: action.percent - 100 }));
      case 'stuck disk':
        return machines(action.targets, (name) => ({ kind: 'stuck', name }));
      case 'full disk':
        return machines(action.targets, (name) => ({ kind: 'full', name }));
      case 'lying disk':
        return machines(action.targets, (name) => ({ kind: 'lying', name }));
      case 'clock offset':
      case 'clock jump':
        return machines(action.targets, (name) => ({ kind: 'wall', name, by: Math.trunc(action.byUs / 1000) }));
      case 'clock drift':
        return machines(action.targets, (name) => ({ kind: 'drift', name, by: action.ppm }));
      case 'slow start':
        return machines(action.targets, (name) => ({ kind: 'start', name, by: action.byUs }));
      default:
        return [];
    }
  }

  /** Pairs (from, to) of links, each direction for itself. */
  directed(links: Links): [ProcessName, ProcessName][] {
    const from = processNames(links.from);
    const to = links.to === null ? [...this.roles.servers(), ...this.roles.clients()] : processNames(links.to);
    const pairs: [ProcessName, ProcessName][] = [];
    const seen = new Set<string>();
    for (const a of from) {
      for (const b of to) {
        if (a === b) continue;
        for (const pair of links.both
          ? ([
              [a, b],
              [b, a],
            ] as const)
          : ([[a, b]] as const)) {
          const key = `${pair[0]}>${pair[1]}`;
          if (!seen.has(key)) pairs.push([pair[0], pair[1]]);
          seen.add(key);
        }
      }
    }
    return pairs;
  }

  /** From all other servers; clients still reach it, which is what makes a deposed leader interesting. */
  private isolation(targets: Targets): Change[] {
    const names = processNames(targets);
    const others = this.roles.servers().filter((name) => !names.includes(name));
    return partition([names, others], false);
  }
}

export function processTarget(name: ProcessName): Target {
  return { kind: 'process', name };
}

/** Names in targets that are concrete already. */
export function processNames(targets: Targets): ProcessName[] {
  const names: ProcessName[] = [];
  for (const target of targets) if (target.kind === 'process') names.push(target.name);
  return names;
}

function machines(targets: Targets, change: (name: ProcessName) => Change): Change[] {
  return processNames(targets).map(change);
}

function bothWays(a: ProcessName, b: ProcessName): Change[] {
  return [
    { kind: 'block', from: a, to: b },
    { kind: 'block', from: b, to: a },
  ];
}

function partition(groups: readonly (readonly ProcessName[])[], oneWay: boolean): Change[] {
  const changes: Change[] = [];
  groups.forEach((group, index) => {
    for (const other of groups.slice(index + 1)) {
      for (const a of group)
        for (const b of other)
          changes.push(...(oneWay ? [{ kind: 'block', from: a, to: b } as const] : bothWays(a, b)));
    }
  });
  return changes;
}

/** Two halves that only the last of them all can reach. */
function bridge(names: readonly ProcessName[]): Change[] {
  const half = Math.floor((names.length - 1) / 2);
  return partition([names.slice(0, half), names.slice(half, -1)], false);
}

/** Each reaches its two neighbours only. */
function ring(names: readonly ProcessName[]): Change[] {
  const changes: Change[] = [];
  for (let i = 0; i < names.length; i++) {
    for (let j = i + 2; j < names.length; j++) {
      if (i === 0 && j === names.length - 1) continue;
      changes.push(...bothWays(names[i] as ProcessName, names[j] as ProcessName));
    }
  }
  return changes;
}
