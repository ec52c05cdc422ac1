import { type DatabasePlace, isAsWeKnowIt } from '#store/database.ts';
import { createOutbox, rowsOf } from '#store/outbox.ts';
import { openWorkDatabase } from '#store/work-database.ts';
import { createCalls } from '#sync/calls.ts';
import type { Turn } from '#sync/ports.ts';
import { type PushedOnly, pushOnly } from '#sync/push-only.ts';
import type { Transport } from '#sync/transport.ts';

export interface PushPorts {
  readonly place: Required<DatabasePlace>;
  readonly transport: Transport;
  /** The turn of a user, which open tabs take too. */
  readonly turnOf: (user: string) => Turn;
  readonly now: () => number;
  readonly makeId: () => string;
  readonly timeoutMs?: number;
}

/** `later`: something is left that another try may send. */
export type PushResult = 'done' | 'later';

/**
 * Sends what is unsent while no app is open, for whoever is signed in in this browser; what others left on the phone
 * waits for them. Pushes only: it reads nothing in, and it leaves a database of another version as it is, because only
 * the app may change that.
 */
export async function pushUnsent(given: PushPorts): Promise<PushResult> {
  const { place, now, makeId } = given;
  const work = openWorkDatabase(place);
  if (!(await isAsWeKnowIt(work, place.indexedDB))) return 'done';
  try {
    let left = false;
    for (const { user, session } of await work.users.toArray()) {
      if (!session || (await rowsOf(work, user, 'pending')).length === 0) continue;
      const calls = createCalls(given.transport, { user, timeoutMs: given.timeoutMs ?? 30_000 });
      const nobodyLooks = async () => Promise.resolve();
      const ports = { work, user, now, makeId, changed: nobodyLooks, decided: nobodyLooks };
      const outbox = createOutbox(ports);
      let pushed: PushedOnly = {};
      const had = await given.turnOf(user)(async () => {
        pushed = await pushOnly(calls, outbox, session.epoch);
      });
      // Where a tab has the turn it sends; should it die meanwhile, another try finds what it left.
      if (!had || isWorthAnother(pushed)) left = true;
    }
    return left ? 'later' : 'done';
  } finally {
    work.closeForGood();
  }
}

/** A sign-in, an update or a decision needs a person, and so the app. */
const isWorthAnother = ({ fault }: PushedOnly) => fault?.type === 'offline' || fault?.type === 'server-error';
