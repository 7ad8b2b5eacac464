import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { causalFuture, causalPast, causalPath, concurrentWith } from './causality.ts';
import { FilterError, parseFilter } from './filter.ts';
import { themes } from './inks.ts';
import { laneAt, layoutLanes } from './lanes.ts';
import { madeView, oneWrite, type MadeEvent } from './made-trace.testkit.ts';
import { nearestEvent } from './nearest.ts';
import { MARKS_MOST } from './paint-events.ts';
import { paintPicture, tickStep, timeLabel } from './paint.ts';
import { shownCounts, xOf, type Picture } from './picture.ts';
import { shownEvents } from './shown.ts';
import { SvgPainter } from './svg-painter.ts';
import type { TraceView } from './trace-view.ts';
import { eventAtPosition, pan, reveal, wholeRun, zoom } from './viewport.ts';

const view = madeView(oneWrite);

function inside(set: Uint8Array): number[] {
  return [...set].flatMap((value, i) => (value === 1 ? [i] : []));
}

describe('cause and effect', () => {
  test('the past of a commit is the write and its way, and not the ping', () => {
    expect(inside(causalPast(view, 6))).toEqual([0, 1, 3, 5, 6]);
  });

  test('the future of a proposal is all that came of it', () => {
    expect(inside(causalFuture(view, 1))).toEqual([1, 3, 5, 6, 7]);
  });

  test('a path leads from the question to the answer', () => {
    expect(causalPath(view, 0, 7)).toEqual([0, 7]);
    expect(causalPath(view, 1, 7)).toEqual([1, 6, 7]);
    expect(causalPath(view, 3, 6)).toEqual([3, 5, 6]);
    expect(causalPath(view, 2, 7)).toEqual([]);
  });

  test('concurrent is what is neither', () => {
    expect(inside(concurrentWith(view, 6))).toEqual([2, 4]);
  });

  test('is what walking every edge finds', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: -1, max: 3 }), fc.nat(40)), { maxLength: 40 }), (drawn) => {
        const names = ['c1', '1', '2', '3'];
        const events = drawn.map(([who, back], i): MadeEvent => {
          const cause = back === 0 || back > i ? -1 : i - back;
          return { at: i, cause, ...(who < 0 ? {} : { who: names[who] as string }) };
        });
        const made = madeView(events);
        for (let event = 0; event < events.length; event++) {
          expect(inside(causalPast(made, event))).toEqual(walk(made, event));
          expect(inside(causalFuture(made, event))).toEqual(
            events.flatMap((_, later) => (walk(made, later).includes(event) ? [later] : [])),
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Backwards over each edge, one by one. */
function walk(made: TraceView, from: number): number[] {
  const found = new Set<number>();
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at < 0 || found.has(at)) continue;
    found.add(at);
    open.push(made.columns.cause[at] as number, made.before[at] as number);
  }
  return [...found].sort((a, b) => a - b);
}

describe('the filter', () => {
  const passes = (text: string): number[] =>
    oneWrite.flatMap((_, event) => (parseFilter(text)?.(view, event) === true ? [event] : []));

  test.each([
    ['kind=ACK', [6]],
    ['kind=message', [1, 2, 3, 6, 7]],
    ['kind=commit', [6]],
    ['server=2', [3, 5]],
    ['server=1,2 kind=message', [1, 3, 6]],
    ['from=1', [2, 3, 7]],
    ['zxid>=1:1', [1, 3, 5, 6, 7]],
    ['zxid<1:1', []],
    ['t<0.0004', [0, 1, 2]],
    ['event>=6', [6, 7]],
    ['weight=3', [4]],
    ['-heartbeat', [0, 1, 3, 4, 5, 6, 7]],
    ['heartbeats', [2]],
    ['"ok at 1:1"', [7]],
    ['create -kind=message', [0]],
    ['-"crash 3" weight>2', []],
  ])('%s', (text, events) => {
    expect(passes(text)).toEqual(events);
  });

  test('that is empty lets all pass', () => {
    expect(parseFilter('  ')).toBeNull();
  });

  test.each([
    ['kid=ACK', '"kid" is not a field of events; kind, server, client, from, zxid, t, event and weight are.'],
    ['t<soon', '"t" is compared with a number, and "soon" is none.'],
    ['zxid>7', 'a zxid is written as EPOCH:COUNTER, such as 1:7f, and "7" is not.'],
    ['kind>ACK', '"kind" knows only =.'],
  ])('%s is told to be wrong', (text, sentence) => {
    expect(() => parseFilter(text)).toThrow(new FilterError(sentence));
  });
});

describe('the viewport', () => {
  const whole = wholeRun(view, 'time');

  test('zooms around a point, and not beyond the run', () => {
    const closer = zoom(whole, 0.5, 400, whole);
    expect(closer.to - closer.from).toBeCloseTo((whole.to - whole.from) / 2);
    expect((400 - closer.from) / (closer.to - closer.from)).toBeCloseTo(400 / whole.to);
    expect(zoom(whole, 10, 400, whole)).toEqual(whole);
    expect(zoom(whole, 1e-9, 400, whole).to - zoom(whole, 1e-9, 400, whole).from).toBe(20);
  });

  test('moves no farther than to the ends', () => {
    const part = { axis: 'time', from: 100, to: 200 } as const;
    expect(pan(part, -500, whole)).toEqual({ axis: 'time', from: 0, to: 100 });
    expect(pan(part, 1e6, whole).to).toBe(whole.to);
    expect(reveal(part, 150, whole)).toEqual(part);
    expect(reveal(part, 700, whole)).toEqual({ axis: 'time', from: 650, to: 750 });
  });

  test('finds the first event of a moment', () => {
    expect([0, 1, 300, 301, 5000].map((at) => eventAtPosition(view, 'time', at))).toEqual([0, 1, 2, 3, 8]);
    expect(eventAtPosition(view, 'order', 2.5)).toBe(3);
  });

  test.each([
    [0.3, 1],
    [1, 1],
    [1.5, 2],
    [30, 50],
    [6000, 10000],
  ])('ticks at least %d apart are %d apart', (least, step) => {
    expect(tickStep(least)).toBe(step);
  });

  test('a tick has the digits it needs', () => {
    expect([timeLabel(1_500_000, 500_000), timeLabel(2_000_000, 1_000_000), timeLabel(1234, 1)]).toEqual([
      '1.5 s',
      '2 s',
      '0.001234 s',
    ]);
  });
});

function pictureOf(made: TraceView, width = 1000): Picture {
  const shown = shownEvents(made, { filter: null, heartbeats: false, hidden: new Set() });
  return {
    view: made,
    viewport: wholeRun(made, 'order'),
    layout: layoutLanes(made.trace, { width }),
    width,
    shown,
    shownBefore: shownCounts(shown),
    shade: null,
    cursor: 5,
    failure: 6,
    firstWrong: -1,
    spoken: new Set(['2']),
  };
}

function drawn(picture: Picture): { svg: string; painted: ReturnType<typeof paintPicture> } {
  const painter = new SvgPainter(themes.light);
  const painted = paintPicture(painter, picture);
  return { svg: painter.document(picture.width, picture.layout.height, 'a run'), painted };
}

describe('the picture', () => {
  test('of few events has a mark for each that is shown, and names its messages', () => {
    const { svg, painted } = drawn(pictureOf(view));
    expect(painted).toEqual({ as: 'events', marks: 6 });
    for (const name of ['PROPOSAL 1:1', 'ACK 1:1', 'server 2']) expect(svg).toContain(`>${name}</text>`);
    expect(svg).not.toContain('PING');
  });

  test('is the same each time', () => {
    expect(drawn(pictureOf(view)).svg).toBe(drawn(pictureOf(view)).svg);
  });

  test('of many events is a density with the heavy ones on it, and never more marks than a frame can bear', () => {
    const events = Array.from({ length: 20_000 }, (_, i): MadeEvent => {
      const heavy = i % 10 === 0 ? { told: 'leads epoch 1', weight: 3, mark: 'lead' as const } : {};
      return { at: i * 10, who: String(1 + (i % 3)), kind: 'message', peer: '1', what: 'ACK 1:1', ...heavy };
    });
    const many = pictureOf(madeView(events));
    const { painted } = drawn(many);
    expect(painted.as).toBe('density');
    expect(painted.marks).toBeLessThanOrEqual(300);
    for (const length of [10_000, 2000, 1400, 500, 50]) {
      const part = { ...many, viewport: { axis: 'order' as const, from: 5000, to: 5000 + length } };
      const { as, marks } = drawn(part).painted;
      expect(as).toBe(length > MARKS_MOST ? 'density' : 'events');
      expect(marks).toBeLessThanOrEqual(MARKS_MOST);
    }
  });

  test('tells which event somebody points at', () => {
    const picture = pictureOf(view);
    const [lane] = picture.layout.lanes.filter(({ name }) => name === '2');
    expect(nearestEvent(picture, xOf(picture, 5) + 2, lane?.y ?? 0)).toBe(5);
    expect(nearestEvent(picture, xOf(picture, 5) + 2, picture.layout.lanes[1]?.y ?? 0)).toBe(-1);
    const faults = picture.layout.lanes.find(({ name }) => name === 'faults');
    expect(nearestEvent(picture, xOf(picture, 4), faults?.y ?? 0)).toBe(4);
  });

  test('has lanes that can be hidden and put in another order', () => {
    const { lanes } = layoutLanes(view.trace, { width: 1000, hidden: new Set(['c1', 'faults']), order: ['3', '1'] });
    expect(lanes.map(({ name }) => name)).toEqual(['3', '1', '2']);
    const layout = layoutLanes(view.trace, { width: 400 });
    for (const lane of layout.lanes) expect(laneAt(layout, lane.y)).toEqual(lane);
    expect(laneAt(layout, 2)).toBeNull();
  });

  test('holds markup of the run as text', () => {
    const hostile = madeView([{ at: 0, who: '1', kind: 'message', peer: '2', what: '<script>1</script>' }], {
      faults: [
        { event: 0, atUs: 0, kind: 'crash', text: '<img src=x onerror=alert(1)>', effective: true, step: '', ends: -1 },
      ],
    });
    const { svg } = drawn({ ...pictureOf(hostile), failure: -1, cursor: 0 });
    expect(svg).not.toMatch(/<script|<img/);
  });
});

/** Contrast of two colours, as WCAG has it. */
function contrast(a: string, b: string): number {
  const light = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [x, y] = [light(a), light(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

describe.each(['light', 'dark', 'contrast'] as const)('the colours of %s', (name) => {
  const theme = themes[name];
  test('text can be read, and outlines can be seen', () => {
    for (const ink of ['text', 'faint'] as const) expect(contrast(theme[ink], theme.page)).toBeGreaterThanOrEqual(4.5);
    for (const ink of [
      'outline',
      'leading',
      'down',
      'fault',
      'violation',
      'message',
      'election',
      'client',
      'selection',
    ] as const) {
      expect(contrast(theme[ink], theme.page), ink).toBeGreaterThanOrEqual(3);
    }
  });
});
