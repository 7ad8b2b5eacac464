import type { Choice, Lesson } from '../../../sim/record/lesson.ts';
import { lessonHeads } from './heads.ts';

/** How far a write gets before all lose their power; the leader is server 5. */
const EARLY: readonly Choice[] = [
  {
    how: 'The request is still on its way to the leader',
    stop: 'at 1s: clog c1 > 5',
  },
  { how: 'The messages of the leader reach nobody, but its own disk has the write', stop: 'at 1s: clog 5 > 1,2,3,4' },
  {
    how: 'The messages of the leader reach nobody but server {one}, and both disks have the write',
    stop: 'at 1s: clog 5 > {rest}',
  },
];
const LATE: readonly Choice[] = [
  {
    how: 'The messages of the leader reach servers 3 and 4, and all three disks have the write; but the acknowledgements never come back',
    stop: 'at 1s: clog 5 > 1,2\nat 1s: clog 3,4 > 5',
  },
  {
    how: 'Servers 3 and 4 acknowledge, and the client is told. Servers 1 and 2 hear nothing',
    stop: 'at 1s: clog 5 > 1,2',
  },
  { how: 'Everybody acknowledges', stop: '' },
];

const FATES = [
  { value: 'survives', text: 'It survives, whoever comes back' },
  { value: 'vanishes', text: 'It vanishes, whoever comes back' },
  { value: 'either', text: 'Either: it depends on who comes back' },
];

