/**
 * Four-letter words (FourLetterCommands and the classes of its package): a word in place of a handshake, a text in
 * answer, and the connection ends. Most are refused unless the whitelist names them.
 */
import { hexZxid, NO_SESSION } from '../ids.ts';
import type { ClientMessage } from '../messages.ts';
import type { ClientConnection } from '../pipeline/client-connection.ts';
import { javaDouble } from '../std/java-text.ts';
import type { QuorumPeer } from '../zab/peer.ts';
import { configurationText, directorySizes, environmentText } from './configuration.ts';
import { dumpText } from './dump.ts';
import { monitorText, nodeCount } from './monitor.ts';
import type { RoleReport } from './role-report.ts';
import { fullVersion } from './version.ts';

const NOT_SERVING = 'This ZooKeeper instance is not currently serving requests';
/** Always answered: ZooKeeper's own scripts depend on it. */
const ALWAYS = 'srvr';
/** What a real server traces unless told otherwise (ZooTrace): client requests, packets, sessions, warnings. */
const TRACE_MASK = '306';
/** SelectionKey.OP_READ. */
const OP_READ = 1;

export class FourLetterWords {
  private readonly peer: QuorumPeer;
  private readonly whitelist: readonly string[];
  private traceMask = TRACE_MASK;

  constructor(peer: QuorumPeer) {
    this.peer = peer;
    this.whitelist = [ALWAYS, ...peer.config.fourLetterWords.split(',').map((word) => word.trim())];
  }

  /** The answer, as bytes of text; null: none, the connection is only closed. */
  answer({ word, argument }: Extract<ClientMessage, { type: 'COMMAND' }>): string | null {
    if (!this.whitelist.includes('*') && !this.whitelist.includes(word)) {
      return `${word} is not executed because it is not in the whitelist.\n`;
    }
    switch (word) {
      case 'ruok':
        return 'imok';
      case 'envi':
        return environmentText(this.peer);
      case 'gtmk':
        return this.traceMask;
      case 'stmk':
        // Without its eight bytes a real server fails to read them.
        if (argument === undefined) return null;
        this.traceMask = argument;
        return argument;
    }
    const report = this.peer.serving?.report() ?? null;
    return report === null ? notServing(word) : this.whileServing(word, report);
  }

  private whileServing(word: string, report: RoleReport): string | null {
    const { peer } = this;
    switch (word) {
      case 'isro':
        return 'rw';
      case 'srvr':
        return `${versionLine(peer)}${serverText(peer, report)}`;
      case 'stat':
        return `${versionLine(peer)}Clients:\n${this.connections(connectionText)}\n${serverText(peer, report)}`;
      case 'cons':
        return `${this.connections(connectionDetails)}\n`;
      case 'conf':
        return configurationText(peer);
      case 'mntr':
        return monitorText(peer, report);
      case 'dump':
        return dumpText(peer, report);
      case 'dirs': {
        const { dataBytes, logBytes } = directorySizes(peer);
        return `datadir_size: ${dataBytes}\nlogdir_size: ${logBytes}\n`;
      }
      case 'crst':
        for (const client of peer.clients.all()) client.stats.reset();
        return 'Connection stats reset.\n';
      case 'srst':
        peer.clients.stats.reset();
        return 'Server stats reset.\n';
      case 'wchs':
        return this.watchSummary();
      case 'wchc':
        return this.watchesByConnection();
      case 'wchp':
        return this.watchesByPath();
      case 'hash':
        return this.digests();
      default:
        return null;
    }
  }

  /** Of the tree at zxids that 128 divides; all 0 when zookeeper.digest.enabled is off. */
  private digests(): string {
    const { history } = this.peer.database.tree.zookeeperDigest;
    return history.map(({ zxid, digest }) => `${zxid.toString(16)}: ${digest}\n`).join('');
  }

  private connections(show: (client: ClientConnection) => string): string {
    return Array.from(this.peer.clients.all(), (client) => `${show(client)}\n`).join('');
  }

  // --- watches of data; those of children are not told ---------------------------------------------------------

  private watchSummary(): string {
    const { ofData } = this.peer.watches;
    const connections = ofData.byConnection().length;
    return `${connections} connections watching ${ofData.size} paths\nTotal watches:${ofData.watchCount}\n`;
  }

  private watchesByConnection(): string {
    const { clients, watches } = this.peer;
    const lines = watches.ofData
      .byConnection()
      .map(([connection, paths]) => [clients.sessionOf(connection), ...paths.map((path) => `\t${path}`)].join('\n'));
    return `${lines.map((line) => `${line}\n`).join('')}\n`;
  }

  private watchesByPath(): string {
    const { clients, watches } = this.peer;
    const lines = watches.ofData
      .byPath()
      .map(([path, watchers]) => [path, ...watchers.map((each) => `\t${clients.sessionOf(each)}`)].join('\n'));
    return `${lines.map((line) => `${line}\n`).join('')}\n`;
  }
}

function notServing(word: string): string | null {
  switch (word) {
    case 'isro':
      return 'null';
    case 'hash':
      return NOT_SERVING;
    case 'telnet close':
      return null;
    default:
      return `${NOT_SERVING}\n`;
  }
}

function versionLine({ config }: QuorumPeer): string {
  return `Zookeeper version: ${fullVersion(config.compat)}\n`;
}

/** ServerStats.toString, and what StatCommand puts behind it. */
function serverText(peer: QuorumPeer, { mode }: RoleReport): string {
  const { clients, database } = peer;
  const { latency, received, sent, proposals } = clients.stats;
  const lines = [
    `Latency min/avg/max: ${latency.minMs}/${javaDouble(latency.avgMs)}/${latency.maxMs}`,
    `Received: ${received}`,
    `Sent: ${sent}`,
    `Connections: ${clients.size}`,
    `Outstanding: ${clients.inProcess}`,
    `Zxid: ${hexZxid(database.lastProcessedZxid)}`,
    `Mode: ${mode}`,
    `Node count: ${nodeCount(peer)}`,
  ];
  if (mode === 'leader') {
    lines.push(`Proposal sizes last/min/max: ${proposals.last}/${proposals.min}/${proposals.max}`);
  }
  return `${lines.join('\n')}\n`;
}

/** ServerCnxn.dumpConnectionInfo, brief. */
function connectionText(client: ClientConnection): string {
  return `${connectionStart(client)})`;
}

function connectionDetails(client: ClientConnection): string {
  const { session, stats, timeoutMs } = client;
  if (session === NO_SESSION) return connectionText(client);
  const lastCxid = stats.lastCxid >= 0 ? `,lcxid=0x${stats.lastCxid.toString(16)}` : '';
  return (
    `${connectionStart(client)},sid=${session},lop=${stats.lastOpLetters},est=${stats.establishedMs},to=${timeoutMs}${lastCxid}` +
    `,lzxid=${stats.lastZxid === -1 ? '0xffffffffffffffff' : hexZxid(stats.lastZxid)},lresp=${stats.lastResponseMs}` +
    `,llat=${stats.lastLatencyMs},minlat=${stats.minLatencyMs},avglat=${stats.avgLatencyMs},maxlat=${stats.maxLatencyMs})`
  );
}

/** In brackets what its selector waits for: 1 to read; 0 where reading has stopped. */
function connectionStart({ address, port, isStopped, outstanding, stats }: ClientConnection): string {
  const interest = isStopped ? 0 : OP_READ;
  return ` /${address}:${port}[${interest}](queued=${outstanding},recved=${stats.received},sent=${stats.sent}`;
}
