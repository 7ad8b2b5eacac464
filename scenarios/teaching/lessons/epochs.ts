import type { Choice, Lesson } from '../../../sim/record/lesson.ts';
import { lessonHeads } from './heads.ts';

/** Leaders that come and go before the old leader of the story is cut off. */
const BEFORE: readonly Choice[] = [
  { story: 'Nothing else has happened before', early: '' },
  { story: 'Before that, the leader was restarted once', early: 'at 1s: crash leader for 1s' },
  {
    story: 'Before that, the leader was restarted twice',
    early: 'at 1s: crash leader for 1s\nat 4s: crash leader for 1s',
  },
  {
    story: 'Before that, all servers lost their power once',
    early: 'at 1s: crash servers for 1s',
  },
];

export const epochs: Lesson = {
  schema: 1,
  ...lessonHeads.epochs,
  case: {
    scenario: 'play',
    voters: 5,
    clients: 2,
    durationMs: 8000,
    overrides: { 'choose/c1/first server#0.value': 4, 'choose/c2/first server#0.value': 3 },
    lines: [
      'at 1s: partition 5 | 1,2,3,4',
      'at 1050ms: c1 create /ghost "1"',
      'at 4s: c2 create /real "1"',
      'at 5s: heal',
    ],
  },
  known: {
    newLeader: { ask: { ask: 'leader' } },
    newEpoch: { ask: { ask: 'epoch' } },
    oldEpoch: { ask: { ask: 'epoch' }, case: { durationMs: 1000 } },
    plan: { ask: { ask: 'sync-plan', server: '5' } },
    alone: {
      ask: { ask: 'time', at: { condition: 'server 5 looks x2' }, since: { condition: 'at 1s' } },
    },
  },
  steps: [
    {
      id: 'see',
      kind: 'see',
      title: 'A leader on an island',
      text: [
        'Server 5 leads epoch {oldEpoch}. Then it is cut off from all the others. It does not know that yet: it takes a write from client `c1`, `/ghost`, and proposes it into the void.',
        'The other four hear nothing, elect server {newLeader}, and begin **epoch {newEpoch}**. Client `c2` writes `/real` there. Then the network heals, and server 5 is back.',
        'For a while two servers believe that they lead. In the lesson on split brain that was the beginning of the end. Watch why it is harmless here.',
      ],
      play: { at: { condition: 'server 5 proposes x3' } },
      questions: [],
    },
    {
      id: 'predict',
      kind: 'predict',
      title: 'Write it down first',
      text: ['Before you go on in the play:'],
      questions: [
        {
          id: 'new-epoch',
          kind: 'value',
          type: 'number',
          text: '{story}. Then the leader is cut off, as in the play, and the others elect a new one. Which epoch does that one lead?',
          explain:
            'A new leader takes an epoch above all that a majority has ever promised. Majorities meet, so it is above every epoch that was ever led.',
          variants: { count: 4, draws: [BEFORE] },
          case: { lines: ['{early}', 'at 8s: isolate leader'], durationMs: 12000 },
          ask: { ask: 'epoch' },
        },
        {
          id: 'ghost',
          kind: 'value',
          type: 'choice',
          text: 'Server 5 was cut off at 1s with `/ghost` on its disk, and comes back at {back}. A second later, what is `/ghost` on server {where}?',
          explain:
            'The new leader compares histories when server 5 comes back, and tells it what to forget. A write that no majority ever had may be forgotten.',
          variants: {
            count: 5,
            draws: [
              [{ back: '5s' }, { back: '1500ms' }],
              [{ where: '5' }, { where: '1' }, { where: '4' }],
            ],
          },
          case: {
            lines: ['at 1s: partition 5 | 1,2,3,4', 'at 1050ms: c1 create /ghost "1"', 'at {back}: heal'],
            durationMs: 6500,
          },
          choices: [
            { value: '1', text: 'It is there' },
            { value: 'nothing', text: 'It does not exist' },
          ],
          ask: { ask: 'node', server: '{where}', path: '/ghost' },
          errors: [
            {
              answer: '1',
              name: 'what is on a disk stays',
              say: 'It was on one disk of five, and the others have moved on without it.',
            },
            {
              answer: 'nothing',
              name: 'cut off means deposed',
              say: 'The cut was too short for the others to lose patience. Nobody was elected; the messages were only late, and the write was committed as if nothing had happened.',
            },
          ],
        },
      ],
    },
    {
      id: 'do',
      kind: 'do',
      title: 'Follow the old leader home',
      text: [
        'Go on in the play. Server 5 gives up by itself after {alone} ms: a leader that has not heard from a majority for a few ticks stops leading, because it can no longer commit anything anyway.',
        'When the network heals, it asks around like everybody who looks for a leader, and hears of epoch {newEpoch}. It promises never to follow an older one (**acceptedEpoch**, on disk), and is told how to get in line: {plan}. `/ghost` falls off the end of its log.',
        'Now try to make trouble: cut, pause and heal as you like, so that server 5 wakes up as a leader while server {newLeader} leads. A long `pause 5` is a good start. Does anybody ever follow it?',
      ],
      play: { at: { condition: 'server 5 looks x2' } },
      questions: [],
    },
    {
      id: 'check',
      kind: 'check',
      title: 'Check yourself',
      settles: 'predict',
      text: ['Your predictions first.'],
      questions: [
        {
          id: 'steps-down',
          kind: 'pick',
          text: 'In the run from the beginning: choose the event in which server 5 stops being a leader.',
          explain: 'Nobody tells it. It cannot reach a majority, so it may not go on, and it knows that by itself.',
          moments: [
            {
              at: { condition: 'server 5 looks', after: 'server 5 leads' },
              share: 1,
              say: 'Yes: it counts who has answered lately, finds no majority, and gives up.',
            },
            {
              at: { condition: 'server 4 leads' },
              share: 0,
              say: 'Here the others get a new leader. Server 5 has stopped a moment before, or after, without knowing of it.',
            },
            {
              at: { condition: 'server 5 elects', after: 'server 4 leads' },
              share: 0.3,
              say: 'Here it learns who leads now. It stopped leading long before.',
            },
          ],
        },
        {
          id: 'hears-of-it',
          kind: 'pick',
          text: 'And now the message with which server 5 learns that there is a new leader: choose the event in which it makes up its mind.',
          explain:
            'A majority told it the same: that server {newLeader} leads epoch {newEpoch}. One voice would not have been enough.',
          moments: [
            {
              at: { condition: 'server 5 elects', after: 'server 4 leads' },
              share: 1,
              say: 'Yes: with this notification a majority agrees.',
            },
            {
              at: { condition: 'server 5 accepts', after: 'server 4 leads' },
              share: 0.5,
              say: 'Here its promise to the new epoch is on disk. It had made up its mind a little earlier.',
            },
          ],
        },
        {
          id: 'who-promised',
          kind: 'value',
          type: 'number',
          text: 'Server 5 is cut off at 1s for good, and the others go on. A few seconds later, which is the highest epoch that server {who} has promised to (its acceptedEpoch)?',
          explain:
            'A promise is made when a new leader asks for it. Who was not asked has promised nothing new, and that is fine: the promise of a majority is enough.',
          variants: { count: 4, draws: [[{ who: '1' }, { who: '3' }, { who: '4' }, { who: '5' }]] },
          case: { lines: ['at 1s: partition 5 | 1,2,3,4'], durationMs: 5000 },
          ask: { ask: 'accepted-epoch', server: '{who}' },
        },
        {
          id: 'one-number',
          kind: 'hunt',
          text: 'A build of ZooKeeper keeps **one** epoch number on disk where there should be two: what a server promised (acceptedEpoch) and what it has really joined (currentEpoch) are the same. Three servers; server 2 misses the write `/x`, which 1 and 3 commit. Write a script that makes the build throw `/x` away. The correct build must live through it.',
          explain:
            'Server 2 promised a new epoch and never received its history. With one number its vote claims that it did, so it beats server 3, which has the write. With two numbers the vote says what is true.',
          case: {
            voters: 3,
            bug: 'G11',
            durationMs: 6000,
            overrides: { 'choose/c1/first server#0.value': 2 },
            clients: 1,
            lines: ['at 1s: isolate 2', 'at 1200ms: c1 create /x "1"'],
          },
          goal: { broken: 'zab-integrity' },
          correct: { bug: null },
          correctName: 'The correct build',
          reference: ['at 2400ms: crash 3 for 1s', 'at 2500ms: heal', 'when server 2 accepts 2: crash 1'],
          bands: [
            { lines: 4, share: 1 },
            { lines: 8, share: 0.8 },
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
        'Every leader has a number of its own, its **epoch**, and a majority has promised on disk to follow nobody with a lower one. So an old leader may believe what it likes: whatever it proposes, no majority will acknowledge it.',
        'The old leader is *fenced*. Nobody has to find it, reach it, or switch it off. That is the difference to the pair in the lesson on split brain: there, each side could go on by itself.',
        'Two numbers, both on disk. **acceptedEpoch**: I have promised not to follow anybody older. **currentEpoch**: I have the history with which that epoch began. Who keeps only one, or keeps them in memory, will one day vote for a history that it does not have.',
        'And a write like `/ghost`, proposed to nobody? It may vanish. Client `c1` was never told that it is done.',
      ],
      questions: [],
    },
    {
      id: 'code',
      kind: 'code',
      title: 'If you like to write code',
      text: [
        'Take the starter, in which a server keeps its epoch in memory, and give it both numbers, each durable before anything is said that rests on it. Four hundred seeds crash and restart your servers.',
      ],
      questions: [
        {
          id: 'two-epochs',
          kind: 'code',
          text: 'The server, with both epochs.',
          explain: '',
          lab: '05',
          starter: 'export default function server(ctx: Ctx): Handlers',
          seeds: '1..400',
          properties: ['one established leader per epoch', 'nothing acknowledged is lost'],
        },
      ],
    },
  ],
};
