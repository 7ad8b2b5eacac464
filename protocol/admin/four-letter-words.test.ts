/** Texts are those of a real server where it has them: ZooKeeper 3.8.0 as Debian ships it, standing alone. */
import { describe, expect, it } from 'vitest';
import { OPEN_ACL, type ClientOp } from '../op.ts';
import { LoneServer } from '../pipeline/lone-server.testkit.ts';
import { Transcript, type Kind } from '../transcript.testkit.ts';
import type { Input, Out, Plain, Process } from '../process.ts';
import { CLIENT, SERVER } from '../zab/ensemble.testkit.ts';

const create = (path: string, flags = 0): ClientOp => ({ type: 'create', path, data: null, acl: OPEN_ACL, flags });
const get = (path: string, watch = false): ClientOp => ({ type: 'getData', path, watch });

describe('a whitelist', () => {
  it.each([
    ['srvr', 'srvr', true],
    ['srvr', 'ruok', false],
    ['', 'srvr', true],
    ['ruok, mntr', 'mntr', true],
    ['ruok, mntr', 'stat', false],
    ['*', 'telnet close', true],
    ['ruok', 'telnet close', false],
  ])('of "%s" lets "%s" through: %s', (fourLetterWords, word, allowed) => {
    const refusal = `${word} is not executed because it is not in the whitelist.\n`;
    const answer = new LoneServer({ fourLetterWords }).word(word);
    if (allowed) expect(answer).not.toContain('whitelist');
    else expect(answer).toBe(refusal);
  });
});

