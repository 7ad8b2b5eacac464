/**
 * Transcripts: stories about processes as text files, commands above `----` and what came of them below.
 *
 * ```
 * # A late joiner follows the established leader.
 * start 1
 * deliver
 * ----
 * 1 -> 3 INITIAL sid=1
 * …
 * ```
 *
 * Blocks are separated by blank lines; `#` lines are comments and stay. Several commands may share an outcome.
 * Nothing happens unless a command says so, see transcript-host.testkit.ts.
 *
 * | command | does |
 * |---|---|
 * | `server N [voters=1,2,3] [observers=4] [option=value …]` | adds a server; options are those of its kind; `server 1 2 3 …` adds several |
 * | `client NAME [option=value …]` | adds a client |
 * | `start N …`, `crash N …` | with its disk; a crash loses what was not synced |
 * | `deliver [to=N] [from=N] [type=T] [channel=C] [count=K]` | delivers what is in flight and what comes of it; only heads of connections move |
 * | `drop` with the same filter | loses them instead, which no FIFO connection does: for what-if stories |
 * | `reset A B [channel=C]` | breaks their connections; both hear of it |
 * | `cut A B …`, `cut A B one-way` | nothing is delivered between A and each B; `heal [A B …]` ends it |
 * | `advance 200ms` | time goes on and timers fire; no message is delivered |
 * | `run 2s` | as advance, and messages are delivered with no delay |
 * | `hold N what …`, `release N what …` | `sync`, `writable` or a stage's name: answers wait |
 * | `sync N [file=F] [count=K]`, `let N what [count=K]` | lets the oldest held sync, or another held thing, happen |
 * | `choose N name value` | what the process draws at random from now on |
 * | `ask N words …` | an application request, understood by the process's kind |
 * | `damage N file torn|damaged` | marks the last durable record of a file |
 * | `inspect N [field …]`, `disk N [file …]`, `pending` | shows a state, what would survive a crash, what is in flight |
 * | `show kind …`, `hide type …`, `unhide type …` | kinds: `send fact reply exit open disk timer stage receive`; types of messages and facts |
 */
import { TranscriptHost } from './transcript-host.testkit.ts';
import type { Flight } from './transcript-network.testkit.ts';
import {
  parseCommand,
  parseDuration,
  showPicture,
  showRecord,
  showTagged,
  type Command,
} from './transcript-text.testkit.ts';
import type { Plain, Process, ProcessName } from './process.ts';
import { assert, present } from './std/assert.ts';

/** What a transcript can add: makes processes from options, and requests from words. */
export interface Kind {
  readonly create: (name: ProcessName, options: ReadonlyMap<string, string>) => (incarnation: number) => Process;
  readonly request: (words: readonly string[]) => Plain;
}

/** Returns the text with every outcome replaced by what happens now. */
export function runTranscript(text: string, kinds: ReadonlyMap<string, Kind>): string {
  const transcript = new Transcript(kinds);
  return text
    .replace(/\n+$/u, '')
    .split(/\n{2,}/u)
    .map((block) => transcript.runBlock(block))
    .join('\n\n')
    .concat('\n');
}

/** A transcript under way, for tests that command it line by line. */
export class Transcript {
  readonly host = new TranscriptHost();
  private readonly kinds: ReadonlyMap<string, Kind>;
  private readonly kindOf = new Map<ProcessName, Kind>();
  private requests = 0;

  constructor(kinds: ReadonlyMap<string, Kind>) {
    this.kinds = kinds;
  }

  /** Runs commands, one per line, and tells what came of them. */
  run(...commands: readonly string[]): string[] {
    for (const line of commands.flatMap((text) => text.split('\n'))) {
      if (line.trim() !== '') this.runCommand(parseCommand(line));
    }
    return this.host.takeLines();
  }

