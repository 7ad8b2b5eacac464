/** Above every screen: where somebody is, and the way to all others. */
import type { VNode } from 'preact';
import { aboutPage } from '../about.ts';
import { usePlay } from '../store.ts';
import type { Route } from '../route.ts';
import { dialog } from '../ui.ts';
import { Icon } from './icon.tsx';

export function Header({ route }: { readonly route: Route }): VNode {
  const play = usePlay();
  const isPlay = (route.screen === 'play' || route.screen === 'lesson') && play.branch.value !== null;
  return (
    <header class="top">
      <a class="brand" href="#/">
        zabsim
      </a>
      {isPlay ? <About /> : <span class="about" />}
      <nav class="top-links" aria-label="Page">
        {isPlay ? <Hands /> : null}
        {isPlay ? (
          <button type="button" class="share-button" onClick={() => (dialog.value = 'share')}>
            <Icon name="share" /> <span class="wide-only">Share</span>
          </button>
        ) : null}
        {isPlay ? (
          <a class="button wide-only" href="#/cmp">
            Compare
          </a>
        ) : null}
        <a class="button wide-only" href="#/lessons">
          Lessons
        </a>
        <button
          type="button"
          aria-label="How it looks"
          title="How it looks"
          onClick={() => (dialog.value = 'settings')}
        >
          <Icon name="settings" />
        </button>
        <button type="button" aria-label="Help" title="Help (?)" onClick={() => (dialog.value = 'help')}>
          <Icon name="help" />
        </button>
      </nav>
    </header>
  );
}

function Hands(): VNode {
  const play = usePlay();
  return (
    <>
      <button
        type="button"
        aria-label="Undo the last act"
        title="Undo the last act (Z)"
        disabled={!play.canUndo()}
        onClick={() => play.undo()}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        aria-label="Redo"
        title="Redo (Shift+Z)"
        disabled={!play.canRedo()}
        onClick={() => play.redo()}
      >
        <Icon name="redo" />
      </button>
    </>
  );
}

function About(): VNode {
  const play = usePlay();
  const branch = play.branch.value;
  const servers = play.trace.value?.trace.processes.filter(({ kind }) => kind !== 'client').length ?? 0;
  const bug = branch?.of.bug ?? null;
  return (
    <p class="about">
      <span>
        {servers} {servers === 1 ? 'server' : 'servers'}
      </span>
      <span>seed {branch?.of.seed ?? ''}</span>
      <label>
        bug{' '}
        <select
          value={bug ?? ''}
          onChange={(event) => {
            const { value } = event.currentTarget;
            void play.changeScript(branch?.source.lines ?? [], value === '' ? null : value);
          }}
        >
          <option value="">none</option>
          {aboutPage().bugs.map(({ id, title }) => (
            <option key={id} value={id} title={title}>
              {id}
            </option>
          ))}
        </select>
      </label>
    </p>
  );
}
