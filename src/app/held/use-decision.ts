import { useState } from 'preact/hooks';
import { useApp } from '../shell/app-context.ts';
import { sentenceOf } from '../shell/session.ts';

/** One press that decides something about a record: once at a time, and what came of it in words. */
export interface Decision {
  readonly isBusy: boolean;
  /** Why the last one could not be made. */
  readonly problem: string | null;
  /** @param done said when it is stored on this phone. @returns whether it was */
  decide(action: () => Promise<void>, done: string): Promise<boolean>;
}

export function useDecision(): Decision {
  const { say } = useApp();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  return {
    isBusy,
    problem,
    decide: async (action, done) => {
      if (isBusy) return false;
      setBusy(true);
      setProblem(null);
      try {
        await action();
        say({ text: done });
        return true;
      } catch (error) {
        setProblem(sentenceOf(error));
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