  runBlock(block: string): string {
    const lines = block.split('\n');
    const divider = lines.indexOf('----');
    const above = divider === -1 ? lines : lines.slice(0, divider);
    const commands = above.filter((line) => line.trim() !== '' && !line.startsWith('#'));
    if (commands.length === 0) return block;
    for (const line of commands) {
      try {
        this.runCommand(parseCommand(line));
      } catch (error) {
        throw new Error(`in "${line}": ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    }
    const outcome = this.host.takeLines();
    return [...above, '----', ...(outcome.length === 0 ? ['ok'] : outcome)].join('\n');
  }

  private runCommand(command: Command): void {
    const { verb, words, options } = command;
    const host = this.host;
    const kind = this.kinds.get(verb);
    if (kind !== undefined) {
      for (const name of words) {
        host.add(name, kind.create(name, options));
        this.kindOf.set(name, kind);
      }
      return;
    }
    const [first = '', ...rest] = words;
    const count = Number(options.get('count') ?? Infinity);
    switch (verb) {
      case 'start':
        for (const name of words) host.start(host.at(name));
        return;
      case 'crash':
        for (const name of words) host.stop(host.at(name), true);
        return;
      case 'deliver':
        for (let done = 0; done < count && host.deliverOne(filterOf(options)); done++);
        return;
      case 'drop':
        for (let done = 0; done < count && host.network.take(filterOf(options)) !== null; done++);
        return;
      case 'reset':
        host.network.reset(first, rest[0] ?? '', options.get('channel'));
        return;
      case 'cut':
        for (const other of rest.filter((word) => word !== 'one-way')) {
          host.network.cut(first, other);
          if (!rest.includes('one-way')) host.network.cut(other, first);
        }
        return;
      case 'heal':
        if (words.length === 0) host.network.healAll();
        for (const other of rest) {
          host.network.heal(first, other);
          host.network.heal(other, first);
        }
        return;
      case 'advance':
        this.advance(host.nowUs + parseDuration(first), false);
        return;
      case 'run':
        this.advance(host.nowUs + parseDuration(first), true);
        return;
      case 'hold':
        for (const what of rest) host.at(first).held.add(what);
        return;
      case 'release':
        for (const what of rest) host.at(first).held.delete(what);
        host.settle();
        return;
      case 'sync':
        this.letHappen(first, 'sync', options.get('file'), count);
        return;
      case 'let':
        this.letHappen(first, rest[0] ?? '', undefined, count);
        return;
      case 'choose':
        host.at(first).choices.set(rest[0] ?? '', Number(rest[1]));
        return;
      case 'ask': {
        const request = present(this.kindOf.get(first), 'only a process that was added is asked').request(rest);
        host.step(host.at(first), { kind: 'request', id: ++this.requests, request });
        return;
      }
      case 'damage':
        host.at(first).disk.damage(rest[0] ?? '', rest[1] === 'torn' ? 'torn' : 'damaged');
        return;
      case 'inspect':
        this.inspect(first, rest);
        return;
      case 'disk':
        this.showDisk(first, rest);
        return;
      case 'pending':
        for (const flight of host.network.all()) this.say(showFlight(flight));
        return;
      case 'show':
        host.shown = new Set(words);
        return;
      case 'hide':
        for (const type of words) host.hidden.add(type);
        return;
      case 'unhide':
        for (const type of words) host.hidden.delete(type);
        return;
      default:
        assert(false, 'a command is known', { verb });
    }
  }

  private advance(untilUs: number, delivering: boolean): void {
    const host = this.host;
    do {
      while (delivering && host.deliverOne(() => true));
    } while (host.fireOne(untilUs));
    host.nowUs = untilUs;
  }

  private letHappen(name: string, what: string, file: string | undefined, count: number): void {
    const at = this.host.at(name);
    // What comes of the first may be due at once, so only what waits now is let go.
    const waiting = at.due.filter((due) => due.heldBy === what).length;
    for (let done = 0; done < Math.min(count, waiting); done++) this.host.releaseOne(at, what, file);
  }

  private inspect(name: string, fields: readonly string[]): void {
    const { process } = this.host.at(name);
    if (process === null) this.say(`${name} is down`);
    else {
      for (const line of showPicture(process.inspect())) {
        if (fields.length === 0 || fields.includes(line.slice(0, line.indexOf(':')))) this.say(`${name} ${line}`);
      }
    }
  }

  private showDisk(name: string, files: readonly string[]): void {
    const { disk } = this.host.at(name);
    for (const file of files.length === 0 ? disk.files() : files) {
      const records = disk.durably(file);
      const shown = records?.map(
        (record) => showRecord(record.data) + (record.state === 'ok' ? '' : `!${record.state}`),
      );
      this.say(`${name} ${file}: ${shown === undefined ? 'not durable' : shown.join(' ')}`);
    }
  }

  private say(line: string): void {
    this.host.say(line);
  }
}

function filterOf(options: ReadonlyMap<string, string>): (flight: Flight) => boolean {
  return (flight) =>
    (options.get('to') ?? flight.to) === flight.to &&
    (options.get('from') ?? flight.from) === flight.from &&
    (options.get('channel') ?? flight.channel) === flight.channel &&
    (options.get('type') ?? flight.type) === flight.type;
}

function showFlight(flight: Flight): string {
  const what = flight.message === null ? flight.type : showTagged(flight.message);
  return `${flight.from} -> ${flight.to} ${flight.channel} ${what}`;
}
