/** Answers what a lesson asks: from the verifier and the order of votes, or by running a case and looking. */
import { epoch, makeZxid, serverId, showZxid, type Zxid } from '../../protocol/ids.ts';
import { epochThenZxidThenSid } from '../../protocol/election/vote.ts';
import type { Vote } from '../../protocol/messages.ts';
import { byNumber } from '../../protocol/std/compare.ts';
import type { Ask, LessonCase } from '../../sim/record/lesson.ts';
import type { PlayLine, PlaySource } from '../../sim/record/play.ts';
import { BadLine, caseOf, horizonOf, sourceOf, withLines } from './lesson-case.ts';
import { dataOf, LessonRun, outcomeWord, writesTo } from './lesson-run.ts';
import { findMoment, timesOf } from './moments.ts';
import { leastOverlap, quorumSize, smallestQuorums, tolerated } from './quorum-arithmetic.ts';
import { countOf, fill } from './templates.ts';
import type { Values } from './variants.ts';

export interface Found {
  readonly value: string | readonly string[];
  /** Where it can be seen; empty when it is not of a run. */
  readonly seen: readonly Seen[];
}

export interface Seen {
  readonly source: PlaySource;
  readonly event: number;
  readonly words: string;
}

/** Runs of one source are made once. */
export class Asking {
  readonly source: PlaySource;
  readonly values: Values;
  /** How long its run is looked at, in milliseconds. */
  readonly horizonMs: number;
  private made: LessonRun | null = null;
  private readonly found = new Map<string, Found>();

  constructor(source: PlaySource, horizonMs: number, values: Values) {
    this.source = source;
    this.horizonMs = horizonMs;
    this.values = values;
  }

  /** Fails with a RangeError whose sentence is for whoever wrote the lines. */
  get run(): LessonRun {
    this.made ??= runOf(this.source, this.horizonMs);
    return this.made;
  }

  find(ask: Ask): Found {
    const key = JSON.stringify(ask);
    const found = this.found.get(key) ?? this.lookUp(ask);
    this.found.set(key, found);
    return found;
  }

  private lookUp(ask: Ask): Found {
    const { values } = this;
    switch (ask.ask) {
      case 'quorum':
        return bare(quorumSize(countOf(ask.voters, values)));
      case 'overlap':
        return bare(leastOverlap(countOf(ask.voters, values)));
      case 'tolerated':
        return bare(tolerated(countOf(ask.voters, values)));
      case 'half':
        return bare(Math.floor(countOf(ask.voters, values) / 2));
      case 'vote-order':
        return { value: voteOrder(filled(ask.votes, values)), seen: [] };
      case 'zxid-order':
        return { value: zxidOrder(filled(ask.zxids, values)), seen: [] };
      case 'leader':
      case 'epoch': {
        const leader = this.run.leader();
        const value = leader === null ? 'none' : ask.ask === 'leader' ? leader.name : String(leader.epoch);
        return this.at(value, this.establishedBy(leader?.name ?? null), leader === null ? 'who leads' : 'the leader');
      }
      case 'accepted-epoch': {
        const server = fill(ask.server, values);
        const event = this.run.facts.findLast(
          ({ process, fact }) => process === server && fact.type === 'acceptedEpoch',
        );
        const value = String(this.run.picture(server).acceptedEpoch);
        return this.at(value, event?.event, `server ${server} promises an epoch`);
      }
      case 'last-zxid': {
        const server = fill(ask.server, values);
        return this.atEnd(showZxid(this.run.picture(server).lastLoggedZxid as Zxid), `the log of server ${server}`);
      }
      case 'node': {
        const server = fill(ask.server, values);
        const node = this.run.picture(server).tree.find(({ path }) => path === ask.path);
        return this.atEnd(node === undefined ? 'nothing' : dataOf(node.data), `the tree of server ${server}`);
      }
      case 'outcome':
      case 'read':
        return this.told(ask.ask, fill(ask.client, values), countOf(ask.nth, values));
      case 'holders':
      case 'carriers':
        return this.holders(ask.path, ask.ask === 'carriers');
      case 'serving': {
        const leader = this.run.leader();
        const value = this.run.servers
          .filter((server) => server.up && server.serving && leader !== null && server.leader === leader.name)
          .map((server) => server.name);
        return this.atEnd(value, 'who serves clients');
      }
      case 'up': {
        const value = this.run.servers.filter((server) => server.up).map((server) => server.name);
        return this.atEnd(value, 'who is up');
      }
      case 'sync-plan': {
        const learner = Number(fill(ask.server, values));
        const plan = this.run.facts.findLast(({ fact }) => fact.type === 'syncPlan' && fact.learner === learner);
        const mode = plan?.fact.type === 'syncPlan' ? plan.fact.mode : 'nothing';
        return this.at(mode, plan?.event, `the leader plans how to bring server ${learner} up to date`);
      }
      case 'times':
        return this.atEnd(String(timesOf(this.run, fill(ask.condition, values))), 'the whole run');
      case 'time': {
        const moment = findMoment(this.run, ask.at, values);
        const since = ask.since === undefined ? null : findMoment(this.run, ask.since, values);
        if (moment === null || (ask.since !== undefined && since === null)) return this.atEnd('never', 'the whole run');
        const ms = Math.round((moment.atUs - (since?.atUs ?? 0)) / 1000);
        return this.at(String(ms), moment.event, 'the moment it is about');
      }
      case 'fate':
        return this.fate(ask.path);
    }
  }

