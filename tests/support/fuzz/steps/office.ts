import fc from 'fast-check';
import { stepKind } from '../step-kind.ts';
import type { Crew } from '../crew.ts';

export const backUp = stepKind({
  name: 'back up',
  weight: 2,
  choice: fc.constant(null),
  scene: () => ({}),
  perform: async (crew) => {
    crew.restore = crew.office.backUp();
    return 'the office makes a backup';
  },
});

export async function restoreOffice(crew: Crew): Promise<void> {
  await crew.restore?.();
  crew.model.restores += 1;
}

export const restore = stepKind({
  name: 'restore',
  weight: 3,
  choice: fc.constant(null),
  scene: (crew) => (crew.restore ? {} : undefined),
  perform: async (crew) => {
    await restoreOffice(crew);
    return 'the office is put back to its last backup';
  },
});
