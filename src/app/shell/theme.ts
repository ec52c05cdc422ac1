import { type ReadonlySignal, signal } from '@preact/signals';
import type { LocalMemory } from './local-memory.ts';

export const themes = { auto: 'As the phone', light: 'Sunlight', dark: 'Dark' } as const;
export type Theme = keyof typeof themes;

export interface ThemeSwitch {
  readonly theme: ReadonlySignal<Theme>;
  set(theme: Theme): void;
}

/** The theme is an attribute of the root element; without it the phone's own setting decides. */
export function createThemeSwitch(memory: LocalMemory, root: HTMLElement): ThemeSwitch {
  const stored = memory.get('theme');
  const theme = signal<Theme>(stored === 'light' || stored === 'dark' ? stored : 'auto');
  const apply = () => {
    if (theme.value === 'auto') delete root.dataset['theme'];
    else root.dataset['theme'] = theme.value;
  };
  apply();
  return {
    theme,
    set(next) {
      theme.value = next;
      memory.set('theme', next === 'auto' ? null : next);
      apply();
    },
  };
}
