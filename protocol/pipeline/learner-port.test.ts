/** What a connection to a follower sees, where the leader has a part in it. */
import { describe, expect, it } from 'vitest';
import { errorName } from '../error-code.ts';
import type { ClientMessage, ServerMessage } from '../messages.ts';
import type { ClientOp } from '../op.ts';
import type { ConnectionId, Input, Out, Plain, Process } from '../process.ts';
import { encodeText } from '../std/text-bytes.ts';
import { Transcript, type Kind } from '../transcript.testkit.ts';
import { SERVER } from '../zab/ensemble.testkit.ts';
import { hello } from './lone-server.testkit.ts';

const auth = encodeText('u:p');
const MINE = [{ perms: 31, scheme: 'auth', id: '' }];
const requests: Readonly<Record<string, readonly [xid: number, op: ClientOp]>> = {
  badCreate: [1, { type: 'undecodable', opCode: 1 }],
  badMulti: [2, { type: 'undecodable', opCode: 14 }],
  badRead: [3, { type: 'undecodable', opCode: 4 }],
  prove: [-4, { type: 'auth', scheme: 'digest', auth }],
  createMine: [4, { type: 'create', path: '/mine', data: null, acl: MINE, flags: 0 }],
  set: [5, { type: 'setData', path: '/mine', data: null, version: -1 }],
  unknown: [6, { type: 'unknown', opCode: 99 }],
};

/** Connects to the server of its first request, and sends the messages its requests name. */
class RawClient implements Process {
  private connection: ConnectionId = -1;

  step(input: Input, out: Out): void {
    if (input.kind === 'request') {
      const [word = ''] = input.request as readonly string[];
      const request = requests[word];
      if (request === undefined) this.connection = out.open(word, 'client');
      else this.send(out, { type: 'REQUEST', xid: request[0], op: request[1] });
    } else if (input.kind === 'opened') this.send(out, hello());
    else if (input.kind === 'closed') out.reply(0, { kind: 'closed' });
    else if (input.kind === 'message') out.reply(0, { kind: wordsOf(input.message as ServerMessage) });
  }

  private send(out: Out, message: ClientMessage): void {
    out.send(this.connection, message);
  }

  inspect(): unknown {
    return {};
  }
}

function wordsOf(message: ServerMessage): string {
  return message.type === 'REPLY' ? `#${message.xid} ${errorName(message.err)}` : message.type;
}

const RAW: Kind = { create: () => () => new RawClient(), request: (words): Plain => words };

/** Two connections to follower 1 of an ensemble of three, and what they hear of the words they say. */
function follower(compat: string): (name: 'r' | 'q', ...words: readonly string[]) => string[] {
  const kinds = new Map<string, Kind>([
    ['server', SERVER],
    ['raw', RAW],
  ]);
  const transcript = new Transcript(kinds);
  transcript.run(`server 1 2 3 voters=1,2,3 compat=${compat}`, 'raw r q', 'start 1 2 3', 'run 2s', 'start r q');
  transcript.run('ask r 1', 'ask q 1', 'run 100ms', 'show reply');
  return (name, ...words) => {
    const lines = transcript.run(...words.map((word) => `ask ${name} ${word}`), 'run 100ms');
    return lines.filter((line) => line.startsWith(name)).map((line) => line.replace(`${name} reply 0 `, ''));
  };
}

describe.each(['3.9', '3.8'])('at a follower of %s', (compat) => {
  it('requests that cannot be decoded are answered in turn, whether they go to the leader or not', () => {
    const say = follower(compat);
    expect(say('r', 'badCreate', 'badMulti', 'badRead')).toEqual([
      '#1 MARSHALLINGERROR',
      '#2 MARSHALLINGERROR',
      '#3 MARSHALLINGERROR',
    ]);
  });

  it('what was proven there counts at the leader', () => {
    const say = follower(compat);
    expect(say('r', 'createMine')).toEqual(['#4 INVALIDACL']);
    expect(say('r', 'prove', 'createMine', 'set')).toEqual(['#-4 OK', '#4 OK', '#5 OK']);
    expect(say('q', 'set')).toEqual(['#5 NOAUTH']);
  });

  it('an unknown operation ends the connection', () => {
    expect(follower(compat)('r', 'unknown')).toEqual(['#6 UNIMPLEMENTED', 'closed']);
  });
});
