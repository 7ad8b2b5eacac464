import { describe, expect, test } from 'vitest';
import { parseCompletion, parseLesson } from '../../sim/record/lesson-schema.ts';
import { parseJson } from '../../sim/record/json-source.ts';
import type { Lesson, Question } from '../../sim/record/lesson.ts';
import { Desk } from './desk.ts';
import { gradeAnswer } from './grade.ts';

/** A question of each of the ten lessons that are not written yet, as the list of lessons asks them. */
const later: readonly { readonly number: number; readonly title: string; readonly questions: readonly Question[] }[] = [
  {
    number: 6,
    title: 'Epoch and counter',
    questions: [
      {
        id: 'order-zxids',
        kind: 'order',
        text: 'Put these zxids in order.',
        explain: 'The epoch counts first.',
        items: ['a', 'b', 'c'].map((id) => ({ id, text: `{${id}}` })),
        from: 'smallest',
        to: 'largest',
        variants: { count: 1, draws: [[{ a: '2:1', b: '1:9', c: '2:0' }]] },
        ask: { ask: 'zxid-order', zxids: { a: '{a}', b: '{b}', c: '{c}' } },
        errors: [{ answer: 'c,a,b', name: 'comparing counters first', say: 'The epoch is the upper half.' }],
      },
    ],
  },
  {
    number: 8,
    title: 'Discovery and synchronisation',
    questions: [
      {
        id: 'which-plan',
        kind: 'value',
        type: 'choice',
        text: 'Server 5 was cut off with a write of its own. What does it get?',
        explain: 'It has to forget.',
        choices: ['DIFF', 'TRUNC', 'SNAP'].map((value) => ({ value, text: value })),
        case: {
          lines: ['at 1s: partition 5 | 1,2,3,4', 'at 1.05s: c1 create /g "1"', 'at 5s: heal'],
          durationMs: 6000,
        },
        ask: { ask: 'sync-plan', server: '5' },
      },
      {
        id: 'its-log',
        kind: 'value',
        type: 'zxid',
        text: 'Where does its log end afterwards?',
        explain: '',
        case: { lines: ['at 1s: isolate 5', 'at 1.2s: c1 create /g "1"', 'at 5s: heal'], durationMs: 7000 },
        ask: { ask: 'last-zxid', server: '5' },
      },
    ],
  },
  {
    number: 9,
    title: 'Linearizable?',
    questions: [
      {
        id: 'stale-read',
        kind: 'script',
        text: 'Read something old in five acts.',
        explain: '',
        case: { lines: ['at 600ms: c1 create /x "old"'], durationMs: 3000 },
        endings: [
          {
            text: 'c2 reads "old" after c1 was told that "new" is written.',
            goal: {
              all: [
                { ask: { ask: 'outcome', client: 'c1', nth: 2 }, is: 'ok' },
                { ask: { ask: 'read', client: 'c2', nth: 1 }, is: 'old' },
              ],
            },
            reference: ['at 1s: clog 5 > 1', 'at 1.1s: c1 setData /x "new"', 'at 1.3s: c2 getData /x'],
          },
        ],
        bands: [{ lines: 5, share: 1 }],
      },
    ],
  },
  {
    number: 10,
    title: 'Sessions and ephemeral nodes',
    questions: [
      {
        id: 'when-gone',
        kind: 'value',
        type: 'duration',
        text: 'The client pauses. When is its session expired?',
        explain: '',
        within: 200,
        case: { lines: ['at 600ms: c1 create /e "1" EPHEMERAL', 'at 1s: pause c1'], durationMs: 6000 },
        ask: { ask: 'time', at: { condition: 'any commits x4' }, since: { condition: 'at 1s' } },
      },
    ],
  },
  {
    number: 11,
    title: 'Watches fire once',
    questions: [
      {
        id: 'how-many',
        kind: 'value',
        type: 'number',
        text: 'How often is the watch armed?',
        explain: '',
        case: {
          lines: ['at 600ms: c1 create /w "0"', 'at 700ms: c1 getData /w watch', 'at 800ms: c2 setData /w "1"'],
        },
        ask: { ask: 'times', condition: 'any arms data' },
      },
    ],
  },
  {
    number: 12,
    title: 'Locks',
    questions: [
      {
        id: 'two-writers',
        kind: 'hunt',
        text: 'Two writers reach the store.',
        explain: '',
        goal: { broken: 'one-primary' },
        correct: { scenario: 'play' },
        correctName: 'With a fencing token',
        case: { scenario: 'pb-naive', voters: 2 },
        reference: ['at 1s: pause 1 for 1s'],
        bands: [{ lines: null, share: 1 }],
      },
    ],
  },
  {
    number: 13,
    title: 'Observers',
    questions: [
      {
        id: 'who-holds',
        kind: 'set',
        text: 'Two observers are cut off. Who has the write?',
        explain: '',
        members: 'servers',
        sets: ['Have it'],
        case: { voters: 3, observers: 2, lines: ['at 1s: isolate 4,5', 'at 1.2s: c1 create /o "1"'] },
        rule: { rule: 'is', ask: { ask: 'holders', path: '/o' } },
      },
    ],
  },
  {
    number: 14,
    title: 'Hierarchical quorums',
    questions: [
      {
        id: 'four-of-nine',
        kind: 'set',
        text: 'A quorum of four.',
        explain: '',
        members: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
        sets: ['Quorum'],
        rule: {
          rule: 'group-quorum',
          groups: [
            ['1', '2', '3'],
            ['4', '5', '6'],
            ['7', '8', '9'],
          ],
          isQuorum: true,
        },
      },
    ],
  },
  {
    number: 15,
    title: 'Reconfiguration',
    questions: [
      {
        id: 'when-off',
        kind: 'text',
        text: 'When may the removed server be switched off?',
        explain: '',
        lines: 3,
        look: ['after a later write has committed'],
      },
    ],
  },
  {
    number: 16,
    title: 'Disks lie',
    questions: [
      {
        id: 'the-lie',
        kind: 'pick',
        text: 'Choose the ACK that was a lie.',
        explain: '',
        case: { lines: ['at 1s: lying disk 1', 'at 1.2s: c1 create /l "1"'] },
        moments: [
          {
            at: { condition: 'server 1 acks', after: 'server 5 proposes x2' },
            share: 1,
            say: 'It had nothing on disk.',
          },
        ],
      },
      {
        id: 'recovery',
        kind: 'code',
        text: 'A log that never loses an acknowledged record.',
        explain: '',
        lab: '16',
        starter: 'export class Log {}',
        seeds: '1..500',
        properties: ['nothing acknowledged is lost'],
      },
    ],
  },
];

