/** What just happened, in a line or two: where there is no room for more. */
import type { VNode } from 'preact';
import { usePlay } from '../store.ts';

export function CaptionLine(): VNode {
  const { moment } = usePlay();
  const { what = '', meaning = '' } = moment.value?.caption ?? {};
  return (
    <p class="caption-line">
      {what} {meaning === '' ? null : <span class="faint">{meaning}</span>}
    </p>
  );
}
