/**
 * What one client has seen, so that a symbolic operation can be made concrete when it is asked for: the version
 * last seen of each hot path, and the sequential nodes the client made. Bounded, whatever the length of the run.
 */
import type { Outcome } from '../../protocol/client/outcome.ts';
import {
  AddWatchMode,
  CreateFlag,
  isCreate,
  WatcherType,
  type MultiPart,
  type MultiResult,
  type UserOp,
} from '../../protocol/op.ts';
import { encodeText } from '../../protocol/std/text-bytes.ts';
import type { PlanCreate, PlanData, PlanMultiPart, PlanOp, PlanVersion } from '../../sim/record/plan.ts';
import { aclNamed, authOf } from './identities.ts';
import { OWN_SEQUENTIAL } from './mixed.ts';

/** Beyond these the oldest is forgotten. */
const PATHS_MAX = 64;
const SEQUENTIALS_MAX = 64;

export class Knowledge {
  private readonly versions = new Map<string, number>();
  /** Versions of ACLs. */
  private readonly aversions = new Map<string, number>();
  private readonly sequentials: string[] = [];

  /** The operation to ask for. Taking a sequential node to delete takes it out of what is known. */
  resolve(op: PlanOp): UserOp {
    switch (op.type) {
      case 'multi':
        return { type: 'multi', parts: op.parts.map((part) => this.resolvePart(part)) };
      case 'create':
      case 'create2':
      case 'createContainer':
      case 'createTTL':
      case 'delete':
      case 'setData':
        return this.resolvePart(op) as UserOp;
      case 'setACL': {
        const version = op.version === 'known' ? (this.aversions.get(op.path) ?? -1) : op.version;
        return { type: 'setACL', path: op.path, acl: aclNamed(op.acl), version };
      }
      case 'multiRead':
        return { type: 'multiRead', parts: op.parts.map((part) => ({ ...part, watch: false })) };
      case 'addWatch':
        return { ...op, mode: typeof op.mode === 'number' ? op.mode : AddWatchMode[op.mode] };
      case 'removeWatches':
      case 'checkWatches': {
        const { watcherType } = op;
        return { ...op, watcherType: typeof watcherType === 'number' ? watcherType : WatcherType[watcherType] };
      }
      case 'auth':
        return authOf(op.user);
      case 'reconfig':
        return { type: 'reconfig', joining: op.joining, leaving: op.leaving, newMembers: null, fromConfig: -1 };
      default:
        return op as UserOp;
    }
  }

  /** Learns from an answer to `op`. */
  learn(op: UserOp, outcome: Outcome): void {
    if (outcome.kind !== 'answered' || outcome.err !== 0) return;
    const result = outcome.result;
    if (op.type === 'delete') this.versions.delete(op.path);
    if (result === null) return;
    switch (result.type) {
      case 'create':
      case 'create2':
        if (isCreate(op)) this.learnCreated(op.flags, result.path);
        return;
      case 'setData':
      case 'getData':
      case 'exists':
        if ('path' in op) this.see(this.versions, op.path ?? '', result.stat.version);
        return;
      case 'setACL':
      case 'getACL':
        if ('path' in op) this.see(this.aversions, op.path ?? '', result.stat.aversion);
        return;
      case 'multi':
        if (op.type === 'multi') op.parts.forEach((part, i) => this.learnPart(part, result.results[i]));
        return;
      default:
        return;
    }
  }

  private learnPart(part: MultiPart, slot: MultiResult | undefined): void {
    if (slot === undefined) return;
    if ((slot.type === 'create' || slot.type === 'create2') && isCreate(part)) this.learnCreated(part.flags, slot.path);
    else if (slot.type === 'setData') this.see(this.versions, part.path, slot.stat.version);
    else if (slot.type === 'delete') this.versions.delete(part.path);
  }

  private learnCreated(flags: number, path: string): void {
    if (flags === CreateFlag.PERSISTENT_SEQUENTIAL || flags === CreateFlag.EPHEMERAL_SEQUENTIAL) {
      this.sequentials.push(path);
      if (this.sequentials.length > SEQUENTIALS_MAX) this.sequentials.shift();
    } else {
      this.see(this.versions, path, 0);
    }
  }

  private see(versions: Map<string, number>, path: string, version: number): void {
    versions.set(path, version);
    if (versions.size <= PATHS_MAX) return;
    for (const oldest of versions.keys()) {
      versions.delete(oldest);
      return;
    }
  }

  private resolvePart(part: PlanMultiPart): MultiPart {
    switch (part.type) {
      case 'create':
      case 'create2':
      case 'createContainer':
      case 'createTTL':
        return {
          type: part.type,
          path: part.path,
          data: resolveData(part.data),
          acl: aclNamed(part.acl ?? 'open'),
          flags: resolveMode(part.mode),
          ...(part.ttlMs === undefined ? {} : { ttlMs: part.ttlMs }),
        };
      case 'delete':
        if (part.path === OWN_SEQUENTIAL)
          return { type: 'delete', path: this.sequentials.shift() ?? '/q/none', version: -1 };
        return { type: 'delete', path: part.path, version: this.resolveVersion(part.path, part.version) };
      case 'setData':
        return {
          type: 'setData',
          path: part.path,
          data: resolveData(part.data),
          version: this.resolveVersion(part.path, part.version),
        };
      case 'check':
        return { type: 'check', path: part.path, version: this.resolveVersion(part.path, part.version) };
    }
  }

  private resolveVersion(path: string, version: PlanVersion): number {
    return version === 'known' ? (this.versions.get(path) ?? -1) : version;
  }
}

function resolveMode(mode: PlanCreate['mode']): number {
  return typeof mode === 'number' ? mode : CreateFlag[mode];
}

function resolveData(data: PlanData): Uint8Array | null {
  if (data === null) return null;
  if (typeof data === 'string') return encodeText(data);
  const bytes = new Uint8Array(data.hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(data.hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
