/** All lessons. */
import type { VNode } from 'preact';
import { lessonCards } from '../lessons/cards.ts';

export function LessonsScreen(): VNode {
  return (
    <main id="main" class="start" tabIndex={-1}>
      <h1>Lessons</h1>
      <p class="lead">Each takes a quarter of an hour: see a run, predict, do it by hand, check, explain.</p>
      <ol class="cards">
        {lessonCards.map(({ id, title, about }) => (
          <li key={id} class="card">
            <h2>{title}</h2>
            <p>{about}</p>
            <a class="button" href={`#/l/${id}`}>
              Begin
              <span class="unseen"> {title}</span>
            </a>
          </li>
        ))}
      </ol>
    </main>
  );
}
