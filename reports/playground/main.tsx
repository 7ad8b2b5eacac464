/** The script of the page. */
import { render } from 'preact';
import { App } from './app.tsx';
import { talkToHost } from './embed/host.ts';
import { engineOfPage } from './engine/start.ts';
import { listenToKeys } from './keys/listen.ts';
import { route } from './navigation.ts';
import { OpeningProvider } from './opening-context.ts';
import { Opening } from './opening.ts';
import { Play } from './play-store.ts';
import { applySettings, systemSettings } from './settings.ts';
import { PlayProvider } from './store.ts';
import './style/page.css';
import './frame/frame.css';
import './start/start.css';

const place = document.getElementById('page');
if (place === null) throw new Error('the page has no place for its script');
const play = new Play(engineOfPage(), systemSettings());
applySettings(play.settings);
listenToKeys(play, () => route.value.screen === 'play' || route.value.screen === 'lesson');
talkToHost(play);
place.replaceChildren();
render(
  <PlayProvider value={play}>
    <OpeningProvider value={new Opening(play)}>
      <App />
    </OpeningProvider>
  </PlayProvider>,
  place,
);
// For whoever tests or scripts the page from its console.
(globalThis as { zabsim?: { readonly play: Play } }).zabsim = { play };
performance.mark('usable');
