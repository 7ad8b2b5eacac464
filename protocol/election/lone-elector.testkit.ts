/**
 * A server reduced to its election port, for transcripts and properties: it starts looking at once and leads or
 * follows in name only. Requests: `look zxid=1:5 epoch=1` begins another election, `epoch 2` is the epoch of an
 * ensemble that got under way (updateElectionVote).
 */
import { defaultConfig, type Member, type ServerConfig } from '../config.ts';
import { serverId, type Epoch, type Zxid } from '../ids.ts';
import type { Input, Out, Plain, Process, ProcessName } from '../process.ts';
import { majorityOf } from '../quorum/verifier.ts';
import type { Kind } from '../transcript.testkit.ts';
import { parseZxid } from '../transcript-text.testkit.ts';
import { FastLeaderElection, type ElectionParts } from './fast-leader-election.ts';
import { epochThenZxidThenSid, type VoteOrder } from './vote.ts';

interface Start {
  readonly lastZxid: Zxid;
  readonly currentEpoch: Epoch;
}

type ElectorRequest =
  { readonly type: 'look'; readonly from: Start | null } | { readonly type: 'epoch'; readonly epoch: Epoch };

export class LoneElector implements Process {
  readonly election: FastLeaderElection;
  private from: Start;

  constructor(config: ServerConfig, parts: ElectionParts, from: Start) {
    this.election = new FastLeaderElection(config, parts);
    this.from = from;
  }

  step(input: Input, out: Out): void {
    if (input.kind === 'start') {
      this.election.start(out);
      this.election.lookForLeader(out, this.from);
    } else if (input.kind === 'request') {
      this.onRequest(input.request as ElectorRequest, out);
    } else if (this.election.handles(input)) {
      this.election.step(input, out);
    }
  }

  inspect(): unknown {
    return this.election.inspect();
  }

  private onRequest(request: ElectorRequest, out: Out): void {
    if (request.type === 'epoch') this.election.updateVoteEpoch(request.epoch);
    else {
      this.from = request.from ?? this.from;
      this.election.lookForLeader(out, this.from);
    }
  }
}

export function electorKind(beats: VoteOrder): Kind {
  return {
    create: (name: ProcessName, options: ReadonlyMap<string, string>) => {
      const members = membersOf(options);
      const config = { ...defaultConfig(Number(name), members), ...numbersOf(options) };
      const parts: ElectionParts = { beats, quorum: majorityOf(members) };
      return () => new LoneElector(config, parts, startOf(options.get('zxid'), options.get('epoch')));
    },
    request: (words: readonly string[]): Plain =>
      words[0] === 'epoch'
        ? { type: 'epoch', epoch: Number(words[1]) }
        : { type: 'look', from: words.length > 1 ? startOf(words[1], words[2]) : null },
  };
}

export const ELECTOR: Kind = electorKind(epochThenZxidThenSid);

function startOf(zxid = '0:0', epoch = '0'): Start {
  return { lastZxid: parseZxid(zxid), currentEpoch: Number(epoch) as Epoch };
}

/** `voters=1,2,3 observers=4`; three voters when nothing is said. */
export function membersOf(options: ReadonlyMap<string, string>): Member[] {
  const sids = (text: string): number[] => (text === '' ? [] : text.split(',').map(Number));
  return [
    ...sids(options.get('voters') ?? '1,2,3').map((sid): Member => ({ sid: serverId(sid), type: 'participant' })),
    ...sids(options.get('observers') ?? '').map((sid): Member => ({ sid: serverId(sid), type: 'observer' })),
  ];
}

/** The options that are numbers, booleans and other words, under the names of ServerConfig's fields. */
export function numbersOf(options: ReadonlyMap<string, string>): Partial<ServerConfig> {
  const fields = [...options].filter(([key]) => !['voters', 'observers', 'zxid', 'epoch'].includes(key));
  return Object.fromEntries(
    fields.map(([key, value]) => [key, /^-?\d+$/u.test(value) ? Number(value) : valueOf(value)]),
  );
}

function valueOf(text: string): string | boolean {
  return text === 'true' || (text !== 'false' && text);
}
