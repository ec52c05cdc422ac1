import { type ReadonlySignal, signal } from '@preact/signals';
import type { Notation } from '#domain/geo/notation.ts';
import type { LocalMemory } from './local-memory.ts';

export const notationNames: Readonly<Record<Notation, string>> = {
  dd: 'DD',
  ddm: 'DDM',
  dms: 'DMS',
  utm: 'UTM',
  mgrs: 'MGRS',
};

const isNotation = (text: string | null): text is Notation =>
  text !== null && Object.hasOwn(notationNames, text);

/** In which notation this phone shows positions. */
export interface NotationSwitch {
  readonly notation: ReadonlySignal<Notation>;
  set(notation: Notation): void;
}

export function createNotationSwitch(memory: LocalMemory): NotationSwitch {
  const stored = memory.get('notation');
  const notation = signal<Notation>(isNotation(stored) ? stored : 'dd');
  return {
    notation,
    set(next) {
      notation.value = next;
      memory.set('notation', next);
    },
  };
}
