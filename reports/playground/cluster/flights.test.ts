import { describe, expect, test } from 'vitest';
import type { FlyingMessage } from '../../../sim/record/play.ts';
import { flightsOf, labelOf, lineBetween, shareOfWay, type Flights } from './flights.ts';
import { hit } from './hit.ts';
import { layoutOf, type Layout } from './layout.ts';
import { cutBetween, madeClient, madeMessage, madeMoment, withClients } from './moment.testkit.ts';
import { LayoutKeeper } from './picture.ts';
import { drawsFrom, Press } from './pointer.ts';
import { sceneOf, type Scene } from './scene.ts';

const clients = [{ name: 'c1', server: '2' }];
const layout = layoutOf({ width: 800, height: 600, voters: ['1', '2', '3'], observers: [], clients });

function sceneWith(...inFlight: FlyingMessage[]): Scene {
  return sceneOf({ moment: withClients(madeMoment(3, { inFlight }), [madeClient('c1', '2')]), view: null });
}

function flights(...inFlight: FlyingMessage[]): Flights {
  return flightsOf(sceneWith(...inFlight), layout, 1_000_000);
}

/** How far along its line, 0 to 1. */
function along(of: Flights): number[] {
  const { line } = of.lines[0] as Flights['lines'][number];
  const length = Math.hypot(line.x2 - line.x1, line.y2 - line.y1);
  return of.marks.map(({ x, y }) => Number((Math.hypot(x - line.x1, y - line.y1) / length).toFixed(3)));
}

describe('a message', () => {
  test.each([
    [{ sentUs: 1_000_000, arrivesUs: 1_004_000 }, 0],
    [{ sentUs: 999_000, arrivesUs: 1_003_000 }, 0.25],
    [{ sentUs: 990_000, arrivesUs: 1_000_000 }, 1],
    // It has arrived; its server is paused.
    [{ sentUs: 990_000, arrivesUs: 995_000 }, 1],
    [{ sentUs: 990_000, arrivesUs: -1 }, 0.4],
  ])('%j has come %d of its way at 1 s', (times, share) => {
    expect(along(flights(madeMessage('1', '2', 'ACK 2:4', times)))).toEqual([share]);
  });

  test('never leaves its way, whenever it is looked at', () => {
    const message = madeMessage('1', '2', 'ACK 2:4');
    for (const atUs of [0, 998_000, 1_000_000, 1_001_000, 9e9]) {
      const share = shareOfWay(message, atUs);
      expect(share >= 0 && share <= 1).toBe(true);
    }
  });

  test('goes from edge to edge, to the right of the middle', () => {
    const there = lineBetween(layout, '1', '2', 5);
    const back = lineBetween(layout, '2', '1', 5);
    const [one, two] = [layout.servers.get('1'), layout.servers.get('2')];
    if (there === null || back === null || one === undefined || two === undefined) throw new Error('both have places');
    expect(Math.hypot(there.x1 - one.x, there.y1 - one.y)).toBeGreaterThan(one.r);
    expect(Math.hypot(there.x2 - two.x, there.y2 - two.y)).toBeGreaterThan(two.r);
    // The two directions do not lie on each other.
    expect(Math.hypot(there.x1 - back.x2, there.y1 - back.y2)).toBeGreaterThan(9);
  });

  test('to somebody without a place is not drawn', () => {
    expect(flights(madeMessage('1', '9', 'ACK 2:4')).marks).toEqual([]);
  });

  test('tells whether it moves, is held, or cannot pass', () => {
    const states = flights(
      madeMessage('1', '2', 'ACK 2:1'),
      madeMessage('2', '3', 'ACK 2:2', { arrivesUs: -1, can: ['release'] }),
      madeMessage('3', '1', 'ACK 2:3', { arrivesUs: -1 }),
    ).marks.map(({ state }) => state);
    expect(states).toEqual(['moving', 'held', 'stopped']);
  });

  test('that was sent in this event is fresh', () => {
    const fresh = flights(madeMessage('1', '2', 'ACK 2:1', { sentEvent: 412 }), madeMessage('2', '1', 'ACK 2:2'));
    expect(fresh.marks.map((mark) => mark.fresh)).toEqual([true, false]);
  });
});

