/**
 * Says what happens to those who do not see it: every caption while somebody steps, one in two seconds at most while it
 * plays.
 */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { usePlay } from '../store.ts';

const PAUSE_MS = 2000;

export function Announcer(): VNode {
  const { moment, playing } = usePlay();
  const said = useSignal('');
  const saidAt = useRef(-Infinity);
  const caption = moment.value?.caption.what ?? '';
  const isPlaying = playing.value;
  useEffect(() => {
    const say = (): void => {
      saidAt.current = performance.now();
      said.value = caption;
    };
    if (!isPlaying) {
      say();
      return undefined;
    }
    // The newest one, when the time has come.
    const timer = setTimeout(say, Math.max(0, saidAt.current + PAUSE_MS - performance.now()));
    return () => clearTimeout(timer);
  }, [caption, isPlaying]);
  return (
    <p class="unseen" aria-live="polite" id="announcer">
      {said.value}
    </p>
  );
}
