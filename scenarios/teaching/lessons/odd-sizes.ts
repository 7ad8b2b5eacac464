import type { Lesson } from '../../../sim/record/lesson.ts';
import { lessonHeads } from './heads.ts';

export const oddSizes: Lesson = {
  schema: 1,
  ...lessonHeads.oddSizes,
  case: {
    scenario: 'play',
    voters: 4,
    clients: 1,
    durationMs: 4000,
    lines: ['at 1s: crash 1', 'at 2s: crash 2'],
  },
  known: {
    left: { ask: { ask: 'up' } },
    survives: { ask: { ask: 'tolerated', voters: 4 } },
    survivesThree: { ask: { ask: 'tolerated', voters: 3 } },
    needs: { ask: { ask: 'quorum', voters: 4 } },
  },
  steps: [
    {
      id: 'see',
      kind: 'see',
      title: 'Four servers, two crashes',
      text: [
        'Four servers, one leader. At first all is well. Then server 1 crashes, and a second later server 2.',
        'After the first crash the ensemble goes on. After the second one servers {left} are alive, can talk to each other, and have every write on their disks. And yet they stop: the leader steps down, and nobody is elected.',
        'They are not broken. They are **careful**. From where they sit, the other two could be alive behind a cut cable, electing a leader of their own.',
      ],
      play: { at: { condition: 'leader commits' } },
      questions: [],
    },
    {
      id: 'predict',
      kind: 'predict',
      title: 'Write it down first',
      text: [
        'An ensemble survives f failures if **any** f servers may be down and the others can still elect a leader and commit writes.',
      ],
      questions: [
        {
          id: 'survives-odd',
          kind: 'value',
          type: 'number',
          text: 'How many failures does an ensemble of {n} survive?',
          explain: 'With 2f + 1 servers f may fail: f + 1 are left, and that is more than half.',
          variants: { count: 4, draws: [[{ n: '3' }, { n: '5' }, { n: '7' }, { n: '9' }]] },
          ask: { ask: 'tolerated', voters: '{n}' },
          errors: [
            {
              ask: { ask: 'quorum', voters: '{n}' },
              name: 'counts who must stay',
              say: 'That is how many must stay. The question is how many may go.',
            },
          ],
        },
        {
          id: 'survives-even',
          kind: 'value',
          type: 'number',
          text: 'And an ensemble of {n}?',
          explain:
            'Half of an even number is no majority. So the last server you bought only raises the number that has to agree.',
          variants: { count: 3, draws: [[{ n: '4' }, { n: '6' }, { n: '8' }]] },
          ask: { ask: 'tolerated', voters: '{n}' },
          errors: [
            {
              ask: { ask: 'half', voters: '{n}' },
              name: '4 is safer than 3',
              say: 'Then half would be left, and half is not enough: the other half might be alive and think the same.',
            },
          ],
        },
      ],
    },
    {
      id: 'do',
      kind: 'do',
      title: 'Stop it with as little as you can',
      text: [
        'Here are four servers that have just started. Crash servers until nobody leads any more. Use as few lines as possible. Then start one of them again (`restart`) and see how quickly the ensemble is back.',
      ],
      play: { case: { lines: [] }, at: { condition: 'leader leads' } },
      questions: [
        {
          id: 'stop-four',
          kind: 'script',
          text: 'A script after which nobody leads four servers.',
          explain: 'Which two you take does not matter, and one line can name both.',
          case: { lines: [] },
          endings: [
            {
              text: 'At the end nobody leads.',
              goal: { ask: { ask: 'leader' }, is: 'none' },
              reference: ['at 1s: crash 1,2'],
            },
          ],
          bands: [
            { lines: 2, share: 1 },
            { lines: null, share: 0.7 },
          ],
        },
      ],
    },
    {
      id: 'check',
      kind: 'check',
      title: 'Check yourself',
      settles: 'predict',
      text: ['Your predictions first.'],
      questions: [
        {
          id: 'smallest-stop',
          kind: 'set',
          text: 'Choose a smallest set of servers whose crash stops an ensemble of {n}.',
          explain: 'Compare with one server less: for an even number it takes just as many crashes.',
          variants: { count: 4, draws: [[{ n: '3' }, { n: '4' }, { n: '5' }, { n: '6' }]] },
          case: { voters: '{n}', lines: [] },
          members: 'servers',
          sets: ['Crash'],
          rule: { rule: 'stops', voters: '{n}' },
        },
        {
          id: 'two-sites',
          kind: 'set',
          text: 'The servers stand in two data centres, and the line between them is cut: {split}. Who serves clients a few seconds later?',
          explain:
            'Two equal halves are the worst way to spread servers: one cut stops both. With an odd number one side always has the majority.',
          variants: {
            count: 5,
            draws: [
              [
                { n: '5', split: '1,2 | 3,4,5' },
                { n: '5', split: '1,5 | 2,3,4' },
                { n: '6', split: '1,2,3 | 4,5,6' },
                { n: '4', split: '1,2 | 3,4' },
                { n: '6', split: '1,2 | 3,4,5,6' },
                { n: '3', split: '3 | 1,2' },
              ],
            ],
          },
          case: { voters: '{n}', lines: ['at 1s: partition {split}'], durationMs: 5000 },
          members: 'servers',
          sets: ['Serve'],
          rule: { rule: 'is', ask: { ask: 'serving' } },
          errors: [
            {
              ask: { ask: 'up' },
              name: 'all that are up',
              say: 'All of them are up, but being up is not enough. Each side asks: are we more than half?',
            },
          ],
        },
        {
          id: 'stop-without-crash',
          kind: 'script',
          text: 'Stop an ensemble of six **without** crashing or pausing anybody.',
          explain:
            'Six healthy servers, and nobody may decide. With five or seven no single cut into two sides can do that.',
          case: { voters: 6, lines: [] },
          endings: [
            {
              text: 'All six are up all the time, and at the end nobody leads.',
              goal: {
                all: [{ lived: ['1', '2', '3', '4', '5', '6'] }, { ask: { ask: 'leader' }, is: 'none' }],
              },
              reference: ['at 1s: partition 1,2,3 | 4,5,6'],
            },
          ],
          bands: [
            { lines: 1, share: 1 },
            { lines: 3, share: 0.8 },
            { lines: null, share: 0.5 },
          ],
        },
      ],
    },
    {
      id: 'explain',
      kind: 'explain',
      title: 'What to take with you',
      text: [
        'Four servers survive {survives}, just as many as three ({survivesThree}). But four have one more that can break, and every write has to reach {needs} instead of one server less. The fourth server makes things a little **worse**.',
        'So: three to survive one failure, five to survive two. Five is the usual choice, because it lets you take one server down for maintenance and still survive a crash.',
        'Spread them so that no single failure takes half: two data centres are not enough for that, three are.',
        'A footnote on two servers: they survive nothing. ZooKeeper knows a special rule for pairs, an outside judge that says who may go on alone (an *oracle* quorum). Then everything hangs on the judge.',
      ],
      questions: [],
    },
    {
      id: 'code',
      kind: 'code',
      title: 'If you like to write code',
      text: ['Write `toleratedFailures(config)`, first for majorities, then for servers whose votes have weights.'],
      questions: [
        {
          id: 'tolerated',
          kind: 'code',
          text: 'The function `toleratedFailures`.',
          explain: '',
          lab: '03',
          starter: 'export function toleratedFailures(config: { readonly weights: readonly number[] }): number',
          seeds: '',
          properties: ['agrees with trying every set of servers'],
        },
      ],
    },
  ],
};
