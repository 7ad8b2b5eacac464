import { expect, test } from 'vitest';
import { Play } from './play.ts';
import { playCase, Player } from './player.testkit.ts';

const base = playCase({ voters: 3 });

/** Nine branches, each left at another event of the one before it, and looked at. */
function branchesOf(player: Player): Player {
  for (let i = 0; i < 8; i++) {
    player.event = 300 + 250 * i;
    player.moment();
    player.act(i % 2 === 0 ? 'c1 create /a "x"' : 'c2 sync /');
  }
  return player;
}

test('many branches hold no more in memory than is allowed, and the newest is held', () => {
  const player = branchesOf(new Player(base, [], new Play({ copyEvery: 64, runsMost: 52 })));
  const { held } = player.engine;
  expect(held).toContain(player.branch.id);
  expect(held.length).toBeGreaterThan(1);
  expect(held.length).toBeLessThan(9);
  const all = branchesOf(new Player(base, [], new Play({ copyEvery: 64 })));
  expect(all.engine.held).toHaveLength(9);
});

test('a branch that was let go is the same when somebody comes back to it', () => {
  const tight = branchesOf(new Player(base, [], new Play({ copyEvery: 64, runsMost: 1 })));
  const roomy = branchesOf(new Player(base, [], new Play({ copyEvery: 64, runsMost: 10_000 })));
  expect(tight.engine.held).toEqual([tight.branch.id]);
  for (const branch of [0, 5, 2, 8, 1]) {
    for (const event of [1900, 17, 640]) {
      const request = { kind: 'moment', branch, event } as const;
      expect(tight.engine.answer(request)).toEqual(roomy.engine.answer(request));
    }
    const request = { kind: 'extend', branch, events: 2500 } as const;
    expect(tight.engine.answer(request)).toEqual(roomy.engine.answer(request));
    expect(tight.engine.held).toEqual([branch]);
  }
  const difference = { kind: 'difference', left: 1, right: 6 } as const;
  expect(tight.engine.answer(difference)).toEqual(roomy.engine.answer(difference));
});

test('what branches have in common counts once', () => {
  const player = new Player(base, [], new Play({ copyEvery: 64, runsMost: 60 }));
  player.event = 2000;
  player.moment();
  const { id } = player.branch;
  for (let i = 0; i < 6; i++) {
    player.branch = { ...player.branch, id };
    player.event = 2000;
    player.act(`c1 create /a "${i}"`);
  }
  // Each has its run to itself, and some forty copies with all others.
  expect(player.engine.held).toHaveLength(7);
});
