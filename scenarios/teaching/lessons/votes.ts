import type { Lesson } from '../../../sim/record/lesson.ts';
import { lessonHeads } from './heads.ts';

/** Two servers miss a write, then the lights go out everywhere and come back. */
const LIGHTS_OUT = [
  'at 1s: isolate {a},{b}',
  'at 4s: c1 create /x "1"',
  'at 5s: crash servers',
  'at 5010ms: heal',
  'at 5100ms: restart servers',
];

const BEHIND = [
  { a: '1', b: '2' },
  { a: '3', b: '4' },
  { a: '4', b: '5' },
  { a: '1', b: '5' },
  { a: '3', b: '5' },
];

export const votes: Lesson = {
  schema: 1,
  ...lessonHeads.votes,
  case: {
    scenario: 'play',
    voters: 5,
    clients: 1,
    durationMs: 8000,
    lines: [
      'at 1s: isolate 4,5',
      'at 4s: c1 create /x "1"',
      'at 5s: crash servers',
      'at 5010ms: heal',
      'at 5100ms: restart servers',
    ],
  },
  known: {
    winner: { ask: { ask: 'leader' } },
    holders: { ask: { ask: 'holders', path: '/x' }, case: { durationMs: 4900 } },
    first: { ask: { ask: 'leader' }, case: { lines: [] } },
  },
  steps: [
    {
      id: 'see',
      kind: 'see',
      title: 'The lights go out',
      text: [
        'Servers 4 and 5 were cut off for a while, and `/x` was written without them: only {holders} have it. Then the power fails everywhere, and all five start again with what is on their disks.',
        'Each server begins by voting **for itself**. A vote says: whom, how new the history of that server is (its epoch and its last zxid), and nothing about who is faster or nicer. Whoever hears a better vote than its own takes it over and tells everybody.',
        'Open the panel of a server and step through the notifications. After a handful of messages all agree on server {winner}.',
      ],
      play: { at: { fault: 'restart' } },
      questions: [],
    },
    {
      id: 'predict',
      kind: 'predict',
      title: 'Write it down first',
      text: [
        'The rule: a vote beats another if its **epoch** is higher; with equal epochs, if its **zxid** is higher; and only if both are equal, if the **server number** is higher.',
      ],
      questions: [
        {
          id: 'winner',
          kind: 'value',
          type: 'server',
          text: 'Servers {a} and {b} were cut off when `/x` was written. Then all lose power and start again together. Which server leads at the end?',
          explain: 'Of the servers whose logs are complete the one with the highest number wins.',
          variants: { count: 5, draws: [BEHIND] },
          case: { lines: LIGHTS_OUT },
          ask: { ask: 'leader' },
          errors: [
            {
              answer: '5',
              name: 'highest id wins',
              say: 'The number decides only between equal histories. Server 5 lacks the last write, so any server that has it beats it.',
            },
          ],
        },
        {
          id: 'winner-held',
          kind: 'value',
          type: 'server',
          text: 'The same again, but while they elect, everything to and from server {slow} takes {hold} longer. Who leads now, at the end?',
          explain:
            'An election does not wait for everybody: it ends when a majority agrees and nobody has said anything better for 200 ms. A better server that is late joins as a follower.',
          variants: {
            count: 5,
            draws: [
              [
                { a: '1', b: '2', slow: '5' },
                { a: '3', b: '4', slow: '5' },
                { a: '4', b: '5', slow: '3' },
                { a: '1', b: '5', slow: '4' },
                { a: '1', b: '2', slow: '1' },
              ],
              [{ hold: '800ms' }],
            ],
          },
          case: { lines: [...LIGHTS_OUT, 'at 5050ms: latency {slow} +{hold} for 2s'] },
          ask: { ask: 'leader' },
          errors: [
            {
              answer: '{slow}',
              name: 'the best always wins',
              say: 'Its vote would have won, had it been heard in time. The others had a majority without it.',
            },
          ],
        },
      ],
    },
    {
      id: 'do',
      kind: 'do',
      title: 'Fix the election',
      text: [
        'Five fresh servers with equal, empty logs. Left alone, they elect server {first}: all else is equal, so the number decides.',
        'Make server 3 the leader, while 4 and 5 are up all the time. You need not crash anybody. Hold back what 4 and 5 have to say: the menu of a message has **hold**, and a line like `at 0s: latency 4 +1s` delays all that server 4 sends and gets.',
      ],
      play: { case: { lines: [] } },
      questions: [
        {
          id: 'make-three-lead',
          kind: 'script',
          text: 'A script with which server 3 leads while 4 and 5 are up.',
          explain:
            'Servers 1, 2 and 3 are a majority, and they need no more than each other. Could you have made server 2 the leader?',
          case: { lines: [] },
          endings: [
            {
              text: 'At some time server 3 leads, and 4 and 5 were never down.',
              goal: { all: [{ happens: 'server 3 leads' }, { lived: ['4', '5'] }] },
              reference: ['at 0s: latency 4,5 +1s'],
            },
          ],
          bands: [
            { lines: 4, share: 1 },
            { lines: 10, share: 0.8 },
            { lines: null, share: 0.5 },
          ],
        },
      ],
    },
    {
      id: 'check',
      kind: 'check',
      title: 'Check yourself',
      settles: 'predict',
      text: ['Your predictions first, each with a link to the run that decides it.'],
      questions: [
        {
          id: 'order-votes',
          kind: 'order',
          text: 'Put these three votes in order, the best one first.',
          explain:
            'Compare the epochs first. Only where they are equal compare the zxids, and only where these are equal too, the numbers of the servers.',
          variants: {
            count: 6,
            draws: [
              [
                { ae: '2', az: '2:3', as: '1', be: '2', bz: '2:1', bs: '5', ce: '1', cz: '1:9', cs: '4' },
                { ae: '3', az: '2:7', as: '2', be: '2', bz: '2:8', bs: '3', ce: '3', cz: '2:7', cs: '4' },
                { ae: '1', az: '1:4', as: '5', be: '1', bz: '1:5', bs: '1', ce: '1', cz: '1:4', cs: '3' },
                { ae: '4', az: '3:2', as: '1', be: '4', bz: '4:1', bs: '2', ce: '3', cz: '3:9', cs: '5' },
                { ae: '2', az: '1:6', as: '3', be: '1', bz: '1:7', bs: '5', ce: '2', cz: '2:1', cs: '1' },
                { ae: '5', az: '5:2', as: '4', be: '5', bz: '4:9', bs: '5', ce: '5', cz: '5:2', cs: '2' },
              ],
            ],
          },
          items: [
            { id: 'a', text: 'server {as}, epoch {ae}, zxid {az}' },
            { id: 'b', text: 'server {bs}, epoch {be}, zxid {bz}' },
            { id: 'c', text: 'server {cs}, epoch {ce}, zxid {cz}' },
          ],
          from: 'best',
          to: 'worst',
          ask: { ask: 'vote-order', votes: { a: '{ae}:{az}:{as}', b: '{be}:{bz}:{bs}', c: '{ce}:{cz}:{cs}' } },
        },
        {
          id: 'lowest-leader',
          kind: 'value',
          type: 'server',
          text: 'An ensemble of {n} servers with equal logs. Messages may be as late as they like. What is the lowest server number that can ever lead?',
          explain:
            'Whoever leads was chosen by a majority, and each of them heard of nobody better. A majority of {n} always has somebody with at least that number in it, and that one would have been better.',
          variants: { count: 4, draws: [[{ n: '3' }, { n: '4' }, { n: '5' }, { n: '7' }]] },
          case: { voters: '{n}', lines: [] },
          ask: { ask: 'quorum', voters: '{n}' },
          errors: [
            {
              answer: '1',
              name: 'anybody can lead',
              say: 'Server 1 would need a majority that has heard of nobody better than 1. Each of the others is better, and votes for itself first.',
            },
            {
              answer: '{n}',
              name: 'highest id wins',
              say: 'That one leads if all are heard in time. But an election needs no more than a majority.',
            },
          ],
        },
        {
          id: 'why-history',
          kind: 'text',
          text: 'Why does the newest history win, and not simply the highest number? Say what could be lost otherwise.',
          explain:
            'A committed write is on the disks of a majority. Whoever is elected by a majority with the newest history among them has it. With the highest number alone a server that missed the write could lead, and the others would have to forget it.',
          lines: 4,
          look: ['a committed write is on a majority of disks', 'a leader without it would make the others cut it off'],
        },
      ],
    },
    {
      id: 'explain',
      kind: 'explain',
      title: 'What to take with you',
      text: [
        'An election looks for a server that has **everything that was ever committed**. Newest history first is how it finds one: among any majority there is somebody with the last committed write, because majorities meet.',
        'The number of a server is a tie-breaker and nothing more. The best server need not win either: a majority that is quick decides for all, and the better one, when it turns up, follows.',
        'In the run at the beginning server {winner} won although servers with higher numbers were there. They had been away when `/x` was written.',
      ],
      questions: [],
    },
    {
      id: 'code',
      kind: 'code',
      title: 'If you like to write code',
      text: [
        'Write `better(a, b)` for two votes and `hasQuorum(votes)`. With them three hundred elections have to end with exactly one leader.',
      ],
      questions: [
        {
          id: 'better',
          kind: 'code',
          text: 'The functions `better` and `hasQuorum`.',
          explain: '',
          lab: '04',
          starter: 'export function better(a: Vote, b: Vote): boolean',
          seeds: '1..300',
          properties: ['exactly one leader', 'the leader has every committed write'],
        },
      ],
    },
  ],
};
