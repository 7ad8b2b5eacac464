/** The lessons, in the order in which they are best taken. */
import type { Lesson } from '../../../sim/record/lesson.ts';
import { commit } from './commit.ts';
import { epochs } from './epochs.ts';
import { majoritiesMeet } from './majorities-meet.ts';
import { oddSizes } from './odd-sizes.ts';
import { splitBrain } from './split-brain.ts';
import { votes } from './votes.ts';

export const lessons: readonly Lesson[] = [majoritiesMeet, splitBrain, oddSizes, votes, commit, epochs];

export function findLesson(id: string): Lesson | null {
  return lessons.find((lesson) => lesson.id === id) ?? null;
}
