/**
 * What a run did, in a form that guides a search: the behaviours it showed, and how near it came to harm. An observer,
 * on only where a strategy asks for it.
 *
 * A behaviour is a step of a server in a situation: its role and phase, what it took or did (a message by its type, a
 * fact by its type and kind, the end of a life), and the step before that. Rare paths count by how often they were taken,
 * and so do the situations of the ensemble as a whole. Each is hashed to 32 bits; that two share a hash costs nothing but
 * a little guidance.
 */
import type { Fact } from '../../protocol/facts.ts';
import type { Input, Plain, ProcessName } from '../../protocol/process.ts';
import { byNumber } from '../../protocol/std/compare.ts';
import type { Lifecycle, Observer } from '../../sim/kernel/observer.ts';
import { Margin } from './margin.ts';

/** Behaviours kept of one run; far more than any run of the profile shows. */
const BEHAVIOURS_MAX = 4096;

/** FNV-1a: a word from a text. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Order matters. */
function join(a: number, b: number): number {
  let hash = Math.imul(a ^ (b >>> 15), 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35);
  hash ^= hash >>> 13;
  return Math.imul(hash, 0x27d4eb2f) >>> 0;
}

/** 1, 2, 4, 8, …: how often something happened, roughly. */
function magnitude(count: number): number {
  return 32 - Math.clz32(count);
}

class Track {
  state = 'LOOKING';
  phase = 'ELECTION';
  up = false;
  /** Hash of role and phase. */
  situation = 0;
  /** Hashes of the last steps of two kinds: messages taken, things done. */
  message = 0;
  deed = 0;

  settle(): void {
    this.situation = hashText(this.up ? `${this.state}/${this.phase}` : 'down');
  }
}

export interface WatchOptions {
  readonly voters: readonly ProcessName[];
  readonly observers: readonly ProcessName[];
}

export class Watch implements Observer {
  readonly factTypes = [
    'role',
    'roleEnded',
    'recovered',
    'acceptedEpoch',
    'currentEpoch',
    'syncPlan',
    'established',
    'newLeaderAcked',
    'upToDate',
    'proposed',
    'logged',
    'synced',
    'acked',
    'committed',
    'fastForwarded',
    'truncated',
    'snapshotInstalled',
    'snapshotBegun',
    'snapshotDone',
    'sessionMoved',
    'sessionExpired',
    'sessionClosed',
    'watchFired',
    'queueOverwritten',
    'mark',
  ];
  private readonly tracks = new Map<ProcessName, Track>();
  private readonly seen = new Set<number>();
  private readonly words = new Map<string, number>();
  private readonly near: Margin;

  constructor(options: WatchOptions) {
    for (const name of [...options.voters, ...options.observers]) {
      const track = new Track();
      track.settle();
      this.tracks.set(name, track);
    }
    this.near = new Margin(options.voters);
  }

  /** Ascending, each once. `marks`: the rare paths the run took, and how often. */
  behaviours(marks: Readonly<Record<string, number>>): number[] {
    const all = new Set(this.seen);
    for (const [name, count] of Object.entries(marks)) {
      for (let size = magnitude(count); size > 0; size--) all.add(join(this.word(name), size));
    }
    return [...all].sort(byNumber);
  }

  /** Less is nearer. */
  margin(): number {
    return this.near.value;
  }

  onFact(process: ProcessName, plain: Plain): void {
    const track = this.tracks.get(process);
    if (track === undefined) return;
    const fact = plain as Fact;
    this.near.onFact(process, fact);
    if (fact.type === 'role') {
      track.state = fact.state;
      track.phase = fact.phase;
      track.settle();
      this.ensembleMoved();
    }
    const deed = this.word(kindOf(fact));
    this.add(join(join(track.situation, deed), track.deed));
    this.add(join(join(track.situation, deed), track.message));
    track.deed = deed;
  }

  onInput(process: ProcessName, input: Input): void {
    if (input.kind !== 'message' || input.channel === 'client') return;
    const track = this.tracks.get(process);
    if (track === undefined) return;
    const message = this.word(input.message.type);
    this.add(join(join(track.situation, message), track.message));
    this.add(join(join(track.situation, message), track.deed));
    track.message = message;
  }

  onLifecycle(process: ProcessName, lifecycle: Lifecycle): void {
    const track = this.tracks.get(process);
    if (track === undefined) return;
    this.near.onLifecycle(process, lifecycle);
    const change = this.word(lifecycle.change);
    this.add(join(join(track.situation, change), track.deed));
    if (lifecycle.change === 'paused' || lifecycle.change === 'resumed') return;
    track.up = lifecycle.change === 'started';
    track.state = 'LOOKING';
    track.phase = 'ELECTION';
    track.settle();
    track.message = 0;
    track.deed = change;
    this.ensembleMoved();
  }

  /** Where all servers stand, whoever is who. */
  private ensembleMoved(): void {
    let sum = 0;
    for (const track of this.tracks.values()) sum = (sum + Math.imul(track.situation, 0x9e3779b1)) >>> 0;
    this.add(join(sum, this.tracks.size));
  }

  private add(behaviour: number): void {
    if (this.seen.size < BEHAVIOURS_MAX) this.seen.add(behaviour);
  }

  private word(text: string): number {
    const known = this.words.get(text);
    if (known !== undefined) return known;
    const word = hashText(text);
    this.words.set(text, word);
    return word;
  }
}

/** What tells one fact of a type from another, where that is a matter of kind and not of number. */
function kindOf(fact: Fact): string {
  switch (fact.type) {
    case 'mark':
      return fact.name;
    case 'roleEnded':
      return fact.reason.replace(/[0-9]+/g, 'n');
    case 'syncPlan':
      return `${fact.mode}${fact.fromDisk ? ' from disk' : ''}${fact.txns === 0 ? '' : ' and more'}`;
    case 'recovered':
      return fact.tornRecords > 0 ? 'recovered, torn' : fact.type;
    case 'watchFired':
      return fact.caughtUp ? 'watch caught up' : fact.type;
    case 'logged':
    case 'proposed':
      return `${fact.type} ${fact.txn.body.type}`;
    default:
      return fact.type;
  }
}
