/** Lessons: the screen of one, and what to choose from. */
export { lessonCards, type LessonCard } from './cards.ts';
export { LessonScreen } from './lesson-screen.tsx';
