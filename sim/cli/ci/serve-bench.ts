/**
 * `npm run bench serve`: `sim serve`, of its own scenario and seed, beside a real ZooKeeper (Debian's 3.8, as it ships),
 * standalone and three servers, by one client that takes turns between them. What counts are the ratios of neighbouring
 * rounds, so that whatever else the machine does falls on both: the median of them for what is to be half as fast, the
 * least of them for what is to be as fast. With `outages` behind it: those alone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { columns } from '../../../reports/text/layout.ts';
import type { ClientOp } from '../../../protocol/op.ts';
import { modeOf } from '../../serve/differential/four-letter-word.ts';
import {
  FOR_ANSWERS,
  realZooKeeperIsInstalled,
  startRealEnsemble,
  startRealStandalone,
  type RealRun,
  type RealServers,
} from '../../serve/differential/real-server.ts';
import { outageMs } from '../../serve/rates/failover.ts';
import { acl, PipelinedClient, someData } from '../../serve/rates/pipelined-client.ts';
import { ServeChild } from '../serve-child.ts';

const ROUNDS = 9;
const WINDOW_MS = 400;
/** A Java server compiles as it goes. */
const WARM_UP_MS = 2_000;
const OUTAGES = 3;
const STARTS = 3;
/** Time for a server that came back to be part of the ensemble again. */
const SETTLE_MS = 1_500;

const CLOCKWORK = { tickTimeMs: 2000, containerCheckIntervalMs: 60_000 };
/** As conf/zoo_sample.cfg and zkServer.sh have it. */
const AS_SHIPPED: RealRun = {
  ...FOR_ANSWERS,
  initLimit: 10,
  syncLimit: 5,
  properties: { 'zookeeper.4lw.commands.whitelist': '*', 'zookeeper.admin.enableServer': 'false' },
  jvm: ['-Xmx1000m'],
};
const SETTINGS = ['tickTime=2000', 'initLimit=10', 'syncLimit=5', 'maxClientCnxns=0', '4lw.commands.whitelist=*'];

const operations: readonly { readonly name: string; readonly op: ClientOp }[] = [
  { name: 'getData', op: { type: 'getData', path: '/rates', watch: false } },
  { name: 'setData', op: { type: 'setData', path: '/rates', data: someData, version: -1 } },
  { name: 'sequential create', op: { type: 'create', path: '/rates/n', data: someData, acl, flags: 2 } },
];
const makeNode: ClientOp = { type: 'create', path: '/rates', data: someData, acl, flags: 0 };
const DEPTHS = [1, 100];

/** What the ratio of ours to the real one's is to be: in the middle of the rounds, or in each of them. */
interface Goal {
  readonly least: number;
  readonly in: 'median' | 'each';
}

function goal(servers: number, depth: number): Goal | null {
  if (depth === 100) return { least: 0.5, in: 'median' };
  return servers === 3 ? { least: 1, in: 'each' } : null;
}

/** `outages`: those alone. */
const part = process.argv[2];
const rows: string[][] = [];
let missed = 0;

