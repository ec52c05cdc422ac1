import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { LocalMemory } from './local-memory.ts';

export const themes = { auto: 'As the phone', light: 'Sunlight', dark: 'Dark' } as const;
export type Theme = keyof typeof themes;

export interface ThemeSwitch {
  /** As it was chosen. */
  readonly theme: ReadonlySignal<Theme>;
  /** As it looks now, where the phone decides too. */
  readonly look: ReadonlySignal<'light' | 'dark'>;
  set(theme: Theme): void;
}

/** The look is an attribute of the root element, which the style sheet goes by. */
export function createThemeSwitch(memory: LocalMemory, win: Window): ThemeSwitch {
  const stored = memory.get('theme');
  const theme = signal<Theme>(stored === 'light' || stored === 'dark' ? stored : 'auto');
  const query = win.matchMedia('(prefers-color-scheme: dark)');
  const isPhoneDark = signal(query.matches);
  query.addEventListener('change', ({ matches }) => {
    isPhoneDark.value = matches;
  });
  const look = computed(() => {
    if (theme.value !== 'auto') return theme.value;
    return isPhoneDark.value ? 'dark' : 'light';
  });
  effect(() => {
    win.document.documentElement.dataset['theme'] = look.value;
  });
  return {
    theme,
    look,
    set(next) {
      theme.value = next;
      memory.set('theme', next === 'auto' ? null : next);
    },
  };
}
