import type { Lesson } from '../../../sim/record/lesson.ts';
import { lessonHeads } from './heads.ts';

export const majoritiesMeet: Lesson = {
  schema: 1,
  ...lessonHeads.majoritiesMeet,
  case: {
    scenario: 'play',
    voters: 5,
    clients: 1,
    durationMs: 1600,
    overrides: { 'choose/c1/first server#0.value': 4 },
    lines: ['at 1s: isolate 1,2', 'at 1.2s: c1 create /x "1"'],
  },
  known: { holders: { ask: { ask: 'holders', path: '/x' } }, leader: { ask: { ask: 'leader' } } },
  steps: [
    {
      id: 'see',
      kind: 'see',
      title: 'Five servers, one write',
      text: [
        'Five servers keep the same small tree of nodes. Server {leader} leads: it proposes each write to all the others, and waits until enough of them have it on their disks.',
        'Client `c1` creates the node `/x`. Just before, the network cut servers 1 and 2 off. Step forward with the arrow keys and watch who acknowledges.',
        'Two servers never hear of the write, and still the client is told: **done**. Servers {holders} have it, and that was enough. Why may the leader promise something that two of five have never heard of?',
      ],
      play: { at: { condition: 'server 5 proposes x2' } },
      questions: [],
    },
    {
      id: 'predict',
      kind: 'predict',
      title: 'Write it down first',
      text: [
        'A **majority** is more than half. Take any two majorities of the same servers. How many servers are in both, at the very least?',
        'Draw some dots and circles on paper if you like. Your answers stay here, and we look at them again in a moment.',
      ],
      questions: [
        {
          id: 'meet-odd',
          kind: 'value',
          type: 'number',
          text: 'Any two majorities of {n} servers share at least how many?',
          explain:
            'With an odd number of servers two majorities can be as small as one more than half, and then they overlap in one.',
          variants: { count: 4, draws: [[{ n: '3' }, { n: '5' }, { n: '7' }, { n: '9' }]] },
          ask: { ask: 'overlap', voters: '{n}' },
          errors: [
            {
              answer: '0',
              name: 'half is enough',
              say: 'Two halves can miss each other, two majorities cannot: one of them would have to do with servers that are not there.',
            },
            {
              ask: { ask: 'quorum', voters: '{n}' },
              name: 'the size of a majority',
              say: 'That is how many servers a majority has. Now put two of them on the same servers, as far apart as you can.',
            },
          ],
        },
        {
          id: 'meet-even',
          kind: 'value',
          type: 'number',
          text: 'And of {n} servers, an even number?',
          explain:
            'Half of an even number is not a majority, so each has one server more than half, and the two overlap in two.',
          variants: { count: 3, draws: [[{ n: '4' }, { n: '6' }, { n: '8' }]] },
          ask: { ask: 'overlap', voters: '{n}' },
          errors: [
            {
              answer: '0',
              name: 'half is enough',
              say: 'You have taken half for a majority. If half were enough, the other half would be enough as well.',
            },
            {
              answer: '1',
              name: 'as with odd numbers',
              say: 'So it is with odd numbers. With an even one, a majority has to be two servers larger than what it leaves out.',
            },
          ],
        },
      ],
    },
    {
      id: 'do',
      kind: 'do',
      title: 'Choose your seats',
      text: [
        'Say that a write is safe when a majority has it, and that whoever wants to read asks a majority too. Choose whom to write to and whom to read from, so that the reader has as little luck as possible.',
        'Then try it for real. In the play beside this text the write is on three disks. Crash any two servers you like, and let the others go on (`heal`). Does the write survive? Try the most unkind two you can think of.',
      ],
      play: { at: { durable: '/x', on: 'quorum' } },
      questions: [
        {
          id: 'seats',
          kind: 'set',
          text: 'Choose two majorities of {n} servers that share exactly one.',
          explain:
            'The server they share has the write, so whoever asks the second majority hears of it. One is enough.',
          variants: { count: 3, draws: [[{ n: '5' }, { n: '7' }, { n: '3' }]] },
          case: { voters: '{n}', lines: [] },
          members: 'servers',
          sets: ['Written to', 'Read from'],
          rule: { rule: 'quorums', voters: '{n}', sharing: 1 },
        },
      ],
    },
    {
      id: 'check',
      kind: 'check',
      title: 'Check yourself',
      settles: 'predict',
      text: ['First what you wrote down, then three more.'],
      questions: [
        {
          id: 'meet-in-one',
          kind: 'set',
          text: 'Find two majorities of {n} servers that meet in exactly one.',
          explain:
            'Take the smallest majority, then put the second one on what is left, plus the one server it still needs.',
          variants: { count: 3, draws: [[{ n: '5' }, { n: '7' }, { n: '9' }]] },
          case: { voters: '{n}', lines: [] },
          members: 'servers',
          sets: ['First', 'Second'],
          rule: { rule: 'quorums', voters: '{n}', sharing: 1 },
        },
        {
          id: 'never-meet',
          kind: 'set',
          text: 'Find two majorities of {n} servers that do **not** meet, or say why there are none.',
          explain: 'This is all the mathematics there is in this course, and everything else stands on it.',
          variants: { count: 5, draws: [[{ n: '4' }, { n: '5' }, { n: '6' }, { n: '7' }, { n: '9' }]] },
          case: { voters: '{n}', lines: [] },
          members: 'servers',
          sets: ['First', 'Second'],
          rule: { rule: 'quorums', voters: '{n}', sharing: 0 },
          none: [
            { id: 'leader', text: 'There are none: the leader is in every majority.', because: 'nothing' },
            {
              id: 'too-many',
              text: 'There are none: more than half and more than half is more than all.',
              because: 'pigeonhole',
            },
            { id: 'agreed', text: 'There are none: the servers agree on one majority beforehand.', because: 'nothing' },
          ],
          errors: [
            {
              name: 'half is enough',
              say: 'If half were enough, each half could decide without the other. That is what the next lesson is about.',
            },
          ],
        },
        {
          id: 'carriers',
          kind: 'set',
          text: 'Servers {a} and {b} were cut off when `/x` was written. Right after that, servers {d} and {e} crash. Which of the servers that are still up have `/x` on their disks?',
          explain:
            'However the two crashes fall, somebody who has the write is among those that are left: they are a majority too.',
          variants: {
            count: 6,
            draws: [
              [
                { a: '1', b: '2', d: '3', e: '4' },
                { a: '1', b: '3', d: '2', e: '5' },
                { a: '2', b: '4', d: '1', e: '5' },
                { a: '3', b: '4', d: '1', e: '2' },
                { a: '1', b: '4', d: '3', e: '5' },
                { a: '2', b: '3', d: '4', e: '5' },
              ],
            ],
          },
          case: { lines: ['at 1s: isolate {a},{b}', 'at 1.2s: c1 create /x "1"', 'at 1.5s: crash {d},{e}'] },
          members: 'servers',
          sets: ['Up, and has it'],
          rule: { rule: 'is', ask: { ask: 'carriers', path: '/x' } },
          errors: [
            {
              ask: { ask: 'up' },
              name: 'all that are up',
              say: 'Those are all that are up. Servers {a} and {b} were cut off and never got the write.',
            },
            {
              ask: { ask: 'holders', path: '/x' },
              name: 'all that have it',
              say: 'Those are all disks that have it, but servers {d} and {e} are down.',
            },
          ],
        },
      ],
    },
    {
      id: 'explain',
      kind: 'explain',
      title: 'What to take with you',
      text: [
        'Two majorities always share a server. There is nothing more to it than counting: more than half, twice, is more than all.',
        'What that server does for us: it **carries what was decided** from one majority to the next. A write that a majority has on disk cannot be forgotten by any later majority, because one of its members was there.',
        'That is why the leader may say *done* after three of five. It is also why it must not say so after two: the other three could decide without ever hearing of it.',
        'A **quorum** is what we call such a set. Majorities are the simplest kind. The one thing that is asked of quorums is that any two of them meet.',
      ],
      questions: [],
    },
    {
      id: 'code',
      kind: 'code',
      title: 'If you like to write code',
      text: [
        'Write `isQuorum(set, config)`. It is tested with every pair of sets for up to nine servers: no two quorums may miss each other, and no quorum may be larger than it has to be.',
      ],
      questions: [
        {
          id: 'is-quorum',
          kind: 'code',
          text: 'The function `isQuorum`.',
          explain: '',
          lab: '01',
          starter:
            'export function isQuorum(set: ReadonlySet<number>, config: { readonly voters: readonly number[] }): boolean',
          seeds: '',
          properties: ['any two quorums meet', 'no smaller set would do'],
        },
      ],
    },
  ],
};
