/** What a host put into the page when it was built. */
import type { PlayAbout } from '../../sim/record/play-about.ts';

let about: PlayAbout | null = null;

export function aboutPage(): PlayAbout {
  about ??= JSON.parse(document.getElementById('about')?.textContent ?? '{"version":"","bugs":[]}') as PlayAbout;
  return about;
}
