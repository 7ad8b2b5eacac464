/** Where parts of the page will stand. */
import type { ComponentChildren } from 'preact';

export const LessonScreen = ({ id }: { readonly id: string }): ComponentChildren => <p class="faint">lesson {id}</p>;
export const lessonCards: readonly { readonly id: string; readonly title: string; readonly about: string }[] = [];
