/** The gallery of re-created bugs: each with its story and the stored run that shows it. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { PlayBug } from '../../../sim/record/play-about.ts';
import { aboutPage } from '../about.ts';
import { go } from '../navigation.ts';
import { useOpening } from '../opening-context.ts';

const kinds: readonly (readonly [PlayBug['kind'], string])[] = [
  ['historic', 'Of ZooKeeper’s releases'],
  ['textbook', 'Of the textbook'],
  ['further', 'Further ones'],
];

export function BugsScreen(): VNode {
  const wanted = useSignal('');
  const words = wanted.value.trim().toLowerCase();
  const shown = aboutPage().bugs.filter(
    ({ id, title, story }) => words === '' || `${id} ${title} ${story}`.toLowerCase().includes(words),
  );
  return (
    <main id="main" class="start" tabIndex={-1}>
      <h1>Known bugs</h1>
      <p class="lead">
        Each is re-created by one other part of the server. The run was shrunk to what shows the bug: step through it to
        the first ✖, then compare it with the correct protocol.
      </p>
      <p class="row">
        <label for="bug-filter">Show those that mention</label>
        <input
          id="bug-filter"
          type="search"
          value={wanted.value}
          onInput={(event) => (wanted.value = event.currentTarget.value)}
        />
        <span role="status">
          {shown.length} of {aboutPage().bugs.length}
        </span>
      </p>
      {kinds.map(([kind, title]) => {
        const bugs = shown.filter((bug) => bug.kind === kind);
        return bugs.length === 0 ? null : (
          <section key={kind} aria-labelledby={`bugs-${kind}`}>
            <h2 id={`bugs-${kind}`}>{title}</h2>
            <ul class="bugs">
              {bugs.map((bug) => (
                <BugCard key={bug.id} bug={bug} />
              ))}
            </ul>
          </section>
        );
      })}
    </main>
  );
}

function BugCard({ bug }: { readonly bug: PlayBug }): VNode {
  const opening = useOpening();
  const { id, title, story, breaks, of } = bug;
  const open = async (): Promise<void> => {
    await (of === null
      ? opening.free({ voters: 3, observers: 1, clients: 2, seed: '1', bug: id })
      : opening.caseText(id, () => Promise.resolve(of)));
    go('#/play');
  };
  return (
    <li class="card">
      <h3>
        <span class="mono">{id}</span> {title}
      </h3>
      <p>{story}</p>
      <p class="faint">Breaks: {breaks}</p>
      <button type="button" onClick={() => void open()}>
        {of === null ? 'Play with it' : 'Show the run'}
        <span class="unseen"> of {id}</span>
      </button>
    </li>
  );
}
