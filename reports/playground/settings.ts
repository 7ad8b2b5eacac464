/** How the page looks and behaves for one person. Nothing is kept: a page in a frame may have no storage. */
import { signal, type Signal } from '@preact/signals';

export type ThemeChoice = 'light' | 'dark' | 'system';

export interface Settings {
  /** Roles get a pattern as well, and all lines are darker. */
  readonly patterns: Signal<boolean>;
  readonly theme: Signal<ThemeChoice>;
  /** False: things appear in their place and nothing moves. */
  readonly motion: Signal<boolean>;
  /** Whether single letters do something. */
  readonly letters: Signal<boolean>;
}

/** As the system asks for. */
export function systemSettings(): Settings {
  return {
    patterns: signal(matchMedia('(prefers-contrast: more)').matches),
    theme: signal<ThemeChoice>('system'),
    motion: signal(!matchMedia('(prefers-reduced-motion: reduce)').matches),
    letters: signal(true),
  };
}
