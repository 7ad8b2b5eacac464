/** The lessons there are, for whoever chooses one. */
import { lessonHeads } from '../../../scenarios/teaching/lessons/heads.ts';

export interface LessonCard {
  readonly id: string;
  readonly title: string;
  readonly about: string;
}

export const lessonCards: readonly LessonCard[] = Object.values(lessonHeads).map(({ id, title, goal, minutes }) => ({
  id,
  title,
  about: `${goal} ${minutes.least} to ${minutes.most} minutes.`,
}));
