/** Everything about one moment of a play. */
import type { Flight } from '../../sim/network/flights.ts';
import type { BranchId, PlayMoment } from '../../sim/record/play.ts';
import { stateOf } from '../state-view.ts';
import { treesOf } from '../tree-view.ts';
import { captionOf } from './captions.ts';
import { flyingMessages, HOLD_US } from './in-flight.ts';
import { lampsOf } from './lamps.ts';
import type { PlayRun } from './play-run.ts';
import { quorumPicture, type Passes } from './quorum-picture.ts';
import { waitWords } from './wait-words.ts';

export interface MomentOptions {
  readonly branch: BranchId;
  /** Of two events at once the run knows the second only. */
  readonly event: number;
  /** Decisions that have a value given by hand, by address. */
  readonly overrides: Readonly<Record<string, number>>;
  /** When an event happened. */
  readonly atUs: (event: number) => number;
}

export function momentOf(run: PlayRun, { branch, event, overrides, atUs }: MomentOptions): PlayMoment {
  const { simulation, witness, quorum } = run;
  const { world, voters, observers, clients } = simulation.ensemble;
  const members = { voters, observers, clients };
  const state = { ...stateOf(world, members), event };
  const passes: Passes = (from, to) => !world.network.pathBetween(from, to).stopped;
  const quorums = quorumPicture(state, passes, quorum.last);
  const newsOf = ({ address, sentEvent }: Flight): { sentUs: number; heldByHand: boolean } => ({
    sentUs: atUs(sentEvent),
    heldByHand: (overrides[`${address}.delay`] ?? 0) >= HOLD_US,
  });
  const everybody = [...voters, ...observers, ...clients];
  return {
    branch,
    state,
    trees: treesOf(world, members),
    caption: captionOf(witness, state, quorums),
    inFlight: flyingMessages(world.flights(), newsOf),
    waits: world.waits().flatMap((wait) => {
      const what = waitWords(wait);
      return what === null ? [] : [{ server: wait.process, what, atUs: wait.atUs }];
    }),
    inForce: simulation.injector.inForce(),
    cuts: everybody.flatMap((from) =>
      everybody.filter((to) => to !== from && !passes(from, to)).map((to) => ({ from, to })),
    ),
    quorums,
    lamps: lampsOf(simulation),
  };
}
