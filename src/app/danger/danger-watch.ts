import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { dayIn } from '#domain/dates.ts';
import type { Phone, RecordView } from '#store/phone.ts';
import type { Locator } from '../shell/locator.ts';
import { lostAfterMs } from '../shell/locator.ts';
import { isOpenTask, type TaskInHand } from '../shell/task-in-hand.ts';
import { versionOf } from '../shell/watched-signal.ts';
import type { DangerMemory } from './danger-memory.ts';
import { coarseM, type NearItem, nearItems } from './near-items.ts';
import { lookM, nextNear, type StillNear } from './still-near.ts';

export interface DangerState {
  /** coarse: so poor that everything would be near. */
  readonly position: 'known' | 'none' | 'coarse';
  /** Near and not seen yet, the nearest first; without a position, what was near last. */
  readonly alerts: readonly NearItem[];
  /** How many are near and were seen today. */
  readonly seen: number;
}

export interface DangerWatch {
  readonly state: ReadonlySignal<DangerState>;
  readonly withinM: ReadonlySignal<number>;
  setWithinM(metres: number): void;
  /** The person has seen what is shown. */
  see(): void;
  stop(): void;
}

export interface DangerSources {
  readonly phone: Phone;
  readonly taskInHand: TaskInHand;
  readonly locator: Locator;
  readonly memory: DangerMemory;
  readonly now: () => number;
  readonly vibrate: (pattern: readonly number[]) => void;
}

const pattern = [500, 200, 500, 200, 500] as const;
/** Until it was seen: a phone in a pocket is not always felt. */
const vibrateEveryMs = 15_000;
const lookEveryMs = 5_000;

/** Follows position and records, and says what is near; works without a network, from what the phone holds. */
export function watchDanger({
  phone,
  taskInHand,
  locator,
  memory,
  now,
  vibrate,
}: DangerSources): DangerWatch {
  const state = signal<DangerState>({ position: 'none', alerts: [], seen: 0 });
  const withinM = signal(memory.withinM());
  const clock = signal(now());
  const seenVersion = signal(0);
  let near: readonly StillNear[] = [];
  let felt: ReadonlySet<string> = new Set();
  let feltAt = -Infinity;

  const today = () => dayIn(phone.session.value.programme.timeZone, now());

  /** Own work is known: what the own team recorded on the task in hand. */
  const isQuiet = ({ values }: RecordView): boolean => {
    const { team } = phone.session.value.user;
    const task = taskInHand.task.value;
    return (
      team !== null &&
      task !== null &&
      isOpenTask(task) &&
      values['team'] === team &&
      values['task'] === task.state.id
    );
  };

  const show = (position: DangerState['position']) => {
    const seen = memory.seenOn(today());
    const alerts = near.map(({ item }) => item).filter(({ key }) => !seen.has(key));
    if (position === 'known' && alerts.length > 0) feel(alerts);
    state.value = { position, alerts, seen: near.length - alerts.length };
  };

  const feel = (alerts: readonly NearItem[]) => {
    const isNew = alerts.some(({ key }) => !felt.has(key));
    felt = new Set(alerts.map(({ key }) => key));
    if (!isNew && now() - feltAt < vibrateEveryMs) return;
    feltAt = now();
    vibrate(pattern);
  };

  const stopFollowing = effect(() => {
    void [versionOf(phone.model).value, versionOf(phone.warnings).value];
    void [clock.value, seenVersion.value, taskInHand.task.value];
    const within = withinM.value;
    const fix = locator.fix.value;
    untracked(() => {
      if (!fix || now() - fix.takenAt > lostAfterMs) return show('none');
      if (fix.accuracyM > coarseM) return show('coarse');
      near = nextNear(near, nearItems(fix, within + lookM, phone, isQuiet), within, fix.takenAt);
      return show('known');
    });
  });
  const timer = setInterval(() => {
    clock.value = now();
  }, lookEveryMs);

  return {
    state,
    withinM,
    setWithinM: (metres) => {
      memory.setWithinM(metres);
      // What is near now is judged anew.
      near = [];
      withinM.value = metres;
    },
    see: () => {
      memory.addSeen(
        today(),
        state.value.alerts.map(({ key }) => key),
      );
      seenVersion.value += 1;
    },
    stop: () => {
      clearInterval(timer);
      stopFollowing();
    },
  };
}
