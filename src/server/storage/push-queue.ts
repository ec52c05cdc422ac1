import { pushLimits } from '#protocol/wire.ts';
import type { PushOutcome } from './port.ts';
import type { PushJob } from './push-rows.ts';
import { busy, passingProblem } from './storage-problem.ts';

/** What may wait; beyond it, a phone is asked to come back: it keeps what it has, and the server its memory. */
const MOST_WAITING = { changes: 4_000, characters: 64_000_000 } as const;

/** What is written in one transaction: a few full pushes, so that they share its wait for the disk. */
const TOGETHER = { changes: 3 * pushLimits.changes, characters: 3 * pushLimits.bytes } as const;

interface Waiting {
  readonly job: PushJob;
  readonly characters: number;
  readonly resolve: (outcome: PushOutcome) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Pushes that wait while others are written go together in one transaction: one fsync for all of them. Each is answered
 * after the commit. One that cannot be written does not take the others with it.
 * @param run writes the jobs in one transaction
 */
export function createPushQueue(run: (jobs: readonly PushJob[]) => Promise<readonly PushOutcome[]>) {
  let waiting: Waiting[] = [];
  let changes = 0;
  let characters = 0;
  let running: Promise<void> | undefined;

  async function runGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await run(group.map(({ job }) => job));
      group.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index];
        if (outcome) resolve(outcome);
        else reject(new Error('a push came back without an outcome'));
      });
    } catch (error) {
      // A full disk is full for each of them; anything else may be about one.
      if (group.length > 1 && !passingProblem(error)) for (const one of group) await runGroup([one]);
      else for (const { reject } of group) reject(error);
    }
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const group = takeGroup(waiting);
      waiting = waiting.slice(group.length);
      await runGroup(group);
      for (const one of group) {
        changes -= one.job.changes.length;
        characters -= one.characters;
      }
    }
    running = undefined;
  }

  return {
    /** @throws StorageProblem busy */
    push(job: PushJob): Promise<PushOutcome> {
      const size = job.changes.reduce((sum, change) => sum + ('text' in change ? change.text.length : 0), 0);
      if (changes >= MOST_WAITING.changes || characters >= MOST_WAITING.characters)
        return Promise.reject(busy());
      changes += job.changes.length;
      characters += size;
      const { promise, resolve, reject } = Promise.withResolvers<PushOutcome>();
      waiting.push({ job, characters: size, resolve, reject });
      running ??= drain();
      return promise;
    },
    /** Resolves when nothing waits. */
    idle: async (): Promise<void> => running,
  };
}

/** The next jobs that go together, and at least one. */
function takeGroup(waiting: readonly Waiting[]): readonly Waiting[] {
  let changes = 0;
  let characters = 0;
  const end = waiting.findIndex(({ job, characters: size }, index) => {
    changes += job.changes.length;
    characters += size;
    return index > 0 && (changes > TOGETHER.changes || characters > TOGETHER.characters);
  });
  return end < 0 ? waiting : waiting.slice(0, end);
}
