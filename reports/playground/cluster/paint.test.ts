import { describe, expect, test } from 'vitest';
import type { PlayMoment } from '../../../sim/record/play.ts';
import { themes } from '../../spacetime/inks.ts';
import type { Painter } from '../../spacetime/painter.ts';
import { SvgPainter } from '../../spacetime/svg-painter.ts';
import { drawnCut } from './drawn-cut.ts';
import {
  busyMoment,
  cutBetween,
  madeClient,
  madeLog,
  madeMessage,
  madeMoment,
  madeServer,
  withClients,
} from './moment.testkit.ts';
import { paintCluster } from './paint.ts';
import { LayoutKeeper, pictureOf, type Shown } from './picture.ts';
import { sceneOf } from './scene.ts';
import { logWords } from './text-rows.ts';
import { arrivalWords, clientWords, durationWords, serverWords, tipOf } from './words.ts';

function shown(moment: PlayMoment, width = 900, height = 600): Shown {
  const scene = sceneOf({ moment, view: null });
  return { scene, layout: new LayoutKeeper().of(scene, { width, height }), atUs: scene.atUs };
}

function svg(what: Shown): string {
  const painter = new SvgPainter(themes.light);
  paintCluster(painter, pictureOf(what));
  return painter.document(what.layout.width, what.layout.height, 'ensemble');
}

/** Texts in the order in which they are drawn. */
function texts(document: string): string[] {
  return [...document.matchAll(/<text[^>]*>([^<]*)</g)].map((match) => match[1] ?? '');
}

describe('the picture', () => {
  test('says in words what it shows by shape and colour', () => {
    const drawn = texts(svg(shown(busyMoment(), 1200, 800)));
    for (const words of [
      'LEADING',
      'FOLLOWING',
      'LOOKING',
      'OBSERVING',
      'DOWN',
      'PAUSED',
      'E2',
      '2:4 serves',
      'no vote',
      'PROPOSAL 2:5',
      '3 × COMMIT',
      'NOTIFICATION 2:4 (held)',
      'PING (waits)',
      '⚡ slow disk 500%',
      'latency +50ms',
      'clog',
      'c1 (1)',
      'c4 waiting',
    ]) {
      expect(drawn).toContain(words);
    }
  });

  test('of a phone has all servers, with short words', () => {
    const drawn = texts(svg(shown(busyMoment(), 300, 300)));
    for (const name of ['1', '2', '3', '4', '5', '6', '7', 'L 2:4', 'O 2:4']) expect(drawn).toContain(name);
  });

  test('is the same for the same moment', () => {
    expect(svg(shown(busyMoment()))).toBe(svg(shown(busyMoment())));
  });

  test('holds no number that is none', () => {
    for (const [width, height] of [
      [300, 300],
      [1200, 800],
    ] as const) {
      for (const moment of [busyMoment(), madeMoment(1), madeMoment(9)]) {
        expect(svg(shown(moment, width, height))).not.toMatch(/NaN|Infinity|undefined/);
      }
    }
  });

  test('shows names with markup as text', () => {
    const evil = '</text><script>alert(1)</script>';
    const moment = madeMoment(3, { inFlight: [madeMessage('1', '2', `REQUEST ${evil}`, { type: evil })] });
    expect(svg(shown(moment))).not.toContain('<script');
  });

  test('marks groups of a cut while it is drawn', () => {
    const what = shown(madeMoment(5));
    const points = [0, 300, 900, 300];
    const { groups } = drawnCut(points, what.layout, []);
    const drawn = texts(svg({ ...what, drawing: { points, groups } }));
    expect([drawn.includes('A'), drawn.includes('B')]).toEqual([true, true]);
  });

  test('names the groups of servers that are apart, as long as they are', () => {
    const apart = madeMoment(5, { cuts: cutBetween(['1', '2'], ['3', '4', '5']) });
    const bridged = madeMoment(5, { cuts: cutBetween(['1'], ['4', '5']) });
    const letters = (moment: PlayMoment): string[] => texts(svg(shown(moment))).filter((text) => /^[AB]$/.test(text));
    expect(letters(apart).sort().join('')).toBe('AABBB');
    expect(letters(bridged)).toEqual([]);
    // The bridge is down.
    const cuts = cutBetween(['1'], ['3']);
    expect(letters(madeMoment(3, { cuts }))).toEqual([]);
    expect(letters(madeMoment(3, { cuts }, [madeServer('2', { life: 'down' })]))).toEqual(['A', 'B']);
  });

  test('of patterns differs where colours do', () => {
    const what = shown(madeMoment(3));
    expect(svg({ ...what, patterns: true })).not.toBe(svg(what));
  });

  test('of nine servers and a hundred messages takes a bounded number of strokes', () => {
    const inFlight = Array.from({ length: 100 }, (_, i) =>
      madeMessage(String((i % 9) + 1), String(((i * i + 3 + i) % 9) + 1), 'ACK 2:4', {
        address: `m${i}`,
        sentUs: 999_000 - ((i * 137) % 900),
      }),
    );
    let strokes = 0;
    const count = (): void => void strokes++;
    const painter: Painter = {
      lines: count,
      rect: count,
      circle: count,
      polygon: count,
      text: count,
      clip: (_x, _y, _width, _height, body) => body(),
      textWidth: (text, size) => text.length * size * 0.56,
    };
    paintCluster(painter, pictureOf(shown(madeMoment(9, { inFlight }))));
    expect(strokes).toBeGreaterThan(150);
    expect(strokes).toBeLessThan(1200);
  });
});

