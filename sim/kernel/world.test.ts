import { expect, test } from 'vitest';
import { createPinger, createPonger } from './ping-pong.testkit.ts';
import { World, type WorldOptions } from './world.ts';

function game(options: WorldOptions): World {
  const world = new World(options);
  world.addProcess({ name: '1', create: createPinger });
  world.addProcess({ name: '2', create: createPonger });
  world.startProcess('1', 0);
  world.startProcess('2', 0);
  return world;
}

test('two processes that know nothing of Zab play ping-pong', () => {
  const world = game({ seed: '1' });
  expect(world.run(1_000_000)).toBe('time');
  expect((world.process('1').inspect() as { seen: number }).seen).toBeGreaterThan(500);
});

test('the same case gives the same fingerprint, another seed another', () => {
  const prints = ['7', '7', '8'].map((seed) => {
    const world = game({ seed });
    world.run(1_000_000);
    return world.fingerprint();
  });
  expect(prints[0]).toBe(prints[1]);
  expect(prints[0]).not.toBe(prints[2]);
});
