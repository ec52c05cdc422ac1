import { useEffect, useState } from 'preact/hooks';

/** Draws the component anew every so often, where what it says depends on the time. */
export function useClock(everyMs: number): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
