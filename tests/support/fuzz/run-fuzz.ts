import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { createHandset, log } from '#tests/support/phone/handset.ts';
import { openOffice } from '#tests/support/phone/office.ts';
import { play } from './play.ts';
import { shorten } from './shorten.ts';
import type { Step } from './step-kind.ts';
import { stepKinds } from './steps/all.ts';

const STEPS = 60;

/** Memory where there is such a place: hundreds of offices need no disk. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export interface FuzzOptions {
  readonly runs: number;
  /** Drawn where none is given. */
  readonly seed?: number;
  /** Of a failure: with its seed, only that one is played. */
  readonly path?: string;
  /** Drops the steps that the failure does not need, which takes a while. */
  readonly shrink: boolean;
}

/**
 * Draws stories of people, phones and an office, plays them on the real code, and checks in the end that nothing was lost.
 * @throws Error with the seed, the path and the story of the first failure
 */
export async function fuzz({ runs, seed, path, shrink }: FuzzOptions): Promise<void> {
  const folder = mkdtempSync(join(place, 'safelane-fuzz-'));
  try {
    const from = join(folder, 'template.db');
    await makeTemplate(folder, from);
    const playOn = async (steps: readonly Step[]) => play(steps, { place: folder, from });

    const steps = fc.array(fc.oneof(...stepKinds), { minLength: STEPS, maxLength: STEPS });
    const property = fc.asyncProperty(steps, async (each) => {
      const { failure } = await playOn(each);
      if (failure) throw failure;
    });
    const result = await fc.check(property, {
      numRuns: runs,
      // Shrinking by fast-check would replay for longer than the gate has; seed and path play the one story again.
      endOnFailure: true,
      ...(seed !== undefined && { seed }),
      ...(path !== undefined && { path }),
    });
    const [failed] = result.counterexample ?? [];
    if (!failed) return;
    const { story, failure } = await playOn(shrink ? await shorten(failed, playOn) : failed);
    throw new Error(
      [
        `Story ${result.numRuns}: ${String(failure ?? result.errorInstance)}`,
        `Again: FC_SEED=${result.seed} SAFELANE_FUZZ_PATH=${result.counterexamplePath ?? ''} npm run -s test:fuzz`,
        ...story,
      ].join('\n'),
      { cause: failure ?? result.errorInstance },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** An office whose teams have tasks, which every story begins with. */
async function makeTemplate(within: string, file: string): Promise<void> {
  const clock = createFakeClock();
  const office = await openOffice(() => clock.now(), { place: within });
  const phone = await createHandset(office, 'dora', { clock, seed: 1_000 }).start();
  for (const team of ['team-1', 'team-2']) {
    await log(phone, { name: `Task of ${team}`, team, task: null, place: null }, 'task');
  }
  await phone.sendNow();
  phone.close();
  office.saveAs(file);
  await office.close();
}
