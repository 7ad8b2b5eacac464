/**
 * What one client has seen, so that a symbolic operation can be made concrete when it is asked for: the version
 * last seen of each hot path, and the sequential nodes the client made. Bounded, whatever the length of the run.
 */
import type { Outcome } from '../../protocol/client/outcome.ts';
import { CreateFlag, OPEN_ACL, type MultiPart, type UserOp } from '../../protocol/op.ts';
import { encodeText } from '../../protocol/std/text-bytes.ts';
import type { PlanCreate, PlanData, PlanMultiPart, PlanOp, PlanVersion } from '../../sim/record/plan.ts';
import { OWN_SEQUENTIAL } from './mixed.ts';

/** Beyond these the oldest is forgotten. */
const PATHS_MAX = 64;
const SEQUENTIALS_MAX = 64;

export class Knowledge {
  private readonly versions = new Map<string, number>();
  private readonly sequentials: string[] = [];

  /** The operation to ask for. Taking a sequential node to delete takes it out of what is known. */
  resolve(op: PlanOp): UserOp {
    switch (op.type) {
      case 'multi':
        return { type: 'multi', parts: op.parts.map((part) => this.resolvePart(part)) };
      case 'create':
      case 'delete':
      case 'setData':
        return this.resolvePart(op) as UserOp;
      default:
        return op;
    }
  }

  /** Learns from an answer to `op`. */
  learn(op: UserOp, outcome: Outcome): void {
    if (outcome.kind !== 'answered' || outcome.err !== 0) return;
    const result = outcome.result;
    if (op.type === 'delete') this.versions.delete(op.path);
    if (result === null) return;
    if (result.type === 'create' && op.type === 'create') this.learnCreated(op.flags, result.path);
    else if (
      (result.type === 'setData' || result.type === 'getData' || result.type === 'exists') &&
      'path' in op &&
      op.path !== null
    ) {
      this.see(op.path, result.stat.version);
    } else if (result.type === 'multi' && op.type === 'multi') {
      for (let i = 0; i < op.parts.length; i++) {
        const part = op.parts[i];
        const slot = result.results[i];
        if (part === undefined || slot === undefined) continue;
        if (slot.type === 'create' && part.type === 'create') this.learnCreated(part.flags, slot.path);
        else if (slot.type === 'setData') this.see(part.path, slot.stat.version);
        else if (slot.type === 'delete') this.versions.delete(part.path);
      }
    }
  }

  private learnCreated(flags: number, path: string): void {
    if (flags === CreateFlag.PERSISTENT_SEQUENTIAL || flags === CreateFlag.EPHEMERAL_SEQUENTIAL) {
      this.sequentials.push(path);
      if (this.sequentials.length > SEQUENTIALS_MAX) this.sequentials.shift();
    } else {
      this.see(path, 0);
    }
  }

  private see(path: string, version: number): void {
    this.versions.set(path, version);
    if (this.versions.size <= PATHS_MAX) return;
    for (const oldest of this.versions.keys()) {
      this.versions.delete(oldest);
      return;
    }
  }

  private resolvePart(part: PlanMultiPart): MultiPart {
    switch (part.type) {
      case 'create':
        return {
          type: 'create',
          path: part.path,
          data: resolveData(part.data),
          acl: OPEN_ACL,
          flags: resolveMode(part.mode),
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
