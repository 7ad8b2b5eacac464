import { expect, test } from 'vitest';
import { recover } from '../protocol/durable/recovery.ts';
import type { FileContents } from '../protocol/durable/barrier.ts';
import type { ProcessName } from '../protocol/process.ts';
import { DataTree } from '../protocol/store/data-tree.ts';
import { newCase } from '../sim/record/case.ts';
import type { ServerStanding } from './ensemble-view.ts';
import { prepareCase, Simulation } from './simulation.ts';
import { version } from './version.ts';

/** Events between two questions: no divisor of anything. */
const APART = 211;

/** What a restart would find, by recovery whole: trees are made, and every file is read. */
function wouldKeep(
  { ensemble }: Simulation,
  other: ProcessName,
  { acceptedEpoch, currentEpoch, promised }: ServerStanding,
) {
  const disk = ensemble.world.disk(other);
  const contents: FileContents = new Map();
  for (const file of disk.durableFiles()) contents.set(file, disk.durableRecords(file));
  const found = recover(contents, { empty: () => new DataTree(), restore: (snapshot) => DataTree.restore(snapshot) });
  if (found.kind === 'refused' || found.acceptedEpoch < acceptedEpoch || found.currentEpoch < currentEpoch)
    return false;
  const logged = found.segments.flatMap(({ zxids }) => zxids);
  return promised === 0 || found.snapshotZxid >= promised || logged.some((zxid) => zxid === promised);
}

function subsets<T>(of: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return of.flatMap((first, i) => subsets(of.slice(i + 1), size - 1).map((rest) => [first, ...rest]));
}

/** The dumb twin: each quorum that may come together has somebody else in it who keeps the promise. */
function everyQuorumKnows(simulation: Simulation, name: ProcessName): boolean {
  const { roles, view } = simulation;
  const server = view.servers.get(name) as ServerStanding;
  if (!server.voter) return true;
  const voters = roles.voters();
  const keepers = new Set(voters.filter((other) => other !== name && wouldKeep(simulation, other, server)));
  const quorums = subsets(voters, Math.floor(voters.length / 2) + 1);
  return quorums.every((quorum) => quorum.some((other) => keepers.has(other)));
}

test.each([
  ['3', 3, 0],
  ['7', 4, 1],
  ['11', 5, 0],
  ['12', 5, 1],
  ['20', 7, 0],
])(
  'seed %s, %d voters and %d observers: a disk may fail where every quorum keeps what it promised',
  (seed, voters, observers) => {
    const of = newCase(version, 'chaos', seed, { voters, observers, faults: 'harsh', durationMs: 15_000 });
    const simulation = new Simulation(of, prepareCase(of), []);
    const { world } = simulation.ensemble;
    const answers = { yes: 0, no: 0 };
    for (let events = APART; ; events += APART) {
      const end = world.run(simulation.untilUs, events);
      for (const name of simulation.view.servers.keys()) {
        const given = simulation.roles.withinBudget(name, world);
        expect([seed, world.events, name, given]).toEqual([
          seed,
          world.events,
          name,
          everyQuorumKnows(simulation, name),
        ]);
        answers[given ? 'yes' : 'no']++;
      }
      if (end !== 'paused') break;
    }
    expect(Math.min(answers.yes, answers.no), 'both were answered').toBeGreaterThan(10);
  },
);

test('nobody knows of a server that there is not', () => {
  const of = newCase(version, 'steady', '1');
  const simulation = new Simulation(of, prepareCase(of), []);
  expect(simulation.roles.withinBudget('9', simulation.ensemble.world)).toBe(false);
});