function show(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

interface Round {
  readonly real: number;
  readonly ours: number;
}

/** `real`: null where there is none to compare with. */
function tell(what: string, real: number | null, ours: number, ratios: readonly number[], reached: string): void {
  const [least, middle, most] = [Math.min(...ratios), median(ratios), Math.max(...ratios)].map((of) => of.toFixed(2));
  const ratio = ratios.length === 0 ? ['', ''] : [middle ?? '', `${least} to ${most}`];
  rows.push([what, real === null ? '' : show(real), show(ours), ...ratio, reached]);
  process.stderr.write(`${rows.at(-1)?.join('  ') ?? ''}\n`);
}

function tellRounds(what: string, rounds: readonly Round[], verdict: (ratios: readonly number[]) => string): void {
  const ratios = rounds.map(({ real, ours }) => ours / real);
  const [real, ours] = [median(rounds.map((round) => round.real)), median(rounds.map((round) => round.ours))];
  tell(what, real, ours, ratios, verdict(ratios));
}

function reached(holds: boolean, goalText: string): string {
  if (!holds) missed++;
  return `${holds ? 'reached' : 'missed'}: ${goalText}`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Leader's or only port first. */
async function inOrder(ports: readonly number[]): Promise<number[]> {
  const modes = await Promise.all(ports.map((port) => modeOf(port)));
  const leads = (index: number): number => (modes[index] === 'follower' ? 1 : 0);
  return ports
    .map((_, index) => index)
    .sort((a, b) => leads(a) - leads(b) || a - b)
    .map((index) => ports[index] as number);
}

interface Pair {
  readonly real: RealServers;
  readonly ours: ServeChild;
  readonly oursPorts: readonly number[];
}

async function measureRates(servers: number, { real, oursPorts }: Pair): Promise<void> {
  // At a follower where there is one: most clients are.
  const clients = [
    await PipelinedClient.open(real.ports.at(-1) as number),
    await PipelinedClient.open(oursPorts.at(-1) as number),
  ] as const;
  for (const client of clients) await client.ask(makeNode);
  for (const { name, op } of operations) {
    for (const depth of DEPTHS) {
      for (const client of clients) await client.rate(op, depth, WARM_UP_MS);
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const first = round % 2;
        const rates = [0, 0];
        for (const index of [first, 1 - first]) {
          rates[index] = await (clients[index] as PipelinedClient).rate(op, depth, WINDOW_MS);
        }
        rounds.push({ real: rates[0] as number, ours: rates[1] as number });
      }
      const what = `${servers === 1 ? 'standalone' : 'three servers'}, ${name}, pipelined ${depth}: per second`;
      const sought = goal(servers, depth);
      tellRounds(what, rounds, (ratios) => {
        if (sought === null) return '';
        const found = sought.in === 'median' ? median(ratios) : Math.min(...ratios);
        return reached(
          found >= sought.least,
          `at least ${sought.least}${sought.in === 'each' ? ' in each round' : ''}`,
        );
      });
    }
  }
  for (const client of clients) client.close();
}

async function measureOutages({ real, ours, oursPorts }: Pair): Promise<void> {
  const write: ClientOp = { type: 'setData', path: '/rates', data: someData, version: -1 };
  const rounds: Round[] = [];
  for (let round = 0; round < OUTAGES; round++) {
    const [realLeader = 0, ...realRest] = await inOrder(real.ports);
    const [, ...oursRest] = await inOrder(oursPorts);
    const atReal = await PipelinedClient.open(realRest[0] as number);
    const atOurs = await PipelinedClient.open(oursRest[0] as number);
    for (const client of [atReal, atOurs]) await client.ask(makeNode);
    const oursMs = await outageMs(atOurs, oursRest, write, () =>
      ours.control({ command: 'act', line: 'crash leader for 3s' }),
    );
    const realMs = await outageMs(atReal, realRest, write, () => real.crash(realLeader));
    rounds.push({ real: realMs, ours: oursMs });
    await real.restart(realLeader);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  }
  tellRounds('three servers, leader crash to the next acknowledged write: ms', rounds, (ratios) =>
    reached(median(ratios) <= 1.5, 'at most 1.5'),
  );
}

/** From the start of the process to the answer to the first handshake: the best of a few, the last of which goes on. */
async function startOurs(folder: string, servers: number): Promise<{ child: ServeChild; ports: number[] }> {
  const sets = SETTINGS.flatMap((set) => ['--set', set]);
  let bestMs = Infinity;
  for (let start = 1; ; start++) {
    const begun = performance.now();
    const child = new ServeChild(folder, ['--voters', String(servers), '--compat', '3.8', ...sets]);
    const ports = await child.ports();
    (await PipelinedClient.open(ports[0] as number)).close();
    bestMs = Math.min(bestMs, performance.now() - begun);
    if (start === STARTS) {
      const name = servers === 1 ? 'standalone' : 'three servers';
      tell(`${name}, start to first connect: ms`, null, bestMs, [], reached(bestMs < 1000, 'below 1000'));
      return { child, ports: await inOrder(ports) };
    }
    await child.kill();
  }
}

async function measure(servers: 1 | 3): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'zabsim-rates-'));
  const { child, ports } = await startOurs(folder, servers);
  try {
    const start = servers === 1 ? startRealStandalone : startRealEnsemble;
    const real = await start(CLOCKWORK, AS_SHIPPED);
    try {
      const pair: Pair = { real, ours: child, oursPorts: ports };
      if (part !== 'outages') await measureRates(servers, pair);
      if (servers === 3) await measureOutages(pair);
      process.stderr.write(`memory of sim serve: ${child.memoryMib} MiB\n`);
      await child.verdict();
    } finally {
      await real.stop();
    }
  } finally {
    await child.kill();
    rmSync(folder, { recursive: true });
  }
}

if (!realZooKeeperIsInstalled()) throw new Error("Debian's package zookeeper is not installed");
if (part !== 'outages') await measure(1);
await measure(3);
const header = ['', 'real', 'ours', 'ours/real', 'rounds', ''];
process.stdout.write(`${columns([header, ...rows], [1, 2, 3]).join('\n')}\n`);
process.stdout.write(
  `load of the machine, 1, 5 and 15 minutes: ${loadavg()
    .map((of) => of.toFixed(1))
    .join(', ')}\n`,
);
process.exitCode = missed === 0 ? 0 : 1;
