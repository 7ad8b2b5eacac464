/** A lesson: a column with its steps beside the play. */
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { FilledStep } from '../../../sim/record/lesson.ts';
import { aboutPage } from '../about.ts';
import { engineOfPage } from '../engine/start.ts';
import { PlayScreen } from '../play/play-screen.tsx';
import { usePlay } from '../store.ts';
import { stepAddress } from './answers.ts';
import { LessonDesk } from './desk.ts';
import { QuestionCard, Settled } from './question-card.tsx';
import { Marked } from './text.tsx';
import './lessons.css';

/** Whoever comes back to a lesson finds what was answered. */
const desks = new Map<string, LessonDesk>();
const desk = signal<LessonDesk | null>(null);
const failure = signal<string | null>(null);
/** Variants somebody gets who was given none: neighbours are to have different ones. */
const VARIANTS = 60;

interface LessonProps {
  readonly id: string;
  readonly step: string;
  readonly variant: number | null;
}

export function LessonScreen({ id, step, variant }: LessonProps): VNode {
  useEffect(() => void openLesson(id, variant), [id, variant]);
  const open = desk.value;
  if (failure.value !== null) return <NoLesson why={failure.value} />;
  if (open === null || (open.lesson.id !== id && open.lesson.number !== Number(id))) {
    return (
      <main id="main" class="start narrow" tabIndex={-1}>
        <h1>Lesson</h1>
        <p class="faint">The lesson is being prepared…</p>
      </main>
    );
  }
  return <Open desk={open} at={step} />;
}

async function openLesson(id: string, variant: number | null): Promise<void> {
  failure.value = null;
  const known = desks.get(`${id} ${variant ?? ''}`);
  if (known !== undefined) {
    desk.value = known;
    return;
  }
  const client = engineOfPage();
  const chosen = variant ?? Math.floor(Math.random() * VARIANTS);
  const reply = await client.teach({ kind: 'lesson', lesson: id, variant: chosen });
  if (reply.kind !== 'lesson') {
    failure.value = reply.kind === 'refused' ? reply.message : 'the engine answered something else';
    return;
  }
  const made = new LessonDesk(reply.lesson, (request) => client.teach(request));
  for (const name of [id, reply.lesson.id]) {
    desks.set(`${name} `, made);
    desks.set(`${name} ${chosen}`, made);
  }
  desk.value = made;
}

function NoLesson({ why }: { readonly why: string }): VNode {
  return (
    <main id="main" class="start narrow" tabIndex={-1}>
      <h1>This lesson cannot be opened</h1>
      <p role="alert">{why}.</p>
      <p>
        <a class="button primary" href="#/lessons">
          All lessons
        </a>
      </p>
    </main>
  );
}

function Open({ desk: open, at }: { readonly desk: LessonDesk; readonly at: string }): VNode {
  const play = usePlay();
  const { lesson } = open;
  const index = Math.max(
    0,
    lesson.steps.findIndex(({ id }) => id === at),
  );
  const step = lesson.steps[index] as FilledStep;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.closest('.lesson-column')?.scrollTo({ top: 0 });
    scrollTo({ top: 0 });
  }, [step.id]);
  useEffect(() => {
    const first = play.branch.value === null || index === 0;
    if (step.play !== null) void show(step.play);
    else if (first) void show({ source: lesson.source, event: 0 });
  }, [lesson, step.id]);
  const show = async ({ source, event }: NonNullable<FilledStep['play']>): Promise<void> => {
    if (await play.open(source)) play.seek(event);
  };
  return (
    <div class="lesson">
      <aside class="lesson-column" aria-label="Lesson">
        <StepList desk={open} at={index} />
        <h2 class="step-title" ref={heading} tabIndex={-1}>
          {step.title}
        </h2>
        {step.text.map((text, i) => (
          <p key={i}>
            <Marked text={text} />
          </p>
        ))}
        {step.play === null ? null : (
          <p>
            <button type="button" onClick={() => step.play !== null && void show(step.play)}>
              Open this run again
            </button>
          </p>
        )}
        {settledBy(open, step).map((id) => (
          <Settled key={id} desk={open} id={id} />
        ))}
        {step.questions.map(({ id }) => (
          <QuestionCard key={id} desk={open} id={id} predicts={step.kind === 'predict'} />
        ))}
        {open.problem.value === null ? null : <p role="alert">{open.problem.value}</p>}
        <StepLinks desk={open} at={index} />
      </aside>
      <div class="lesson-play">
        {play.branch.value === null ? <p class="faint">The ensemble is being made…</p> : <PlayScreen present={false} />}
      </div>
    </div>
  );
}

function settledBy({ lesson }: LessonDesk, step: FilledStep): string[] {
  const predicted = lesson.steps.find(({ id }) => id === step.settles);
  return predicted?.questions.map(({ id }) => id) ?? [];
}

function StepList({ desk: open, at }: { readonly desk: LessonDesk; readonly at: number }): VNode {
  const { lesson, progress } = open;
  return (
    <header>
      <h1 class="lesson-title">
        <span class="faint">{lesson.number}.</span> {lesson.title}
      </h1>
      <nav aria-label="Steps of the lesson">
        <ol class="steps">
          {lesson.steps.map(({ id, kind }, i) => (
            <li key={id}>
              <a href={stepAddress(lesson, id)} aria-current={i === at ? 'step' : undefined}>
                {names[kind]}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <p class="faint lesson-progress">
        {progress.right} of {progress.of} answered right · {lesson.minutes.least}–{lesson.minutes.most} minutes
      </p>
    </header>
  );
}

const names = {
  see: 'See',
  predict: 'Predict',
  do: 'Do',
  check: 'Check',
  explain: 'Explain',
  code: 'Code',
} as const;

function StepLinks({ desk: open, at }: { readonly desk: LessonDesk; readonly at: number }): VNode {
  const { lesson } = open;
  const before = lesson.steps[at - 1];
  const next = lesson.steps[at + 1];
  return (
    <footer class="step-links">
      <div class="row">
        {before === undefined ? null : (
          <a class="button" href={stepAddress(lesson, before.id)}>
            Back
          </a>
        )}
        {next === undefined ? (
          <a class="button primary" href="#/lessons">
            All lessons
          </a>
        ) : (
          <a class="button primary" href={stepAddress(lesson, next.id)}>
            Next: {names[next.kind].toLowerCase()}
          </a>
        )}
      </div>
      <div class="row">
        <a class="button" href="#/play">
          Play freely with this run
        </a>
        <button type="button" onClick={() => save(open)}>
          Save my answers
        </button>
      </div>
    </footer>
  );
}

/** A file for whoever grades: answers, and where each was given. */
function save(open: LessonDesk): void {
  const page = location.href.split('#')[0] ?? '';
  const file = open.completion(aboutPage().version, page);
  const url = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = `${open.lesson.id}-answers.json`;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
