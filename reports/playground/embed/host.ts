/** Talks with the page that holds this one in a frame. */
import { effect } from '@preact/signals';
import { go } from '../navigation.ts';
import { fragmentIn } from '../route.ts';
import type { PlayStore } from '../store.ts';
import { embedRequest, type EmbedNews, type EmbedRequest } from './messages.ts';

export function talkToHost(play: PlayStore): void {
  if (parent === window) return;
  // Whoever holds the frame chose what it shows: nothing that is told here is a secret of somebody else.
  const tell = (news: EmbedNews): void => parent.postMessage(news, '*');
  addEventListener('message', (event) => {
    if (event.source !== parent) return;
    const request = embedRequest(event.data);
    if (request !== null) void carryOut(play, request);
  });
  effect(() => {
    const moment = play.moment.value;
    if (moment === null) return;
    const { event, atUs } = moment.state;
    tell({ zabsim: 'moment', event, atUs, caption: moment.caption.what });
  });
  const told = new Set<string>();
  effect(() => {
    const trace = play.trace.value;
    for (const { check, verdict, event, why } of trace?.lamps ?? []) {
      const key = `${trace?.branch ?? -1} ${trace?.fingerprint ?? ''} ${check}`;
      if (verdict !== 'broken' || told.has(key)) continue;
      told.add(key);
      tell({ zabsim: 'verdict', check, event, why: why.join(' ') });
    }
  });
  effect(() => {
    if (play.notice.value !== null) tell({ zabsim: 'refused', message: play.notice.value });
  });
  tell({ zabsim: 'ready' });
}

async function carryOut(play: PlayStore, request: EmbedRequest): Promise<void> {
  switch (request.zabsim) {
    case 'load': {
      const fragment = fragmentIn(request.link);
      if (fragment !== null) go(fragment.includes('embed=1') ? fragment : fragment.replace(/\?|$/, '?embed=1&'));
      return;
    }
    case 'seek':
      play.pause();
      play.seek(request.event);
      return;
    case 'play':
      if (request.speed !== null) play.setSpeed(request.speed);
      play.play();
      return;
    case 'pause':
      play.pause();
      return;
    case 'act':
      await play.act(request.line);
      return;
    case 'until':
      await play.runUntil(request.condition);
      return;
  }
}