describe('many on one link', () => {
  test('that are apart are marks of their own, those beside each other are one', () => {
    const at = (arrivesUs: number, text: string): FlyingMessage => madeMessage('1', '2', text, { arrivesUs });
    const { marks, lines } = flights(at(1_001_000, 'ACK 2:1'), at(1_001_001, 'ACK 2:2'), at(1_020_000, 'ACK 2:3'));
    expect(lines).toHaveLength(1);
    expect(marks.map(({ messages }) => messages.map(({ text }) => text))).toEqual([
      ['ACK 2:1', 'ACK 2:2'],
      ['ACK 2:3'],
    ]);
  });

  test('keep votes and the rest on lines of their own', () => {
    const { lines } = flights(madeMessage('1', '2', 'NOTIFICATION'), madeMessage('1', '2', 'ACK 2:1'));
    expect(lines.map(({ election }) => election)).toEqual([true, false]);
  });

  test.each([
    [['PROPOSAL 2:5 create /a'], 'PROPOSAL 2:5'],
    [['NOTIFICATION LOOKING for 4 (e2, 0:0), round 3'], 'NOTIFICATION'],
    [['ACKEPOCH log ends at 1:7, epoch 1'], 'ACKEPOCH 1:7'],
    [['ACK 2:1', 'ACK 2:2'], '2 × ACK'],
    [['INITIAL', 'NOTIFICATION', 'NOTIFICATION'], 'INITIAL, 2 × NOTIFICATION'],
    [['ACK', 'PING', 'COMMIT'], '3 messages'],
  ])('%j is named %j', (texts, label) => {
    expect(labelOf(texts.map((text) => madeMessage('1', '2', text)))).toBe(label);
  });

  test('none of a hundred is lost', () => {
    const messages = Array.from({ length: 100 }, (_, i) =>
      madeMessage(String((i % 3) + 1), String(((i + 1) % 3) + 1), `ACK 2:${i}`, {
        address: `m${i}`,
        sentUs: 999_000 - i * 31,
        arrivesUs: 1_000_500 + i * 17,
      }),
    );
    const { marks } = flights(...messages);
    const shown = marks.flatMap((mark) => mark.messages.map(({ address }) => address));
    expect(shown.sort()).toEqual(messages.map(({ address }) => address).sort());
  });
});

describe('pointing', () => {
  const message = madeMessage('1', '2', 'ACK 2:4', { address: 'the one' });
  const scene = { ...sceneWith(message), cuts: [{ from: '2', to: '3', both: true }] };
  const flying = flightsOf(scene, layout, 1_000_000);
  const at = (x: number, y: number): ReturnType<typeof hit> => hit(scene, layout, flying, x, y, 'mouse');

  test('at a message, a client, a server, a link, the ground', () => {
    const [mark] = flying.marks;
    const [two, c1, three] = [layout.servers.get('2'), layout.clients.get('c1'), layout.servers.get('3')];
    if (mark === undefined || two === undefined || three === undefined || c1 === undefined)
      throw new Error('all are there');
    expect(at(mark.x + 2, mark.y - 2)).toEqual({ kind: 'messages', addresses: ['the one'] });
    expect(at(two.x + 5, two.y)).toEqual({ kind: 'server', id: '2' });
    expect(at(c1.x, c1.y + 1)).toEqual({ kind: 'client', id: 'c1' });
    expect(at((two.x + three.x) / 2, (two.y + three.y) / 2 + 1)).toEqual({ kind: 'link', from: '2', to: '3' });
    expect(at(3, 3)).toEqual({ kind: 'ground' });
  });

  test('every server and every client can be hit where it stands, in any room', () => {
    for (const [width, height] of [
      [300, 300],
      [1200, 800],
    ] as const) {
      const room = new LayoutKeeper().of(scene, { width, height });
      const now = flightsOf(scene, room, 2_000_000);
      for (const [id, { x, y }] of room.servers) expect(hit(scene, room, now, x, y, 'touch')).toMatchObject({ id });
      for (const [id, { x, y }] of room.clients) expect(hit(scene, room, now, x, y, 'mouse')).toMatchObject({ id });
    }
  });
});

test('a layout is kept while those who are there stay', () => {
  const keeper = new LayoutKeeper();
  const room = { width: 500, height: 400 };
  const first: Layout = keeper.of(sceneWith(), room);
  expect(keeper.of(sceneWith(madeMessage('1', '2', 'ACK')), room)).toBe(first);
  expect(
    keeper.of({ ...sceneWith(), cuts: cutBetween(['1'], ['2']).map((cut) => ({ ...cut, both: true })) }, room),
  ).toBe(first);
  expect(keeper.of(sceneWith(), { ...room, width: 501 })).not.toBe(first);
});

describe('a press', () => {
  const ground = { kind: 'ground' } as const;

  test('that hardly moves is a click', () => {
    const press = new Press(ground, 10, 10, true);
    expect(press.move(12, 11)).toBe(null);
    expect(press.end(13, 10)).toMatchObject({ kind: 'click', target: ground });
  });

  test('that moves draws a line through where it was', () => {
    const press = new Press(ground, 10, 10, true);
    press.move(40, 10);
    press.move(42, 10);
    expect(press.end(80, 20)).toEqual({ kind: 'cut', target: ground, points: [10, 10, 40, 10, 80, 20, 80, 20] });
  });

  test('that begins on something is no line, unless one is to be drawn', () => {
    const server = { kind: 'server', id: '1' } as const;
    expect(new Press(server, 0, 0, false).end(50, 50).kind).toBe('nothing');
    expect([drawsFrom(server, 'mouse', false), drawsFrom(server, 'mouse', true)]).toEqual([false, true]);
    expect([drawsFrom(ground, 'mouse', false), drawsFrom(ground, 'touch', false)]).toEqual([true, false]);
  });
});
