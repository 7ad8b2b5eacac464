import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FlyingMessage, MessageAct } from '../../sim/record/play.ts';
import { parseHandLine, showHandLine } from '../../sim/record/hand-line.ts';
import { arbitraryFaults } from '../../sim/testing/arbitrary-faults.ts';
import { arbitraryOperations } from '../../sim/testing/arbitrary-operations.ts';
import { explicitCase } from '../explicit.ts';
import { prepareCase, Simulation } from '../simulation.ts';
import { stateOf } from '../state-view.ts';
import { playCase, Player } from './player.testkit.ts';
import { Track } from './track.ts';

const SEED = 20260725;

/** What somebody does: looks somewhere, and acts there. */
interface Move {
  readonly at: number;
  readonly line: string | null;
  /** Without a line: of the messages under way there, which one, and what is done with it. */
  readonly message: number;
  readonly act: MessageAct;
}

const line = fc.oneof(
  {
    weight: 2,
    arbitrary: arbitraryFaults({ voters: 3, clients: 2, most: 1 }).map(([text]) => withoutMoment(text ?? 'heal')),
  },
  {
    weight: 3,
    arbitrary: arbitraryOperations({ clients: 2, least: 1, most: 1 }).map(([each]) =>
      each === undefined ? 'heal' : showHandLine({ kind: 'operation', ...each, atUs: null }),
    ),
  },
  fc.constantFrom(
    'crash leader',
    'crash 1',
    'restart 1',
    'pause a follower for 400ms',
    'heal',
    'heal all',
    'c1 create /a "x"',
    'c2 setData /a "y"',
  ),
);

function withoutMoment(text: string): string {
  const parsed = parseHandLine(text);
  if (!parsed.ok || parsed.value.kind !== 'fault') return text;
  return showHandLine(parsed.value.trigger?.kind === 'at' ? { ...parsed.value, trigger: null } : parsed.value);
}

const move: fc.Arbitrary<Move> = fc.record({
  at: fc.integer({ min: 60, max: 2500 }),
  line: fc.option(line, { freq: 3 }),
  message: fc.nat(12),
  act: fc.constantFrom<MessageAct>('deliver', 'hold', 'delay', 'release', 'drop'),
});

/** Does it where it can be done; answers whether it was. */
function play(player: Player, { at, line: text, message, act }: Move): boolean {
  player.event = at;
  const before = player.branch;
  const answer =
    text === null
      ? messageAnswer(player, message, act)
      : player.engine.answer({ kind: 'act', branch: before.id, event: at, line: text });
  if (answer?.kind !== 'branched') return false;
  player.branch = answer.branch;
  return true;
}

function messageAnswer(player: Player, index: number, act: MessageAct): ReturnType<Player['engine']['answer']> | null {
  const { inFlight } = player.moment();
  const able = inFlight.filter(({ can }) => can.includes(act));
  const chosen: FlyingMessage | undefined = able[index % Math.max(1, able.length)];
  if (chosen === undefined) return null;
  const { address } = chosen;
  return player.engine.answer({
    kind: 'message',
    branch: player.branch.id,
    event: player.event,
    address,
    act,
    byUs: 5000,
  });
}

/** The run of a case from its beginning, by nothing but the simulation. */
function printsOf(of: Player['branch']['of'], events: readonly number[]): string[] {
  const simulation = new Simulation(of, prepareCase(of), []);
  return events.map((each) => {
    simulation.world.run(simulation.untilUs, each + 1);
    return simulation.world.fingerprint();
  });
}

test('an act leaves all that came before it, and what follows is what the case comes to by itself', () => {
  fc.assert(
    fc.property(fc.constantFrom('1', '2', '3'), fc.array(move, { minLength: 1, maxLength: 4 }), (seed, moves) => {
      const player = new Player(playCase({ voters: 3 }, seed));
      for (const each of moves) {
        const parent = player.branch;
        if (!play(player, each)) continue;
        const { branch } = player;
        if (
          branch.parent === parent.id &&
          each.line?.startsWith('when') !== true &&
          !/^(before|after) /.test(each.line ?? '')
        ) {
          expect(branch.leftAt).toBeGreaterThanOrEqual(each.at);
        }
        const ahead = player.ask({ kind: 'extend', branch: branch.id, events: each.at + 400 }, 'trace').trace;
        const places = [branch.leftAt, ahead.columns.length - 1].filter((event) => event >= 0);
        const [common, end] = places.length === 2 ? printsOf(branch.of, places) : ['', printsOf(branch.of, places)[0]];
        expect(end).toBe(ahead.fingerprint);
        if (places.length === 2 && branch.leftAt < ahead.columns.length)
          expect(printsOf(parent.of, places.slice(0, 1))[0]).toBe(common);
      }
    }),
    { seed: SEED, numRuns: 24 },
  );
});

test('any event of any branch shows what a run from the beginning shows there', () => {
  fc.assert(
    fc.property(
      fc.array(move, { minLength: 1, maxLength: 3 }),
      fc.array(fc.nat(2500), { minLength: 3, maxLength: 8 }),
      (moves, events) => {
        const player = new Player(playCase({ voters: 3 }));
        for (const each of moves) play(player, each);
        const { of } = player.branch;
        for (const event of events) {
          const simulation = new Simulation(of, prepareCase(of), []);
          simulation.world.run(simulation.untilUs, event + 1);
          const { world, voters, observers, clients } = simulation.ensemble;
          expect(player.moment(event).state).toEqual(stateOf(world, { voters, observers, clients }));
        }
      },
    ),
    { seed: SEED, numRuns: 10 },
  );
});

test('a branch that goes on from a copy draws what a run from the beginning draws', () => {
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 4 }), (moves) => {
      const player = new Player(playCase({ voters: 3 }));
      for (const each of moves) play(player, each);
      const { columns, trace } = player.ask({ kind: 'extend', branch: player.branch.id, events: 2600 }, 'trace').trace;
      const fresh = Track.begin(explicitCase(player.branch.of));
      fresh.extend(columns.length);
      const drawn = fresh.picture();
      const words = (texts: readonly string[], numbers: Int32Array): string[] =>
        Array.from(numbers, (number) => texts[number] ?? '');
      expect(words(trace.texts, columns.told)).toEqual(words(drawn.trace.texts, drawn.columns.told));
      expect(columns.cause).toEqual(drawn.columns.cause);
      expect(columns.atUs).toEqual(drawn.columns.atUs);
      expect({ ...trace, texts: [] }).toEqual({ ...drawn.trace, texts: [] });
    }),
    { seed: SEED, numRuns: 10 },
  );
});
