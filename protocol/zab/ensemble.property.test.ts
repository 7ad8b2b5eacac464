/**
 * Whole ensembles under any sequence of mishaps a transcript can command: crashes, resets, cuts, held disks and held
 * stages, messages delivered in any order of connections. A counterexample shrinks to a short transcript.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Process } from '../process.ts';
import { Transcript } from '../transcript.testkit.ts';
import { CLIENT, SERVER } from './ensemble.testkit.ts';
import { QuorumPeer } from './peer.ts';

const SEED = 20110627;
const SERVERS = ['1', '2', '3'];
const STAGES = ['log', 'commit', 'prep', 'snapshot', 'copy', 'send/1', 'send/2', 'send/3'];

const server = fc.constantFrom(...SERVERS);
const pair = fc.tuple(server, server).filter(([a, b]) => a !== b);
const stage = fc.constantFrom(...STAGES);

/** One line of the transcript; `start` and `crash` are for servers that are down and up, others do nothing. */
const command: fc.Arbitrary<string> = fc.oneof(
  server.map((name) => `crash ${name}`),
  { weight: 2, arbitrary: server.map((name) => `start ${name}`) },
  pair.map(([a, b]) => `reset ${a} ${b}`),
  pair.map(([a, b]) => `cut ${a} ${b}`),
  fc.constant('heal'),
  server.map((name) => `hold ${name} sync`),
  server.map((name) => `release ${name} sync`),
  fc.tuple(server, fc.integer({ min: 1, max: 3 })).map(([name, count]) => `sync ${name} count=${count}`),
  fc.tuple(server, stage).map(([name, held]) => `hold ${name} ${held}`),
  fc.tuple(server, stage).map(([name, held]) => `let ${name} ${held} count=1`),
  server.map((name) => `release ${name} ${STAGES.join(' ')}`),
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom('c1', 'c2'), fc.nat(999)).map(([c, n]) => `ask ${c} create /n${n} x`),
  },
  fc.integer({ min: 100, max: 3000 }).map((ms) => `run ${ms}ms`),
  fc.nat(14).map((s) => `run ${s}s`),
  pair.map(([a, b]) => `deliver from=${a} to=${b} count=2`),
);

function tell(story: Transcript, line: string): string[] {
  const [verb, name = ''] = line.split(' ');
  if (verb === 'crash' || verb === 'start') {
    const up = story.host.at(name).process !== null;
    if (up === (verb === 'start')) return [];
  }
  return story.run(line);
}

/** Paths whose creation a client was told of. */
function created(lines: readonly string[]): string[] {
  return lines.flatMap((line) => /reply \d+ answered .* err=0 result=\(create path=(\S+)\)/u.exec(line)?.[1] ?? []);
}

function database(process: Process | null): QuorumPeer['database'] | null {
  return process instanceof QuorumPeer ? process.database : null;
}

test('once all is well again, all servers hold one history with everything that was acknowledged', () => {
  fc.assert(
    fc.property(
      fc.array(command, { minLength: 20, maxLength: 80 }),
      fc.integer({ min: 1, max: 4 }),
      (mishaps, kept) => {
        const story = new Transcript(
          new Map([
            ['server', SERVER],
            ['client', CLIENT],
          ]),
        );
        const lines = story.run(
          `server 1 2 3 commitLogCount=${kept} snapCount=6 snapshotStepNodes=2`,
          'client c1 requestTimeoutMs=3000',
          'client c2 servers=3,2,1 requestTimeoutMs=3000',
          'show reply exit',
          'start 1 2 3 c1 c2',
          'run 2s',
        );
        for (const line of mishaps) lines.push(...tell(story, line));
        lines.push(...story.run('heal'));
        for (const name of SERVERS) {
          lines.push(...story.run(`release ${name} sync ${STAGES.join(' ')}`), ...tell(story, `start ${name}`));
        }
        lines.push(...story.run('run 100s', 'ask c1 create /last x', 'run 10s'));

        const paths = created(lines);
        expect(paths).toContain('/last');
        expect(lines.filter((line) => line.includes(' failed: '))).toEqual([]);
        const databases = SERVERS.map((name) => database(story.host.at(name).process));
        expect(new Set(databases.map((each) => `${each?.lastTxn} ${each?.tree.digest}`)).size).toBe(1);
        for (const each of databases) expect(paths.filter((path) => each?.tree.node(path) === undefined)).toEqual([]);
      },
    ),
    { seed: SEED, numRuns: 100 },
  );
});
