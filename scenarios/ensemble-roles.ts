/** The roles of the fault vocabulary, and the budget of faults that lose durable data. */
import type { FileContents } from '../protocol/durable/barrier.ts';
import { readEpoch, type EpochFileName } from '../protocol/durable/epoch-file.ts';
import { recover, type TreeFactory } from '../protocol/durable/recovery.ts';
import type { ProcessName } from '../protocol/process.ts';
import type { Plain } from '../protocol/process.ts';
import { DataTree, type Applied } from '../protocol/store/data-tree.ts';
import { NO_TRIGGERS } from '../protocol/store/trigger.ts';
import type { Txn } from '../protocol/txn.ts';
import type { Disk } from '../sim/disk/disk.ts';
import type { Roles } from '../sim/fault/roles.ts';
import type { Agent, World } from '../sim/kernel/world.ts';
import type { EnsembleView, ServerStanding } from './ensemble-view.ts';

export class EnsembleRoles implements Roles, Agent {
  readonly name = 'sessions';
  private readonly view: EnsembleView;
  private readonly clientNames: readonly ProcessName[];
  private readonly sessionTimeoutMs: number;

  constructor(view: EnsembleView, clients: readonly ProcessName[], sessionTimeoutMs: number) {
    this.view = view;
    this.clientNames = clients;
    this.sessionTimeoutMs = sessionTimeoutMs;
  }

  servers(): readonly ProcessName[] {
    return this.named(() => true);
  }

  clients(): readonly ProcessName[] {
    return this.clientNames;
  }

  voters(): readonly ProcessName[] {
    return this.named((server) => server.voter);
  }

  leader(): ProcessName | null {
    return this.view.leader()?.name ?? null;
  }

  followers(): readonly ProcessName[] {
    return this.named((server) => server.state === 'FOLLOWING');
  }

  followersInSync(): readonly ProcessName[] {
    const leader = this.leader();
    return this.named((server) => server.state === 'FOLLOWING' && server.serving && server.leader === leader);
  }

  observers(): readonly ProcessName[] {
    return this.named((server) => !server.voter);
  }

  /** What the others hold is read from their disks, as a restart would: facts may come from a disk that lies. */
  withinBudget(name: ProcessName, world: World): boolean {
    const server = this.view.servers.get(name);
    if (server === undefined || !server.voter) return server !== undefined;
    const voters = this.voters();
    const quorum = Math.floor(voters.length / 2) + 1;
    let missing = voters.length - quorum + 1;
    let left = voters.length - 1;
    for (const other of voters) {
      if (other === name) continue;
      if (missing <= 0 || missing > left) break;
      if (holds(world, other, server)) missing--;
      left--;
    }
    return missing <= 0;
  }

  /** The client pauses for longer than its session lives. */
  expire(session: string, world: World): boolean {
    const client = this.clientNames.find((name) => name === session || this.view.sessions.get(name) === session);
    if (client === undefined || !this.view.connected.has(client) || !world.pause(client)) return false;
    world.schedule(world.nowUs + 3 * this.sessionTimeoutMs * 500, this, client);
    return true;
  }

  onEvent(data: Plain, world: World): void {
    world.resume(data as ProcessName);
  }

  private named(is: (server: ServerStanding) => boolean): ProcessName[] {
    const names: ProcessName[] = [];
    for (const server of this.view.servers.values()) if (is(server)) names.push(server.name);
    return names;
  }
}

/** A tree of which only the label is of interest: no node is made. */
class BarrenTree extends DataTree {
  override apply(txn: Txn): Applied {
    if (txn.zxid > this.lastProcessedZxid) this.lastProcessedZxid = txn.zxid;
    return { err: 0, result: null, triggers: NO_TRIGGERS };
  }
}

const barren: TreeFactory = {
  empty: () => new BarrenTree(),
  restore: ({ zxid }) => {
    const tree = new BarrenTree();
    tree.lastProcessedZxid = zxid;
    return tree;
  },
};

/** Whether a server's disk would give back everything `server` promised. */
function holds(world: World, name: ProcessName, server: ServerStanding): boolean {
  const disk = world.disk(name);
  // Recovery takes these files as they are. A server that lags behind is asked again and again: it is seen here.
  if (isBelow(disk, 'acceptedEpoch', server.acceptedEpoch)) return false;
  if (isBelow(disk, 'currentEpoch', server.currentEpoch)) return false;
  const contents: FileContents = new Map();
  for (const file of disk.durableFiles()) contents.set(file, disk.durableRecords(file));
  const recovered = recover(contents, barren);
  if (recovered.kind === 'refused') return false;
  if (recovered.acceptedEpoch < server.acceptedEpoch || recovered.currentEpoch < server.currentEpoch) return false;
  const { promised } = server;
  if (promised === 0 || recovered.snapshotZxid >= promised) return true;
  return recovered.segments.some((segment) => (segment.zxids as readonly number[]).includes(promised));
}

function isBelow(disk: Disk, file: EpochFileName, promised: number): boolean {
  const epoch = readEpoch(disk.durableRecords(file));
  return epoch !== null && epoch < promised;
}