function lessonOf({ number, title, questions }: (typeof later)[number]): Lesson {
  return {
    schema: 1,
    id: `lesson-${number}`,
    number,
    title,
    goal: title,
    minutes: { least: 20, most: 35 },
    case: {
      scenario: 'play',
      voters: 5,
      clients: 2,
      durationMs: 2000,
      overrides: { 'choose/c1/first server#0.value': 4 },
      lines: [],
    },
    known: {},
    steps: [{ id: 'check', kind: 'check', title: 'Check', text: ['Check.'], questions }],
  };
}

describe.each(later)('lesson $number, $title', (sketch) => {
  test('has a shape, and its answers can be looked up', () => {
    const lesson = lessonOf(sketch);
    const { value, source } = parseJson('lesson.json', JSON.stringify(lesson));
    expect(parseLesson(value, source)).toEqual(lesson);
    const desk = new Desk(lesson);
    expect(desk.filled(0).steps).toHaveLength(1);
    for (const question of sketch.questions) {
      const asking = desk.asking(question, 0);
      if (question.kind === 'value' || question.kind === 'order') {
        const is = String(asking.find(question.ask).value);
        expect(is).not.toMatch(/^(nothing|never|none)?$/);
      }
      if (question.kind === 'hunt') {
        const grade = gradeAnswer(desk, question.id, 0, { kind: 'hunt', script: question.reference });
        expect(grade).toMatchObject({ right: true, share: 1 });
      }
      if (question.kind === 'script') {
        const scripts = question.endings.map(({ reference }) => reference);
        expect(gradeAnswer(desk, question.id, 0, { kind: 'script', scripts })).toMatchObject({ right: true });
      }
    }
  });
});

test('a quorum of groups, and more servers that are none', () => {
  const desk = new Desk(lessonOf(later.find(({ number }) => number === 14) as (typeof later)[number]));
  const grade = (set: readonly string[]): boolean | null =>
    gradeAnswer(desk, 'four-of-nine', 0, { kind: 'set', sets: [set], none: null }).right;
  expect(grade(['1', '2', '4', '5'])).toBe(true);
  expect(grade(['1', '2', '3', '4', '7'])).toBe(false);
});

test('counters compared first is a mistake with a name', () => {
  const desk = new Desk(lessonOf(later[0] as (typeof later)[number]));
  const grade = (order: readonly string[]): unknown => gradeAnswer(desk, 'order-zxids', 0, { kind: 'order', order });
  expect(grade(['b', 'c', 'a'])).toMatchObject({ right: true });
  expect(grade(['c', 'a', 'b'])).toMatchObject({ right: false, error: 'comparing counters first' });
});

describe('what cannot be read is told by its field', () => {
  const good = lessonOf(later[0] as (typeof later)[number]);
  const told = (lesson: unknown): string => {
    const { value, source } = parseJson('mine.json', JSON.stringify(lesson, null, 2));
    try {
      parseLesson(value, source);
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };

  test.each([
    [{ ...good, schema: 2 }, 'schema'],
    [{ ...good, id: 'Not Kebab' }, 'id'],
    [{ ...good, steps: [{ ...good.steps[0], kind: 'sleep' }] }, 'steps[0].kind'],
    [{ ...good, extra: 1 }, 'extra'],
    [{ ...good, known: { x: { ask: { ask: 'weather' } } } }, 'known.x.ask'],
  ])('%#', (lesson, field) => {
    expect(told(lesson)).toContain(field);
    expect(told(lesson)).toContain('mine.json');
  });

  test('a file with answers', () => {
    const file = { schema: 1, engine: '0.1.0', lesson: 'votes', answers: [] };
    const read = (value: unknown): unknown => {
      const json = parseJson('answers.json', JSON.stringify(value));
      return parseCompletion(json.value, json.source);
    };
    expect(read(file)).toEqual(file);
    expect(() => read({ ...file, answers: [{ question: 'winner' }] })).toThrow('answers[0].variant');
  });
});
