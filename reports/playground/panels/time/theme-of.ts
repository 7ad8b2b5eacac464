/** The colours of a canvas, as the page has them. */
import { themes, type Theme } from '../../../spacetime/inks.ts';
import type { Settings } from '../../settings.ts';

export function themeOf({ theme, patterns }: Settings): Theme {
  if (patterns.value) return themes.contrast;
  if (theme.value !== 'system') return themes[theme.value];
  return matchMedia('(prefers-color-scheme: dark)').matches ? themes.dark : themes.light;
}