  // --- of a run ------------------------------------------------------------------------------------------------

  private at(value: Found['value'], event: number | undefined, words: string): Found {
    return { value, seen: [{ source: this.source, event: event ?? this.run.lastEvent, words }] };
  }

  private atEnd(value: Found['value'], words: string): Found {
    return this.at(value, undefined, words);
  }

  private establishedBy(leader: string | null): number | undefined {
    if (leader === null) return undefined;
    return this.run.facts.findLast(({ process, fact }) => process === leader && fact.type === 'established')?.event;
  }

  private told(what: 'outcome' | 'read', client: string, nth: number): Found {
    const answered = this.run.answer(client, nth);
    if (answered === null) return this.atEnd('nothing', `${client} still waits`);
    const { outcome, event } = answered;
    if (what === 'outcome') return this.at(outcomeWord(outcome), event, `what ${client} is told`);
    const result = outcome.kind === 'answered' ? outcome.result : null;
    return this.at(result?.type === 'getData' ? dataOf(result.data) : 'nothing', event, `what ${client} reads`);
  }

  private holders(path: string, upOnly: boolean): Found {
    const { run } = this;
    const value = run.servers
      .filter((server) => !upOnly || server.up)
      .filter((server) => run.durable(server.name).some((txn) => writesTo(txn, path)))
      .map((server) => server.name);
    return this.atEnd(value, 'what is on the disks');
  }

  /** The lights go out everywhere, and each smallest quorum is the one that comes back. */
  private fate(path: string): Found {
    const kept: Seen[] = [];
    const gone: Seen[] = [];
    for (const quorum of smallestQuorums(this.run.voters.length)) {
      const future = afterPowerLoss(this.source, this.horizonMs, quorum);
      const run = runOf(future, this.horizonMs + COME_BACK_MS);
      const leader = run.leader();
      const has = leader !== null && run.picture(leader.name).tree.some((node) => node.path === path);
      const words = `${quorum.join(', ')} come back, and ${path} is ${has ? 'there' : 'gone'}`;
      (has ? kept : gone).push({ source: future, event: run.lastEvent, words });
    }
    const value = gone.length === 0 ? 'survives' : kept.length === 0 ? 'vanishes' : 'either';
    return { value, seen: [...kept.slice(0, 1), ...gone.slice(0, 1)] };
  }
}

/** Of a case of a lesson, with lines that somebody added. */
export function askingOf(of: LessonCase, values: Values, lines: readonly PlayLine[] = []): Asking {
  return new Asking(withLines(sourceOf(of, values), lines), horizonOf(of, lines), values);
}

/** How long an ensemble gets to elect a leader again. */
const COME_BACK_MS = 3000;

function afterPowerLoss(source: PlaySource, atMs: number, quorum: readonly string[]): PlaySource {
  return withLines(source, [
    `at ${atMs}ms: crash servers`,
    `at ${atMs + 10}ms: heal`,
    `at ${atMs + 100}ms: restart ${quorum.join(',')}`,
  ]);
}

/** Fails with a sentence for whoever wrote the lines. */
export function runOf(source: PlaySource, horizonMs: number): LessonRun {
  try {
    return new LessonRun(caseOf(source), horizonMs);
  } catch (error) {
    if (error instanceof BadLine || !(error instanceof RangeError)) throw error;
    const sentence = error.message.charAt(0).toUpperCase() + error.message.slice(1);
    throw new BadLine(sentence.endsWith('.') ? sentence : `${sentence}.`);
  }
}

// --- of votes and zxids ------------------------------------------------------------------------------------------

function bare(number: number): Found {
  return { value: String(number), seen: [] };
}

function filled(texts: Readonly<Record<string, string>>, values: Values): [string, string][] {
  return Object.entries(texts).map(([id, text]) => [id, fill(text, values)]);
}

function voteOrder(votes: readonly (readonly [string, string])[]): string[] {
  const known = votes.map(([id, text]) => ({ id, vote: readVote(text) }));
  known.sort((a, b) => (epochThenZxidThenSid(a.vote, b.vote) ? -1 : epochThenZxidThenSid(b.vote, a.vote) ? 1 : 0));
  return known.map(({ id }) => id);
}

function readVote(text: string): Vote {
  const [peerEpoch = NaN, ofEpoch = NaN, counter = NaN, leader = NaN] = text.split(':').map(Number);
  return { peerEpoch: epoch(peerEpoch), zxid: makeZxid(ofEpoch, counter), leader: serverId(leader) };
}

function zxidOrder(zxids: readonly (readonly [string, string])[]): string[] {
  const known = zxids.map(([id, text]) => {
    const [ofEpoch = NaN, counter = NaN] = text.split(':').map(Number);
    return { id, zxid: makeZxid(ofEpoch, counter) };
  });
  return known.sort((a, b) => byNumber(a.zxid, b.zxid)).map(({ id }) => id);
}
