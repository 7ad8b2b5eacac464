import type { Lesson } from '../../../sim/record/lesson.ts';
import { lessonHeads } from './heads.ts';

/** What clients do in the short run that is asked about; `{cut}` is how long the link is cut. */
const BOTH_WRITE = [
  'at 600ms: c1 create /x "old"',
  'at 1s: partition 1 | 2 for {cut}',
  'at {left}: c1 setData /x "blue"',
  'at {right}: c2 setData /x "red"',
  'at 4s: {reader} getData /x',
];

export const splitBrain: Lesson = {
  schema: 1,
  ...lessonHeads.splitBrain,
  case: {
    scenario: 'pb-naive',
    voters: 2,
    clients: 2,
    durationMs: 5000,
    overrides: { 'choose/c2/first server#0.value': 1 },
    lines: ['at 600ms: c1 create /x "old"'],
  },
  known: {
    primary: { ask: { ask: 'leader' } },
    patience: {
      ask: { ask: 'time', at: { condition: 'server 2 leads' }, since: { condition: 'at 1s' } },
      case: { more: ['at 1s: partition 1 | 2'] },
    },
  },
  steps: [
    {
      id: 'see',
      kind: 'see',
      title: 'A protocol you might have written',
      text: [
        'This is **not** ZooKeeper. It is the protocol that almost everybody writes first: a primary and a backup. Server {primary} is the primary (★). It copies each write to the other server, the backup (●), and tells the client *done* when both disks have it.',
        'Several times a second the two send each other a beat. Whoever hears nothing for a while believes that the other is dead: a backup takes over, a primary goes on alone. Try `crash 1` in the play: server 2 takes over, and nothing is lost. So far, so good.',
        'Client `c1` talks to server 1 and client `c2` to server 2. Both can see the node `/x`.',
      ],
      play: { at: { condition: 'server 2 applies x3' } },
      questions: [],
    },
    {
      id: 'predict',
      kind: 'predict',
      title: 'Write it down first',
      text: [
        'Now nobody crashes. Only the **link** between the two servers is cut, while both clients keep their own connection. Each client writes to `/x` and is told that it is done. Then the link heals, and a client reads.',
        'Notice how long the cut lasts: a server loses its patience after about {patience} ms.',
      ],
      questions: [
        {
          id: 'who-wins',
          kind: 'value',
          type: 'choice',
          text: 'The link is cut at 1s for {cut}. Client `c1` writes "blue" at {left}, client `c2` writes "red" at {right}. Long after the link has healed, `{reader}` reads `/x`. What does it read?',
          explain: 'Run it and look at what server 2 does with its log when the two meet again.',
          variants: {
            count: 6,
            draws: [
              [
                { cut: '1s', left: '1.6s', right: '1.7s' },
                { cut: '1s', left: '1.7s', right: '1.6s' },
                { cut: '200ms', left: '1.05s', right: '1.1s' },
                { cut: '1500ms', left: '1.1s', right: '2s' },
              ],
              [
                { reader: 'c1', readerNth: '3' },
                { reader: 'c2', readerNth: '2' },
              ],
            ],
          },
          case: { lines: BOTH_WRITE },
          choices: [
            { value: 'old', text: 'old' },
            { value: 'blue', text: 'blue' },
            { value: 'red', text: 'red' },
            { value: 'nothing', text: 'it gets no answer' },
          ],
          ask: { ask: 'read', client: '{reader}', nth: '{readerNth}' },
          errors: [
            {
              answer: 'red',
              name: 'the last write wins',
              say: 'The later write was acknowledged, true. But when two primaries meet, this protocol does not compare times: the one with the higher number throws its log away.',
            },
            {
              answer: 'old',
              name: 'nobody may write',
              say: 'That would be safe: no majority, no write. But this protocol has no such rule, and each side went on alone.',
            },
          ],
        },
      ],
    },
    {
      id: 'do',
      kind: 'do',
      title: 'Break it with your own hands',
      text: [
        'Cut the link: draw a line between the servers, or type `partition 1 | 2`. Let it run until server 2 turns into a ★ as well. Then write from both sides: `c1 setData /x "blue"` and `c2 setData /x "red"`. Both clients are told *done*.',
        'Look at the two logs: the same number stands for two different writes. Now `heal`, and watch what happens to the log of server 2.',
        'The quorum panel counts as ZooKeeper would: while the link is cut, nobody here has a majority of two. But this protocol never asks.',
        'Where did it go wrong? Not when the link healed, that was only when it showed.',
      ],
      play: { at: { condition: 'server 2 applies x3' } },
      questions: [],
    },
    {
      id: 'check',
      kind: 'check',
      title: 'Check yourself',
      settles: 'predict',
      text: ['Your prediction first. Then find the moment, and the shortest way to lose a write.'],
      questions: [
        {
          id: 'two-primaries',
          kind: 'pick',
          text: 'In this run the link is cut. Go to the first moment from which **two servers accept writes**, and choose the event under the cursor.',
          explain:
            'Server 2 had heard nothing for {patience} ms. From its chair a dead server and a cut link look the same.',
          case: {
            more: [
              'at 1s: partition 1 | 2 for 1500ms',
              'at 1.6s: c1 setData /x "blue"',
              'at 1.7s: c2 setData /x "red"',
            ],
          },
          moments: [
            {
              at: { check: 'one-primary' },
              share: 1,
              say: 'Yes. Server 2 takes over while server 1 is alive and well. From here on, damage is only a matter of time.',
            },
            {
              at: { fault: 'partition' },
              share: 0.3,
              say: 'Here the link is cut, but for the moment server 2 is still a backup and takes no writes of its own.',
            },
            {
              at: { condition: 'server 2 proposes', after: 'server 2 leads' },
              share: 0.5,
              say: 'Here server 2 takes its first write as a primary. It has been ready to do so for a while: look a little earlier.',
            },
          ],
        },
        {
          id: 'lose-a-write',
          kind: 'hunt',
          text: 'Write the shortest script that loses an acknowledged write: a client is told *done*, and afterwards no server has it. The same script must do no such harm to ZooKeeper with two servers. Four lines or fewer are full marks.',
          explain:
            'With two servers ZooKeeper needs both for every write. While the link is cut it accepts nothing, which is a nuisance, and loses nothing, which is the point.',
          goal: { broken: 'acknowledged-kept' },
          correct: { scenario: 'play' },
          correctName: 'ZooKeeper',
          reference: ['at 1s: partition 1 | 2 for 1s', 'at 1.6s: c2 setData /x "red"'],
          bands: [
            { lines: 4, share: 1 },
            { lines: 8, share: 0.7 },
            { lines: null, share: 0.4 },
          ],
        },
        {
          id: 'how-many-agree',
          kind: 'value',
          type: 'number',
          text: 'To be safe, a write needs a majority. How many of {n} servers is that?',
          explain:
            'With two servers the majority is both of them: a pair is safe only while both work. That is worse than a single server, which is why nobody runs ZooKeeper on two.',
          variants: { count: 5, draws: [[{ n: '2' }, { n: '3' }, { n: '4' }, { n: '5' }, { n: '6' }]] },
          ask: { ask: 'quorum', voters: '{n}' },
          errors: [
            {
              ask: { ask: 'half', voters: '{n}' },
              name: 'half is enough',
              say: 'That is at most half. The others could be just as many, and then you have two primaries again.',
            },
          ],
        },
        {
          id: 'in-your-words',
          kind: 'text',
          text: 'A friend says: "Let us wait a minute instead of a few hundred milliseconds, then we know the other one is dead." What do you answer?',
          explain:
            'Waiting longer makes the mistake rarer and each outage longer. It never makes it impossible: a link can be cut for two minutes.',
          lines: 4,
          look: ['a longer time-out makes it rarer, not impossible', 'the outage after a real crash gets longer'],
        },
      ],
    },
    {
      id: 'explain',
      kind: 'explain',
      title: 'What to take with you',
      text: [
        'A time-out tells you that **you heard nothing**. It does not tell you why. The other server may be dead, slow, asleep in a garbage collection, or perfectly fine behind a broken cable.',
        'As long as each side may act on its own guess, two guesses can both be wrong at once. The pair split into two brains, both said *done*, and one of the promises had to be broken when they met.',
        'The cure is not a better guess. It is a rule that makes the guess harmless: **nobody decides without a majority**. Of two sides only one can have it. You know why from the first lesson.',
      ],
      questions: [],
    },
    {
      id: 'code',
      kind: 'code',
      title: 'If you like to write code',
      text: [
        'Repair the naive primary and backup. View numbers and a third server that only votes are allowed. Five hundred seeds have to pass, with cuts, pauses and crashes.',
      ],
      questions: [
        {
          id: 'repair',
          kind: 'code',
          text: 'The server, repaired.',
          explain: '',
          lab: '02',
          starter: 'export default function server(ctx: Ctx): Handlers',
          seeds: '1..500',
          properties: ['one-primary', 'acknowledged-kept', 'progress after the last fault'],
        },
      ],
    },
  ],
};
