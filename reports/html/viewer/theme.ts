/** Which colours the page has: as the reader's system says, or more contrast where it was asked for. */
import { themes, type Theme } from '../../spacetime/inks.ts';

export function currentTheme(): Theme {
  if (document.documentElement.classList.contains('contrast')) return themes.contrast;
  return matchMedia('(prefers-color-scheme: dark)').matches ? themes.dark : themes.light;
}

/** Returns whether it is on now. */
export function toggleContrast(): boolean {
  return document.documentElement.classList.toggle('contrast');
}

export function onSystemTheme(listener: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', listener);
  if (matchMedia('(prefers-contrast: more)').matches) document.documentElement.classList.add('contrast');
}