describe('a server that stands alone answers', () => {
  it.each([
    ['ruok', 'imok'],
    ['isro', 'rw'],
    ['gtmk', '306'],
    ['hash', ''],
    ['telnet close', ''],
    ['stmk', ''],
    ['crst', 'Connection stats reset.\n'],
    ['srst', 'Server stats reset.\n'],
    ['wchs', '0 connections watching 0 paths\nTotal watches:0\n'],
    ['wchc', '\n'],
    ['wchp', '\n'],
  ])('%s with "%s", and hangs up', (word, text) => {
    expect(new LoneServer().word(word)).toBe(text);
  });

  it('stmk with the mask, which gtmk then tells', () => {
    const server = new LoneServer();
    expect(server.word('stmk', '257')).toBe('257');
    expect(server.word('gtmk')).toBe('257');
  });

  it('srvr with its counters, this connection and this packet among them', () => {
    const server = new LoneServer({ compat: '3.8' });
    expect(server.word('srvr')).toBe(
      'Zookeeper version: 3.8.0-${mvngit.commit.id}, built on 2024-12-29 17:54 UTC\n' +
        'Latency min/avg/max: 0/0.0/0\nReceived: 1\nSent: 0\nConnections: 1\nOutstanding: 0\nZxid: 0x0\n' +
        'Mode: standalone\nNode count: 5\n',
    );
  });

  it('srvr with latencies in milliseconds', () => {
    const server = new LoneServer();
    const connection = server.session('c1');
    server.ask(connection, [1, get('/')], [2, get('/')]);
    server.diskIsHeld = true;
    server.ask(connection, [3, create('/a')]);
    server.advance(7);
    server.release();
    expect(server.word('srvr')).toContain('min/avg/max: 0/1.75/7\nReceived: 5\nSent: 4\nConnections: 2\n');
    server.word('srst');
    expect(server.word('srvr')).toContain('min/avg/max: 0/0.0/0\nReceived: 1\nSent: 1\nConnections: 2\n');
  });

  it('stat with its clients between', () => {
    const server = new LoneServer();
    server.session('127.0.0.1:4711');
    expect(server.word('stat').split('\n').slice(1, 6)).toEqual([
      'Clients:',
      ' /127.0.0.1:4711[1](queued=0,recved=1,sent=1)',
      ' /10.0.0.99:0[0](queued=0,recved=1,sent=0)',
      '',
      'Latency min/avg/max: 0/0.0/0',
    ]);
  });

  it('cons with what each connection did last', () => {
    const server = new LoneServer();
    server.advance(1500);
    const connection = server.session('127.0.0.1:4711');
    server.ask(
      connection,
      [1, create('/a')],
      [2, create('/a')],
      [3, get('/none')],
      [4, get('/a')],
      [-2, { type: 'ping' }],
    );
    const counts = 'queued=0,recved=6,sent=6,sid=0x100000005dc0000';
    const last = 'lop=PING,est=1500,to=10000,lcxid=0x4,lzxid=0x3,lresp=1500,llat=0,minlat=0,avglat=0,maxlat=0';
    expect(server.word('cons')).toBe(
      ` /127.0.0.1:4711[1](${counts},${last})\n /10.0.0.99:0[0](queued=0,recved=1,sent=0)\n\n`,
    );
    server.word('crst');
    expect(server.word('cons')).toContain(
      'recved=0,sent=0,sid=0x100000005dc0000,lop=NA,est=1500,to=10000,lzxid=0xffffffffffffffff,lresp=0,llat=0,minlat=0,' +
        'avglat=0,maxlat=0)\n',
    );
  });

  it('dump with sessions, ephemerals and connections, as they expire', () => {
    const server = new LoneServer({ tickTimeMs: 500 });
    const connection = server.session('c1');
    server.ask(connection, [1, create('/e', 1)]);
    expect(server.word('dump')).toBe(
      'SessionTracker dump:\nSession Sets (1)/(1):\n1 expire at Thu Jan 01 00:00:10 UTC 1970:\n\t0x100000000000000\n' +
        'ephemeral nodes dump:\nSessions with Ephemerals (1):\n0x100000000000000:\n\t/e\n' +
        'Connections dump:\nConnections Sets (1)/(2):\n2 expire at Thu Jan 01 00:00:20 UTC 1970:\n' +
        '\tip: /10.0.0.1:0 sessionId: 0x100000000000000\n\tip: /10.0.0.99:0 sessionId: 0x0\n',
    );
  });

  it('wchs, wchc and wchp with the watches of data, and with connections whose watches are used up', () => {
    const server = new LoneServer();
    const [first, second] = [server.session('c1'), server.session('c2')];
    server.ask(
      first,
      [1, get('/', true)],
      [2, get('/zookeeper', true)],
      [3, { type: 'getChildren', path: '/', watch: true }],
    );
    server.ask(second, [1, get('/', true)], [2, { type: 'setData', path: '/', data: null, version: -1 }]);
    const [one, two] = ['0x100000000000000', '0x100000000000001'];
    expect(server.word('wchs')).toBe('2 connections watching 1 paths\nTotal watches:1\n');
    expect(server.word('wchc')).toBe(`${one}\n\t/zookeeper\n${two}\n\n`);
    expect(server.word('wchp')).toBe(`/zookeeper\n\t${one}\n\n`);
  });

  it('mntr with its gauges, in the order of a real server', () => {
    const server = new LoneServer({ compat: '3.8' });
    const lines = server.word('mntr').split('\n');
    expect(lines.slice(0, 6)).toEqual([
      'zk_version\t3.8.0-${mvngit.commit.id}, built on 2024-12-29 17:54 UTC',
      'zk_server_state\tstandalone',
      'zk_ephemerals_count\t0',
      'zk_num_alive_connections\t1',
      'zk_avg_latency\t0.0',
      'zk_outstanding_requests\t0',
    ]);
    expect(lines).toHaveLength(27);
    expect(lines).toContain('zk_approximate_data_size\t44');
  });

  it('conf as it was configured', () => {
    expect(new LoneServer({ tickTimeMs: 500 }).word('conf')).toMatch(
      /\nmaxClientCnxns=60\nminSessionTimeout=1000\nmaxSessionTimeout=10000\nclientPortListenBacklog=-1\nserverId=0\n$/u,
    );
  });

  it('dirs and envi in their form', () => {
    const server = new LoneServer();
    expect(server.word('dirs')).toMatch(/^datadir_size: \d+\nlogdir_size: \d+\n$/u);
    expect(server.word('envi')).toMatch(/^Environment:\nzookeeper.version=3.9.5-293c[^\n]+\nhost.name=<NA>\n/u);
  });
});

