import type { KindDeclaration } from './declaration.ts';
import { clearance } from './clearance.ts';
import { ordnance } from './ordnance.ts';
import { task } from './task.ts';

/** The kinds that a program knows, by name. A value that is passed in, so that a test can add a made-up kind. */
export interface Registry {
  readonly kinds: readonly KindDeclaration[];
  get(kind: string): KindDeclaration | undefined;
}

/** @throws RangeError when two kinds share a name or a letter */
export function createRegistry(kinds: readonly KindDeclaration[]): Registry {
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  const letters = new Set(kinds.map((kind) => kind.letter));
  if (byName.size < kinds.length || letters.size < kinds.length) {
    throw new RangeError('Two kinds share a name or a letter.');
  }
  return { kinds, get: (kind) => byName.get(kind) };
}

export const registry = createRegistry([clearance, ordnance, task]);
