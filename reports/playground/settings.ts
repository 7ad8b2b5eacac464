/** How the page looks and behaves for one person. Nothing is kept: a page in a frame may have no storage. */
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { inkNames, themes, type Ink, type ThemeName } from '../spacetime/inks.ts';

export type ThemeChoice = 'light' | 'dark' | 'system';

export interface Settings {
  /** High contrast: roles get a pattern as well, and all lines are darker. */
  readonly patterns: Signal<boolean>;
  readonly theme: Signal<ThemeChoice>;
  /** False: things appear in their place and nothing moves. */
  readonly motion: Signal<boolean>;
  /** Whether single letters do something. */
  readonly letters: Signal<boolean>;
  /** Of the inks that all this comes to: for what is painted. */
  readonly inks: ReadonlySignal<ThemeName>;
}

/** As the system asks for, and follows it while nothing else is chosen. */
export function systemSettings(): Settings {
  const asksDark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = signal(asksDark.matches);
  asksDark.addEventListener('change', () => (isDark.value = asksDark.matches));
  const patterns = signal(matchMedia('(prefers-contrast: more)').matches);
  const theme = signal<ThemeChoice>('system');
  const inks = computed((): ThemeName => {
    if (patterns.value) return 'contrast';
    return theme.value === 'dark' || (theme.value === 'system' && isDark.value) ? 'dark' : 'light';
  });
  const motion = signal(!matchMedia('(prefers-reduced-motion: reduce)').matches);
  return { patterns, theme, motion, letters: signal(true), inks };
}

/** Names of inks in sheets, where they differ. */
const names: Partial<Record<Ink, string>> = { page: 'paper', text: 'ink', grid: 'line' };

/** Sheets have the colours that painters have. */
export function applySettings({ inks, motion }: Settings): void {
  const root = document.documentElement;
  effect(() => {
    root.dataset['theme'] = inks.value;
    root.dataset['motion'] = motion.value ? 'on' : 'off';
    const theme = themes[inks.value];
    for (const ink of inkNames) root.style.setProperty(`--${names[ink] ?? ink}`, theme[ink]);
  });
}