/** Sends four-letter words to the servers of an ensemble: `ask NAME SERVER WORD`. */
class Prober implements Process {
  private readonly asked = new Map<number, { readonly id: number; readonly word: string }>();

  step(input: Input, out: Out): void {
    if (input.kind === 'request') {
      const [server = '', word = ''] = input.request as readonly string[];
      this.asked.set(out.open(server, 'client'), { id: input.id, word });
    } else if (input.kind === 'opened') {
      const word = this.asked.get(input.connection)?.word ?? '';
      out.send(input.connection, { type: 'COMMAND', word } as never);
    } else if (input.kind === 'message') {
      out.reply(this.asked.get(input.connection)?.id ?? 0, { kind: 'answer', text: (input.message as never)['text'] });
    }
  }
  inspect(): unknown {
    return {};
  }
}
const PROBER: Kind = { create: () => () => new Prober(), request: (words): Plain => words };

describe('servers of an ensemble answer', () => {
  const transcript = new Transcript(
    new Map([
      ['server', SERVER],
      ['client', CLIENT],
      ['prober', PROBER],
    ]),
  );
  transcript.run('server 1 2 3 4 voters=1,2,3 observers=4 fourLetterWords=*', 'prober p', 'show reply', 'start p');
  const ask = (server: number, word: string): string => transcript.run(`ask p ${server} ${word}`, 'deliver').join('\n');

  it('that they do not serve, while they look for a leader, but for what needs no service', () => {
    transcript.run('start 1 2 3 4');
    const notServing = 'text=This ZooKeeper instance is not currently serving requests';
    for (const word of ['srvr', 'stat', 'mntr', 'cons', 'conf', 'dump', 'dirs', 'wchs', 'crst', 'srst', 'hash']) {
      expect(ask(1, word)).toContain(notServing);
    }
    expect(ask(1, 'ruok')).toContain('text=imok');
    expect(ask(1, 'isro')).toContain('text=null');
    expect(ask(1, 'envi')).toContain('text=Environment:');
  });

  it('with their part in it', () => {
    transcript.run('client c1 servers=3', 'deliver', 'run 2s', 'start c1', 'deliver', 'ask c1 create /a x', 'run 2s');
    const modes = [1, 2, 3, 4].map((server) => /Mode: (\w+)/u.exec(ask(server, 'srvr'))?.[1]);
    expect(modes).toEqual(['follower', 'follower', 'leader', 'observer']);
    expect(ask(3, 'srvr')).toMatch(
      /Zxid: 0x100000002\nMode: leader\nNode count: 6\nProposal sizes last\/min\/max: \d+\/\d+\/\d+/u,
    );
    expect(ask(1, 'dump')).toContain('Global Sessions(1):\n0x3');
    expect(ask(3, 'dump')).toContain('Session Sets (1)/(1):\n');
    expect(ask(3, 'mntr')).toMatch(/zk_peer_state\tleading - broadcast\n[^]*zk_synced_followers\t2\n/u);
    expect(ask(1, 'mntr')).toMatch(/zk_peer_state\tfollowing - broadcast - \w+\n/u);
    expect(ask(4, 'mntr')).toMatch(/zk_peer_state\tobserving - broadcast - \w+\nzk_observer_master_id\t3\n/u);
    expect(ask(4, 'conf')).toMatch(
      /\npeerType=1\nmembership: \nserver.1=[^]*server.4=server4:2888:3888:observer\nversion=0$/u,
    );
  });
});
