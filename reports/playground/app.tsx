/** The frame of the page: which screen the address asks for, and what stands around each. */
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { EmbedScreen } from './embed/embed-screen.tsx';
import { Announcer } from './frame/announcer.tsx';
import { Header } from './frame/header.tsx';
import { NoticeBar, OpeningBar, WarningBar } from './frame/bars.tsx';
import { HelpDialog } from './help/help-dialog.tsx';
import { SettingsDialog } from './help/settings-dialog.tsx';
import { rewrite, route } from './navigation.ts';
import { defaultPlay } from './opening.ts';
import { useOpening } from './opening-context.ts';
import { Compare } from './compare/compare.tsx';
import { LessonScreen } from './lessons/index.tsx';
import { PlayScreen } from './play/play-screen.tsx';
import type { Route } from './route.ts';
import { ShareDialog } from './share/share-dialog.tsx';
import { BugsScreen } from './start/bugs-screen.tsx';
import { FreeScreen } from './start/free-screen.tsx';
import { LessonsScreen } from './start/lessons-screen.tsx';
import { StartScreen } from './start/start-screen.tsx';
import { Tour } from './start/tour.tsx';
import { usePlay } from './store.ts';
import { blank, dialog } from './ui.ts';

/** The address follows a play when nobody has moved for so long. */
const REWRITE_MS = 400;

export function App(): VNode {
  const at = route.value;
  useOpened(at);
  if (blank.value && at.present) return <BlankPage />;
  if (at.embed) return <Embedded route={at} />;
  return (
    <div class={at.present ? 'frame present' : 'frame'}>
      <SkipLinks isPlay={at.screen === 'play'} />
      {at.present ? null : <Header route={at} />}
      <NoticeBar />
      <WarningBar />
      <OpeningBar />
      <Screen route={at} />
      <Tour />
      <Dialogs />
      <Announcer />
      <WrittenAddress route={at} />
    </div>
  );
}

function Embedded({ route: at }: { readonly route: Route }): VNode {
  return (
    <div class="frame embedded">
      <NoticeBar />
      <WarningBar />
      <OpeningBar />
      <EmbedScreen route={at} />
      <Announcer />
    </div>
  );
}

/** Opens what the address holds; a play without anything gets an ensemble to play with. */
function useOpened(at: Route): void {
  const opening = useOpening();
  const play = usePlay();
  useEffect(() => {
    if (at.packed !== null && at.screen !== 'start') void opening.link(at.packed);
    else if (at.packedCase !== null) void opening.packedCase(at.packedCase);
    else if (
      (at.screen === 'play' || at.screen === 'compare') &&
      play.branch.value === null &&
      opening.state.value.kind === 'idle'
    )
      void opening.free(defaultPlay);
  }, [at]);
}

/**
 * Whoever comes back to this address, or sends it, finds what is shown. It shows nothing; a component of its own, so that a
 * move of the cursor is no reason to look through the whole page.
 */
function WrittenAddress({ route: at }: { readonly route: Route }): null {
  const play = usePlay();
  const branch = play.branch.value;
  const event = play.event.value;
  const isPlaying = play.playing.value;
  const isOn = at.screen === 'play' && !at.embed && branch !== null && !isPlaying;
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setTimeout(() => {
      void play.link().then((link) => {
        // Meanwhile somebody may have gone elsewhere.
        if (route.value.screen === 'play') rewrite(at.present ? link.replace('#/play?', '#/play?present=1&') : link);
      });
    }, REWRITE_MS);
    return () => clearTimeout(timer);
  }, [isOn, branch, event, at.present]);
  return null;
}

function Screen({ route: at }: { readonly route: Route }): VNode {
  const play = usePlay();
  const opening = useOpening();
  switch (at.screen) {
    case 'start':
      return <StartScreen />;
    case 'free':
      return <FreeScreen />;
    case 'bugs':
      return <BugsScreen />;
    case 'lessons':
      return <LessonsScreen />;
    case 'lesson':
      return <LessonScreen id={at.lesson} step={at.step} variant={at.variant} />;
    case 'compare':
      return (
        <main id="main" class="compare" tabIndex={-1}>
          <h1 class="unseen">Compare</h1>
          <Compare />
        </main>
      );
    case 'play':
      return play.branch.value === null || opening.state.value.kind === 'failed' ? (
        <main id="main" class="start narrow" tabIndex={-1}>
          <h1>Play</h1>
          {opening.state.value.kind === 'failed' ? null : <p class="faint">The ensemble is being made…</p>}
        </main>
      ) : (
        <PlayScreen present={at.present} />
      );
  }
}

function Dialogs(): VNode | null {
  switch (dialog.value) {
    case 'none':
      return null;
    case 'help':
      return <HelpDialog />;
    case 'share':
      return <ShareDialog />;
    case 'settings':
      return <SettingsDialog />;
  }
}

function BlankPage(): VNode {
  return (
    <main id="main" class="blank">
      <button type="button" onClick={() => (blank.value = false)}>
        Go on
      </button>
    </main>
  );
}

function SkipLinks({ isPlay }: { readonly isPlay: boolean }): VNode {
  const targets = isPlay
    ? ([
        ['cluster', 'To the ensemble'],
        ['panels', 'To the panels'],
        ['time', 'To the time controls'],
      ] as const)
    : ([['main', 'To the content']] as const);
  return (
    <nav class="skips" aria-label="Skip">
      {targets.map(([id, words]) => (
        <button key={id} type="button" class="skip" onClick={() => document.getElementById(id)?.focus()}>
          {words}
        </button>
      ))}
    </nav>
  );
}
