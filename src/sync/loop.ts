import { backOffMs } from './back-off.ts';
import type { SessionAnswer } from '#protocol/wire.ts';
import type { Fault } from './calls.ts';
import { type CyclePorts, type CycleResult, runCycle } from './cycle.ts';
import type { Clock, Turn } from './ports.ts';
import type { Progress } from './pull.ts';
import { fullBatch } from './push.ts';

/** Why the loop should look again. */
export type WakeReason = 'start' | 'save' | 'online' | 'visible' | 'button' | 'signed-in' | 'timer';

type LoopPhase = 'idle' | 'working' | 'offline' | 'signed-out' | 'other-user' | 'blocked';

export interface LoopState {
  readonly phase: LoopPhase;
  /** A sentence for people, where something is wrong. */
  readonly problem?: string;
  readonly progress?: Progress;
}

export interface LoopPorts extends CyclePorts {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Lets one tab at a time do a cycle. It only saves work: the server's idempotency is the guarantee. */
  readonly turn: Turn;
  readonly report: (state: LoopState) => void;
  /** What the server answered as the app opened: the first cycle goes on from there. */
  readonly said?: SessionAnswer | undefined;
  /** Told after each cycle that reached the server. */
  readonly finished: (result: CycleResult) => void;
}

export interface Loop {
  /** Asks for a cycle now. Fulfilled when one that began after the call is through, whatever came of it. */
  wake(reason: WakeReason): Promise<void>;
  /** How often to look while nothing else happens; null: not at all (the app is not visible). */
  setPace(pace: { readonly pollMs: number | null }): void;
  stop(): void;
}

/** Another tab had the turn: what it does not carry itself is looked at again soon. */
const BUSY_MS = 2_000;

/**
 *                  wake / poll / retry
 *        ┌────────────────────────────────────────┐
 *        ▼                                        │
 *     working ── all through ───────────────► idle (poll after pollMs)
 *        │  ▲
 *        │  └── woken while working: once more
 *        ├── nothing answered, 5xx, foreign ─► offline (retry with back-off; online, visible, save, button at once)
 *        ├── 401 ────────────────────────────► signed-out (no retry; signed-in, visible, online, button)
 *        ├── 409 other-user ─────────────────► other-user (as signed-out)
 *        └── not understood ─────────────────► blocked (retry with back-off, as offline)
 *
 * A save never waits for any of this, and none of it loses anything: the outbox keeps what is not decided.
 */
export function createLoop(ports: LoopPorts): Loop {
  const { clock } = ports;
  const size = fullBatch();
  let { said } = ports;
  let failures = 0;
  let pollMs: number | null = null;
  let last: LoopPhase = 'idle';
  let running: Promise<void> | null = null;
  let queued: Promise<void> | null = null;
  let cancelTimer: (() => void) | null = null;
  let stopped = false;

  const report = (state: LoopState) => {
    last = state.phase;
    if (!stopped) ports.report(state);
  };

  const schedule = (delayMs: number | null) => {
    cancelTimer?.();
    cancelTimer = null;
    if (stopped || delayMs === null) return;
    cancelTimer = clock.after(delayMs, () => {
      cancelTimer = null;
      void wake('timer');
    });
  };

  const cycle = async () => {
    if (stopped) return;
    schedule(null);
    report({ phase: 'working' });
    let result: CycleResult | undefined;
    let broken: string | undefined;
    let had = false;
    try {
      had = await ports.turn(async () => {
        const first = said;
        said = undefined;
        const progressed = (progress: Progress) => {
          report({ phase: 'working', progress });
        };
        result = await runCycle(ports, size, progressed, first);
      });
    } catch (error) {
      broken = error instanceof Error ? error.message : String(error);
    }
    if (stopped) return;
    if (!had && broken === undefined) {
      report({ phase: 'idle' });
      schedule(BUSY_MS);
      return;
    }
    if (result) ports.finished(result);
    settle(broken === undefined ? result?.fault : { type: 'blocked', message: broken });
  };

  const settle = (fault: Fault | undefined) => {
    if (!fault) {
      failures = 0;
      report({ phase: 'idle' });
      schedule(pollMs);
      return;
    }
    report({ phase: phaseOf(fault), problem: fault.message });
    if (fault.type === 'signed-out' || fault.type === 'other-user') return;
    failures += 1;
    schedule(backOffMs(failures, ports.random()));
  };

  const begin = (): Promise<void> => {
    running = cycle().finally(() => {
      running = null;
    });
    return running;
  };

  const wake = async (reason: WakeReason): Promise<void> => {
    if (stopped) return;
    // A save while signed out must not ask a server that has just said no; it is sent after the sign-in.
    if (reason === 'save' && (last === 'signed-out' || last === 'other-user')) return;
    if (reason !== 'timer') failures = 0;
    if (!running) return begin();
    queued ??= running.then(async () => {
      queued = null;
      return running ?? begin();
    });
    return queued;
  };

  return {
    wake,
    setPace: (pace) => {
      const faster = pace.pollMs !== null && (pollMs === null || pace.pollMs < pollMs);
      ({ pollMs } = pace);
      if (running || last !== 'idle') return;
      if (pollMs === null) schedule(null);
      else if (faster || cancelTimer === null) schedule(pollMs);
    },
    stop: () => {
      stopped = true;
      cancelTimer?.();
    },
  };
}

const phases: Readonly<Record<Fault['type'], LoopPhase>> = {
  offline: 'offline',
  'server-error': 'offline',
  'too-large': 'blocked',
  rejected: 'blocked',
  denied: 'blocked',
  'signed-out': 'signed-out',
  'other-user': 'other-user',
  blocked: 'blocked',
};
const phaseOf = (fault: Fault): LoopPhase => phases[fault.type];