export const commit: Lesson = {
  schema: 1,
  ...lessonHeads.commit,
  case: {
    scenario: 'play',
    voters: 5,
    clients: 2,
    durationMs: 1600,
    overrides: { 'choose/c1/first server#0.value': 4, 'choose/c2/first server#0.value': 3 },
    lines: ['at 1200ms: c1 create /m "1"'],
  },
  known: {
    leader: { ask: { ask: 'leader' } },
    told: { ask: { ask: 'outcome', client: 'c1', nth: 1 } },
    needs: { ask: { ask: 'quorum', voters: 5 } },
  },
  steps: [
    {
      id: 'see',
      kind: 'see',
      title: 'The life of a write',
      text: [
        'Server {leader} leads, and client `c1` asks it to create `/m`. Step slowly and watch the stations of this one write: the leader **proposes** it to all; each server **appends** it to its log; the disk **syncs**; the server **acknowledges**; the leader counts to {needs} and **commits**; the client hears {told}.',
        'In the panel of a server a cell of the log is dotted while it is only in memory, framed when it is on disk, and filled when it is committed.',
        'At each of these stations the power may fail. After which of them is the write safe?',
      ],
      play: { at: { condition: 'server 5 proposes x3' } },
      questions: [],
    },
    {
      id: 'predict',
      kind: 'predict',
      title: 'Write it down first',
      text: [
        'Now things go wrong on the way. In each case **all five servers lose their power** a moment later. Then any three of them come back, a majority, and you do not know which three.',
        'Does `/m` survive, does it vanish, or may it do either?',
      ],
      questions: [
        {
          id: 'fate-early',
          kind: 'value',
          type: 'choice',
          text: 'Client `c1` has asked the leader, server 5, to create `/m`. {how}. Then the lights go out. What becomes of `/m`?',
          explain: 'Ask of every majority that might come back: is somebody in it who has the write on disk?',
          variants: {
            count: 5,
            draws: [
              EARLY.flatMap(({ how = '', stop = '' }) =>
                how.includes('{one}')
                  ? [
                      { how: how.replace('{one}', '4'), stop: stop.replace('{rest}', '1,2,3') },
                      { how: how.replace('{one}', '1'), stop: stop.replace('{rest}', '2,3,4') },
                      { how: how.replace('{one}', '3'), stop: stop.replace('{rest}', '1,2,4') },
                    ]
                  : [{ how, stop }],
              ),
            ],
          },
          case: { lines: ['{stop}', 'at 1200ms: c1 create /m "1"'] },
          choices: FATES,
          ask: { ask: 'fate', path: '/m' },
          errors: [
            {
              answer: 'vanishes',
              name: 'the client got no answer, so it did not happen',
              say: 'Nobody was told that it is done, true. But it is on a disk, and if that server comes back in time, its history is the newest: it wins the election, and the write with it.',
            },
            {
              answer: 'survives',
              name: 'what is on a disk is safe',
              say: 'It is on fewer than {needs} disks. Three servers without it can come back, elect a leader among themselves, and never know.',
            },
          ],
        },
        {
          id: 'fate-late',
          kind: 'value',
          type: 'choice',
          text: 'Another time. {how}. Then the lights go out. What becomes of `/m`?',
          explain:
            'It is on the disks of a majority. Every majority that comes back shares a server with that one, and the newest history wins the election.',
          variants: { count: 3, draws: [LATE] },
          case: { lines: ['{stop}', 'at 1200ms: c1 create /m "1"'] },
          choices: FATES,
          ask: { ask: 'fate', path: '/m' },
          errors: [
            {
              answer: 'either',
              name: 'the COMMIT message commits',
              say: 'Some servers never heard a COMMIT, or even the leader did not know. That does not matter: what counts is on how many disks the write is.',
            },
            {
              answer: 'vanishes',
              name: 'the client got no answer, so it did not happen',
              say: 'The client may know nothing. The disks do.',
            },
          ],
        },
      ],
    },
    {
      id: 'do',
      kind: 'do',
      title: 'Two ends of one story',
      text: [
        'Here the write has reached two disks, those of servers 4 and 5, and then the power failed everywhere. Nobody was told anything.',
        'From this one beginning make **both** ends come true: one in which a leader has `/m`, and one in which a leader does not. All you need is to decide who comes back, with a line like `at 2s: restart 1,2,3`. In the play, go back and act again: each try is a branch of its own, and nothing is lost.',
      ],
      play: {
        case: { more: ['at 1s: clog 5 > 1,2,3', 'at 1600ms: crash servers', 'at 1700ms: heal'], durationMs: 4000 },
        at: { durable: '/m', on: 2 },
      },
      questions: [
        {
          id: 'both-fates',
          kind: 'script',
          text: 'Two scripts, one for each end.',
          explain: 'Same past, two futures. That is what *not committed* means: nobody has decided yet.',
          case: { more: ['at 1s: clog 5 > 1,2,3', 'at 1600ms: crash servers', 'at 1700ms: heal'], durationMs: 5000 },
          endings: [
            {
              text: '`/m` survives: somebody leads again, and server 2 has `/m`.',
              goal: {
                all: [
                  { not: { ask: { ask: 'leader' }, is: 'none' } },
                  { ask: { ask: 'node', server: '2', path: '/m' }, is: '1' },
                ],
              },
              reference: ['at 2s: restart 1,2,4'],
            },
            {
              text: '`/m` vanishes: somebody leads again, and server 2 does not have `/m`.',
              goal: {
                all: [
                  { not: { ask: { ask: 'leader' }, is: 'none' } },
                  { ask: { ask: 'node', server: '2', path: '/m' }, is: 'nothing' },
                ],
              },
              reference: ['at 2s: restart 1,2,3'],
            },
          ],
          bands: [
            { lines: 3, share: 1 },
            { lines: null, share: 0.8 },
          ],
        },
      ],
    },
    {
      id: 'check',
      kind: 'check',
      title: 'Check yourself',
      settles: 'predict',
      text: ['Your predictions first. Where the answer is *either* you can open both futures.'],
      questions: [
        {
          id: 'commit-point',
          kind: 'pick',
          text: 'Nothing goes wrong in this run. Go to the event from which `/m` can no longer be lost, and choose it.',
          explain:
            'The commit point is not a message. It is the moment at which the write is on the disks of a majority. The leader, and later the client, only hear of it.',
          moments: [
            {
              at: { durable: '/m', on: 'quorum' },
              share: 1,
              say: 'Yes: with this sync the write is on {needs} disks. No majority can come back without it.',
            },
            {
              at: { condition: 'server 5 commits x3' },
              share: 0.5,
              say: 'Here the leader **learns** of it: the acknowledgement it was waiting for arrives. The write has been safe for the time that message took.',
            },
            {
              at: { condition: 'server 5 proposes x3' },
              share: 0,
              say: 'Here it is only a wish: nobody has it on disk.',
            },
            {
              at: { durable: '/m', on: 1 },
              share: 0.2,
              say: 'Here the first disk has it. A majority without this server could still come back.',
            },
          ],
        },
        {
          id: 'what-the-client-hears',
          kind: 'value',
          type: 'choice',
          text: '{how}. Nothing else happens for ten seconds of virtual time. What has client `c1` been told by then?',
          explain:
            'A client that was not told anything knows nothing: the write may have happened, and may happen later. It has to look, or to write in a way that is harmless when done twice.',
          variants: { count: 3, draws: [LATE] },
          case: { lines: ['{stop}', 'at 1200ms: c1 create /m "1"'], durationMs: 11200 },
          choices: [
            { value: 'ok', text: 'It is done' },
            { value: 'unknown', text: 'The connection was lost: nobody knows' },
            { value: 'nothing', text: 'Nothing yet' },
          ],
          ask: { ask: 'outcome', client: 'c1', nth: 1 },
          errors: [
            {
              answer: 'nothing',
              name: 'it waits for ever',
              say: 'The leader notices that it has lost its followers, gives up, and hangs up on its clients.',
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
        'A write is committed when **a majority has it on disk**. Not when the leader says so, not when the COMMIT message arrives, and not when the client hears of it: those are three ways of learning about something that has already happened.',
        'Before that point the write is in the hands of luck. It can vanish, and it can survive, and both are correct.',
        '*The client got no answer, so it did not happen* is one of the most expensive sentences in this field. No answer means: unknown.',
        'This is also why an acknowledgement must not leave before the sync. A server that says *I have it* and only has it in memory counts for a majority that is not there.',
      ],
      questions: [],
    },
    {
      id: 'code',
      kind: 'code',
      title: 'If you like to write code',
      text: [
        'Write the commit rule of the leader: given who has acknowledged what, which writes are committed, in order? Compare it with the one of Raft, which has to be careful with writes of earlier leaders.',
      ],
      questions: [
        {
          id: 'commit-rule',
          kind: 'code',
          text: 'The function `committed`.',
          explain: '',
          lab: '07',
          starter:
            'export function committed(acks: ReadonlyMap<Zxid, ReadonlySet<number>>, voters: readonly number[]): Zxid[]',
          seeds: '1..300',
          properties: ['commits in order', 'nothing without a quorum', 'nothing acknowledged is lost'],
        },
      ],
    },
  ],
};
