import { sameValue } from '#domain/merge-groups.ts';
import type { SessionAnswer } from '#protocol/wire.ts';
import type { Calls } from '#sync/calls.ts';
import type { SessionStore } from '#sync/ports.ts';
import { type DatabasePlace, onHandle } from './database.ts';
import { StoreProblem } from './store-problem.ts';
import { bumpHead, openWorkDatabase, type UserRow, type WorkDatabase } from './work-database.ts';

/**
 * Who uses this installation, where nothing else says so: whoever signed in last and has not signed out. A browser may
 * lose its few small settings and keep its databases.
 */
export async function userInHand(
  place: DatabasePlace = {},
): Promise<{ readonly id: string; readonly name: string } | null> {
  const work = openWorkDatabase(place);
  try {
    const users = await onHandle(work, () => work.users.toArray());
    const [last] = users
      .filter(({ session, signedOut }) => session !== null && !signedOut)
      .sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
    return last?.session ? { id: last.user, name: last.session.user.name } : null;
  } finally {
    work.closeForGood();
  }
}

/** Notes that the user has signed out. What they have not sent stays theirs, and stays. */
export async function leaveInstallation(user: string, place: DatabasePlace = {}): Promise<void> {
  const work = openWorkDatabase(place);
  try {
    await onHandle(work, () =>
      work.transaction('rw', work.users, async () => {
        const known = await work.users.get(user);
        if (known) await work.users.put({ ...known, signedOut: true });
      }),
    );
  } finally {
    work.closeForGood();
  }
}

export interface Arrival {
  readonly work: WorkDatabase;
  /** The id of the account that has just signed in. */
  readonly user: string;
  readonly calls: Calls;
  readonly makeId: () => string;
  readonly now: () => number;
}

/**
 * A user comes to this installation, right after the sign-in: makes the replica and stores what the server says of user
 * and programme, so that every later start needs no network. Harmless when repeated.
 * @returns what the server said; undefined where it cannot be had and an earlier word of it is here
 * @throws StoreProblem not-enrolled
 */
export async function arrive({
  work,
  user,
  calls,
  makeId,
  now,
}: Arrival): Promise<SessionAnswer | undefined> {
  // Stored before it is sent: asked twice, the server sees one replica.
  const owner = await onHandle(work, () =>
    work.transaction('rw', work.users, async () => {
      const openedAt = new Date(now()).toISOString();
      const known = await work.users.get(user);
      const row: UserRow = known
        ? { ...inUse(known), openedAt }
        : {
            user,
            replica: makeId(),
            tag: '',
            nextNumber: 1,
            nextCode: 1,
            session: null,
            lastSentAt: null,
            openedAt,
          };
      await work.users.put(row);
      return row;
    }),
  );
  const reply = await calls.session(owner.replica);
  if (!reply.ok) {
    if (owner.session) return undefined;
    throw new StoreProblem('not-enrolled', reply.fault.message);
  }
  await sessionStore(work, user).put(reply.value);
  return reply.value;
}

function inUse(row: UserRow): UserRow {
  const { signedOut, ...known } = row;
  return signedOut ? known : row;
}

export function sessionStore(
  work: WorkDatabase,
  user: string,
  changed?: (session: SessionAnswer) => void,
): SessionStore {
  return {
    put: async (session) => {
      const stored = await onHandle(work, () => work.users.get(user));
      // A desk that polls gets the same answer each time.
      if (stored && !sameValue(stored.session, session)) {
        await onHandle(work, () =>
          work.transaction('rw', work.users, work.heads, async () => {
            const owner = await work.users.get(user);
            if (!owner) return;
            const tag = session.replica.id === owner.replica ? session.replica.tag : owner.tag;
            await work.users.put({ ...owner, session, tag });
            await bumpHead(work, user, 'session');
          }),
        );
        changed?.(session);
      }
    },
  };
}

/** @throws StoreProblem not-enrolled */
export async function ownerOf(
  work: WorkDatabase,
  user: string,
): Promise<UserRow & { readonly session: SessionAnswer }> {
  const owner = await onHandle(work, () => work.users.get(user));
  if (!owner?.session) {
    const message = 'Sign in once with a network before the app can be used without one.';
    throw new StoreProblem('not-enrolled', message);
  }
  return { ...owner, session: owner.session };
}
