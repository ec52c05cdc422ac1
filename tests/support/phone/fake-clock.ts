import type { Clock } from '#sync/ports.ts';

export interface FakeClock extends Clock {
  /** Lets time pass; what falls due in it runs in order. */
  pass(ms: number): void;
  /** The delays that are waited for now, in ms. */
  readonly waiting: readonly number[];
}

export function createFakeClock(start = Date.parse('2021-03-14T08:00:00.000Z')): FakeClock {
  let now = start;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    after: (delayMs, run) => {
      const timer = { at: now + delayMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    pass: (ms) => {
      const until = now + ms;
      for (;;) {
        const [next] = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at);
        if (!next) break;
        timers = timers.filter((each) => each !== next);
        now = next.at;
        next.run();
      }
      now = until;
    },
    get waiting() {
      return timers.map((timer) => timer.at - now).sort((a, b) => a - b);
    },
  };
}

/** A clock that is off: it runs as the other one, and says another time. */
export interface ShiftedClock extends FakeClock {
  offMs: number;
}

export function createShiftedClock(right: FakeClock): ShiftedClock {
  const clock: ShiftedClock = {
    offMs: 0,
    now: () => right.now() + clock.offMs,
    after: (delayMs, run) => right.after(delayMs, run),
    pass: (ms) => {
      right.pass(ms);
    },
    get waiting() {
      return right.waiting;
    },
  };
  return clock;
}