describe('words', () => {
  const { scene } = shown(busyMoment());

  test('of servers and clients are what a screen reader tells', () => {
    const [one, , three] = scene.servers;
    if (one === undefined || three === undefined) throw new Error('they are there');
    expect(serverWords(one)).toBe('Server 1, LEADING, broadcast, epoch 2, log ends at 2:4, serves clients');
    expect(serverWords(three)).toContain('slow disk 500%');
    expect(scene.clients.map(clientWords)).toEqual([
      'Client c1, connected, server 2, 1 operation without an answer',
      'Client c2, connected, server 2',
      'Client c3, connecting, server 3',
      'Client c4, waiting',
    ]);
  });

  test('of a tip name at most six messages', () => {
    const inFlight = Array.from({ length: 9 }, (_, i) => madeMessage('1', '2', 'ACK', { address: `m${i}` }));
    const many = shown(madeMoment(3, { inFlight })).scene;
    const tip = tipOf({ kind: 'messages', addresses: inFlight.map(({ address }) => address) }, many, many.atUs);
    expect([tip.length, tip.at(-1)]).toEqual([7, 'and 3 more']);
  });

  test('of a link tell what does not pass', () => {
    expect(tipOf({ kind: 'link', from: '1', to: '4' }, scene, 0)).toEqual(['Between 1 and 4: cut']);
    expect(tipOf({ kind: 'link', from: '1', to: '5' }, scene, 0)).toEqual(['What 5 sends to 1 does not pass']);
    expect(tipOf({ kind: 'link', from: '1', to: '3' }, scene, 0)).toEqual(['From 1 to 3']);
  });

  test('of an arrival', () => {
    expect(arrivalWords(madeMessage('1', '2', 'ACK'), 1_000_000)).toBe('arrives in 1 ms');
    expect(arrivalWords(madeMessage('1', '2', 'ACK', { arrivesUs: -1 }), 0)).toBe('does not pass');
  });

  test.each([
    [850, '850 us'],
    [1500, '1.5 ms'],
    [120_000, '120 ms'],
    [1_234_000, '1.23 s'],
    [61_000_000, '61 s'],
  ])('of %i us are %s', (us, words) => {
    expect(durationWords(us)).toBe(words);
  });

  test('of a log tell what is on disk only, and in memory only', () => {
    const log = madeLog(['1:3', '2:1', '2:2', '2:3'], 2, 3);
    expect(logWords(madeServer('1', { log, logBefore: 4 }))).toBe('4 before 1:3 | 2:1 2:2* 2:3?');
    expect(logWords(madeServer('1', { log: [] }))).toBe('empty');
  });
});

test('a client with nobody stands at the edge with its name', () => {
  const what = shown(withClients(madeMoment(3), [madeClient('c1', null)]));
  expect(texts(svg(what))).toContain('c1 waiting');
});
