import { deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BadLink,
  fragmentOf,
  joinLink,
  readFragment,
  readLink,
  splitLink,
  writeLink,
} from '../../sim/record/play-link.ts';
import { arbitraryOperations } from '../../sim/testing/arbitrary-operations.ts';
import { showHandLine } from '../../sim/record/hand-line.ts';
import { arbitraryFaults } from '../../sim/testing/arbitrary-faults.ts';
import { version } from '../version.ts';
import { playCase, Player } from './player.testkit.ts';

/** As the page does it, with what Node has for it. */
function squeezed(text: string): string {
  const { head, script } = splitLink(text);
  return fragmentOf(head, deflateRawSync(script).toString('base64url'));
}

function unsqueezed(fragment: string): string {
  const { squeezed: letters, ...head } = readFragment(fragment);
  return joinLink(head, inflateRawSync(Buffer.from(letters, 'base64url')).toString());
}

function played(): Player {
  return new Player(playCase({ voters: 3 }))
    .until('at 2s')
    .act('c1 create /a "x"')
    .until('c1 is answered')
    .act('crash leader')
    .until('any leads');
}

function packed(player: Player): string {
  return player.ask({ kind: 'pack', branch: player.branch.id, event: player.event }, 'packed').text;
}

describe('a link', () => {
  test('opens where it was made, on the same run', () => {
    const player = played();
    const text = unsqueezed(squeezed(packed(player)));
    const other = new Player();
    const opened = other.ask({ kind: 'unpack', text }, 'opened');
    expect(opened).toMatchObject({ event: player.event, warning: null });
    expect(opened.branch.source).toEqual(player.branch.source);
    const [here, there] = [player, other].map((each) =>
      each.ask({ kind: 'extend', branch: each === player ? player.branch.id : 0, events: player.event + 500 }, 'trace'),
    );
    expect(there?.trace.fingerprint).toBe(here?.trace.fingerprint);
  });

  test('with a hundred acts has less than 2,000 characters', () => {
    const random = (n: number, bound: number): number => ((n * 7919 + 104729) * 31) % bound;
    const acts = Array.from({ length: 100 }, (_, n) => {
      const atUs = 2_000_000 + n * 97_003 + random(n, 90_001);
      const at = `at ${(atUs / 1e6).toFixed(6)}s`;
      const server = 1 + random(n, 5);
      const kinds = [
        `${at}: c${1 + random(n, 2)} create /node${random(n, 50)} "value ${n}"`,
        `${at}: crash ${server}`,
        `${at}: restart ${server}`,
        `${at}: c1 setData /node${random(n, 50)} "v${n}"`,
        `${at}: partition 1,2 | 3,4,5`,
        `${at}: heal`,
        `let net/5>${server}#1/quorum/PROPOSAL#${n}.delay = ${100 + random(n, 500_000)}`,
      ];
      return kinds[n % kinds.length] as string;
    });
    const player = new Player(playCase(), acts);
    const link = `https://example.org/playground/index.html#/play?${squeezed(packed(player))}`;
    expect(link.length).toBeLessThan(2000);
    expect(readLink(unsqueezed(squeezed(packed(player)))).source.lines).toEqual(acts);
  });

  test('round trips, whatever the play', () => {
    const lines = fc
      .tuple(arbitraryFaults({ most: 3 }), arbitraryOperations({ clients: 2, most: 3 }))
      .map(([faults, operations]) => [
        ...faults,
        ...operations.map((each) => showHandLine({ kind: 'operation', ...each })),
      ]);
    const config = fc.record({ tickTimeMs: fc.integer({ min: 50, max: 2000 }) });
    fc.assert(
      fc.property(
        lines,
        fc.option(config),
        fc.nat(10_000),
        fc.constantFrom(null, 'zk-2845'),
        (all, given, event, bug) => {
          const base = { ...playCase(given === null ? {} : { config: given }), bug };
          const link = { version, fingerprint: '0a1b2c3d', event, source: { base, lines: all } };
          expect(readLink(unsqueezed(squeezed(writeLink(link))))).toEqual(link);
        },
      ),
      { numRuns: 50, seed: 20260727 },
    );
  });

  test('of another version opens all the same, and says so when the run is another', () => {
    const player = played();
    const link = readLink(packed(player));
    const text = writeLink({ ...link, version: '0.0.9', fingerprint: '00000000' });
    const { warning, event } = new Player().ask({ kind: 'unpack', text }, 'opened');
    expect(event).toBe(player.event);
    expect(warning).toBe(
      `This link was made with zabsim 0.0.9, and this is ${version}. The run is not the one that the link was made of. ` +
        'Go on with it as it is, or open it with zabsim 0.0.9.',
    );
  });

  test('whose lines no longer apply opens without them, and says which', () => {
    const link = readLink(packed(played()));
    const lines = [...link.source.lines, 'at 4s: freeze 2', 'at 5s: c9 sync /'];
    const opened = new Player().ask(
      { kind: 'unpack', text: writeLink({ ...link, source: { ...link.source, lines } }) },
      'opened',
    );
    expect(opened.branch.source.lines).toEqual(link.source.lines);
    expect(opened.warning).toContain('"at 4s: freeze 2": "freeze 2" is no action');
    expect(opened.warning).toContain('there is no client c9');
  });

  test('to a place behind the end of its run shows the end', () => {
    const base = playCase({ durationMs: 500 });
    const text = writeLink({ version, fingerprint: '0a1b2c3d', event: 90_000, source: { base, lines: [] } });
    const opened = new Player().ask({ kind: 'unpack', text }, 'opened');
    expect(opened.event).toBe(opened.trace.columns.length - 1);
    expect(opened.warning).toContain(`The run ends after ${opened.trace.columns.length} events`);
  });

  test.each`
    what                         | text                                               | sentence
    ${'nothing'}                 | ${''}                                              | ${'it is damaged: a part of it is missing'}
    ${'no play'}                 | ${'{}'}                                            | ${'it is damaged: it holds no play'}
    ${'no version'}              | ${'[3,"00000000",1,["play","7",{},""]]'}           | ${'it does not say which version made it'}
    ${'no fingerprint'}          | ${'["1","x",1,["play","7",{},""]]'}                | ${'its fingerprint is none'}
    ${'no event'}                | ${'["1","00000000",1.5,["play","7",{},""]]'}       | ${'the event it points at is none'}
    ${'an option nobody knows'}  | ${'["1","00000000",1,["play","7",{"sped":3},""]]'} | ${'in it, options.sped is not a field here'}
    ${'a seed that is none'}     | ${'["1","00000000",1,["play","07",{},""]]'}        | ${'seed'}
    ${'a file'}                  | ${'["1","00000000",1,["./mine.ts","7",{},""]]'}    | ${'its scenario is the file ./mine.ts'}
    ${'a scenario nobody knows'} | ${'["1","00000000",1,["ply","7",{},""]]'}          | ${'there is no scenario "ply"'}
  `('that holds $what is refused in a sentence', ({ text, sentence }: { text: string; sentence: string }) => {
    const player = new Player();
    expect(player.refusal({ kind: 'unpack', text }).message).toContain(sentence);
    expect(player.moment().branch).toBe(0);
  });

  test.each(['', 'v=0.1.0', 'v=0.1.0&h=0a1b2c3d&e=x&s=abc', 'v=%zz&h=0a1b2c3d&e=1&s=abc', 'h=0a1b2c3d&e=1&s=abc'])(
    'that is cut short (%j) is refused',
    (fragment) => {
      expect(() => readFragment(fragment)).toThrow(BadLink);
    },
  );

  test('may have fields of others beside its own', () => {
    expect(readFragment('embed=1&v=0.1.0&h=0a1b2c3d&e=4&s=abc&show=cluster')).toEqual({
      version: '0.1.0',
      fingerprint: '0a1b2c3d',
      event: 4,
      squeezed: 'abc',
    });
  });
});
