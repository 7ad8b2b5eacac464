/** The script of the page. */
import { render } from 'preact';
import { App } from './app.tsx';
import { engineOfPage } from './engine/start.ts';
import { Play } from './play-store.ts';
import { systemSettings } from './settings.ts';
import { PlayProvider } from './store.ts';
import './style/page.css';

const place = document.getElementById('page');
if (place === null) throw new Error('the page has no place for its script');
const play = new Play(engineOfPage(), systemSettings());
place.replaceChildren();
render(
  <PlayProvider value={play}>
    <App />
  </PlayProvider>,
  place,
);
