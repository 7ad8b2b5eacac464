/** What lessons are called and what they are for: all that a page needs to offer them. */
import type { Lesson } from '../../../sim/record/lesson.ts';

export type LessonHead = Pick<Lesson, 'id' | 'number' | 'title' | 'goal' | 'minutes'>;

/** In the order in which they are best taken. */
export const lessonHeads = {
  majoritiesMeet: {
    id: 'majorities-meet',
    number: 1,
    title: 'Majorities meet',
    goal: 'Say why any two majorities share a server, and what that server is good for.',
    minutes: { least: 20, most: 25 },
  },
  splitBrain: {
    id: 'split-brain',
    number: 2,
    title: 'Split brain',
    goal: 'Say what two leaders destroy when nobody counts heads, and why a time-out is no proof of a death.',
    minutes: { least: 25, most: 35 },
  },
  oddSizes: {
    id: 'odd-sizes',
    number: 3,
    title: 'Why everybody runs three or five',
    goal: 'Say how many failures an ensemble survives, and why one server more than an odd number buys nothing.',
    minutes: { least: 20, most: 25 },
  },
  votes: {
    id: 'votes',
    number: 4,
    title: 'The votes of an election',
    goal: 'Order votes by epoch, zxid and server, and follow an election notification by notification.',
    minutes: { least: 25, most: 35 },
  },
  commit: {
    id: 'commit',
    number: 7,
    title: 'When is it committed?',
    goal: 'Name the moment from which a write cannot be lost, and say what may become of one that has not reached it.',
    minutes: { least: 30, most: 35 },
  },
  epochs: {
    id: 'epochs',
    number: 5,
    title: 'Epochs fence old leaders',
    goal: 'Say why a leader that comes back from the dead can do no harm, and which two numbers on disk that rests on.',
    minutes: { least: 30, most: 35 },
  },
} as const satisfies Readonly<Record<string, LessonHead>>;
