/** The first thing somebody sees: six ways in. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { aboutPage } from '../about.ts';
import { go } from '../navigation.ts';
import { lessonCards } from '../lessons/cards.ts';
import { fragmentIn } from '../route.ts';
import { useOpening } from '../opening-context.ts';
import { caseInFile, caseInText } from './read-file.ts';
import { startTour } from './tour.tsx';
import { usePlay } from '../store.ts';

export function StartScreen(): VNode {
  return (
    <main id="main" class="start" tabIndex={-1}>
      <h1>A ZooKeeper ensemble to play with</h1>
      <p class="lead">
        Servers, network, disks and clients run in this page as one program, from a seed: crash a leader, cut a link,
        hold a message, and see who may lead, what is committed, and why nothing is lost. Go back to any moment and try
        something else.
      </p>
      <ul class="cards">
        <TourCard />
        <FreeCard />
        <LessonsCard />
        <BugsCard />
        <FileCard />
        <LinkCard />
      </ul>
      <p class="faint">
        zabsim {aboutPage().version}. This page asks nobody for anything: all runs here, and a link holds a whole play.
      </p>
    </main>
  );
}

function TourCard(): VNode {
  const opening = useOpening();
  const play = usePlay();
  return (
    <li class="card first">
      <h2>Take the tour</h2>
      <p>New here? In ninety seconds: an election, a write, a crash of the leader, and the way back in time.</p>
      <button type="button" class="primary" onClick={() => void startTour(opening, play)}>
        Start the tour
      </button>
    </li>
  );
}

function FreeCard(): VNode {
  const opening = useOpening();
  const open = async (): Promise<void> => {
    if (await opening.free({ voters: 5, observers: 0, clients: 2, seed: '1', bug: null })) go('#/play');
  };
  return (
    <li class="card">
      <h2>Free play</h2>
      <p>Five servers and two clients, at once; or choose how many, which seed, and a bug.</p>
      <p class="row">
        <button type="button" class="primary" onClick={() => void open()}>
          Five servers
        </button>
        <a class="button" href="#/free">
          Choose
        </a>
      </p>
    </li>
  );
}

function LessonsCard(): VNode {
  return (
    <li class="card">
      <h2>Lessons</h2>
      <p>{lessonCards.length === 0 ? '' : `${lessonCards.length} of them. `}See, predict, do, check, explain.</p>
      <a class="button" href="#/lessons">
        All lessons
      </a>
    </li>
  );
}

function BugsCard(): VNode {
  const { bugs } = aboutPage();
  return (
    <li class="card">
      <h2>Known bugs</h2>
      <p>{bugs.length} bugs, of ZooKeeper's releases and of the textbook, each with the shortest run that shows it.</p>
      <a class="button" href="#/bugs">
        The gallery
      </a>
    </li>
  );
}

function FileCard(): VNode {
  const opening = useOpening();
  const take = async (files: FileList | null): Promise<void> => {
    const file = files?.[0];
    if (file !== undefined && (await opening.caseText(file.name, () => caseInFile(file)))) go('#/play');
    else if (file !== undefined) go('#/play');
  };
  return (
    <li
      class="card"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void take(event.dataTransfer?.files ?? null);
      }}
    >
      <h2>Open a file</h2>
      <p>
        A case (<code>case.json</code>) or the report of a run (<code>report.html</code>): it is run again here.
      </p>
      <label class="button file">
        Choose a file
        <input type="file" accept=".json,.html" onChange={(event) => void take(event.currentTarget.files)} />
      </label>
    </li>
  );
}

function LinkCard(): VNode {
  const opening = useOpening();
  const text = useSignal('');
  const problem = useSignal('');
  const open = async (): Promise<void> => {
    const given = text.value.trim();
    const fragment = fragmentIn(given);
    problem.value = '';
    if (given === '') problem.value = 'Paste a link or a case first.';
    else if (fragment !== null) go(fragment);
    else if (!given.startsWith('{')) problem.value = 'This is neither a link of a playground nor a case.';
    else {
      await opening.caseText('the case', () => Promise.resolve(caseInText(given)));
      go('#/play');
    }
  };
  return (
    <li class="card">
      <h2 id="paste-title">Paste a link</h2>
      <p>A link somebody sent you, or the text of a case.</p>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        <input
          type="text"
          aria-labelledby="paste-title"
          aria-describedby="paste-problem"
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
          placeholder="https://…#/play?…"
        />
        <button type="submit">Open</button>
      </form>
      <p id="paste-problem" class="problem" role="alert">
        {problem.value}
      </p>
    </li>
  );
}
