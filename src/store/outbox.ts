import { Dexie, type PromiseExtended } from 'dexie';
import { readChange } from '#protocol/change.ts';
import type { Outcome } from '#protocol/wire.ts';
import type { NumberedChange, Outbox } from '#sync/ports.ts';
import { batchOf } from '#sync/push.ts';
import { onHandle } from './database.ts';
import { clearedProblem } from './store-problem.ts';
import {
  bumpHead,
  type ChangeState,
  type OutboxRow,
  type UserRow,
  type WorkDatabase,
} from './work-database.ts';

export interface OutboxPorts {
  readonly work: WorkDatabase;
  readonly user: string;
  readonly now: () => number;
  readonly makeId: () => string;
  /** Something in the outbox is not as it was. */
  readonly changed: () => Promise<void>;
  /** The server decided of these rows, and that is written down. @param head the count of writes after it */
  readonly decided: (rows: readonly OutboxRow[], head: number) => Promise<void>;
}

/** Own changes stay at least as long after the server has them in a backup. */
const KEPT_MS = 30 * 24 * 3_600_000;
const SWEEP_MS = 3_600_000;

/** The outbox of one user in the work database. Each method is one transaction; no row is dropped unread or undecided. */
export function createOutbox({ work, user, now, makeId, changed, decided }: OutboxPorts): Outbox {
  let sweptAt = -Infinity;
  const counted = async <T>(write: (owner: UserRow) => Promise<T>): Promise<readonly [T, head: number]> =>
    onHandle(work, () =>
      work.transaction('rw', work.users, work.outbox, work.heads, async () => {
        const owner = await work.users.get(user);
        if (!owner) throw clearedProblem();
        const result = await write(owner);
        return [result, await bumpHead(work, user, 'outbox')] as const;
      }),
    );
  const within = async <T>(write: (owner: UserRow) => Promise<T>): Promise<T> => (await counted(write))[0];
  const rowsIn = async (state: ChangeState) => rowsOf(work, user, state);

  /** Gives rows their numbers in turn. */
  const numberFrom = async (owner: UserRow, rows: readonly OutboxRow[], from: number, replica: string) => {
    await work.outbox.bulkPut(rows.map((row, index) => ({ ...row, n: from + index, replica })));
    await work.users.put({ ...owner, replica, nextNumber: from + rows.length });
  };

  /** What the server may have forgotten, if it counts up to `expected` in this history. */
  const forgotten = async (owner: UserRow, epoch: string, expected: number) => {
    const accepted = [...(await rowsIn('decided')), ...(await rowsIn('sent'))].sort(bySeq);
    const told = [...accepted, ...(await rowsIn('refused')).filter(isVoid)];
    if (owner.epoch !== epoch) return told;
    return told.filter((row) => row.replica === owner.replica && row.n >= expected);
  };

  return {
    replica: async () => (await onHandle(work, () => work.users.get(user)))?.replica ?? '',

    pending: async (limit, after) => {
      const next = () => inState(work, user, 'pending', after).limit(limit.changes).toArray();
      const rows = await onHandle(work, next);
      return batchOf(rows.map(numbered), limit);
    },

    decide: async (epoch, outcomes) => {
      const isMet = async () => (await onHandle(work, () => work.users.get(user)))?.epoch === epoch;
      if (outcomes.length === 0) return isMet();
      const decidedAt = new Date(now()).toISOString();
      const [told, head] = await counted(async (owner) => {
        if (owner.epoch !== epoch) return undefined;
        const rows = await rowsToldOf(work, user, outcomes);
        const after = outcomes.flatMap((outcome): OutboxRow[] => {
          const row = rows.get(outcome.id);
          if (row?.state !== 'pending' && row?.state !== 'carried') return [];
          // What was brought by file is nobody's record here, and waits for no pull.
          const taken = row.state === 'carried' ? 'sent' : 'decided';
          return [{ ...row, state: outcome.outcome === 'refused' ? 'refused' : taken, outcome, decidedAt }];
        });
        await work.outbox.bulkPut(after);
        await work.users.put({ ...owner, lastSentAt: decidedAt });
        return after;
      });
      // Told, and not waited for: the next changes are on their way while this tab shows what became of these.
      (told ? decided(told, head) : changed()).catch(() => undefined);
      return told !== undefined;
    },

    meet: async (epoch, expected) => {
      // Looked at first without a write: nearly every session finds nothing to do.
      const found = await onHandle(work, () => work.users.get(user));
      const first = await onHandle(work, () => inState(work, user, 'pending').first());
      if (found?.epoch === epoch && (first?.n ?? found.nextNumber) <= expected) return;
      await within(async (owner) => {
        const again = (await forgotten(owner, epoch, expected)).map(undecided);
        const others = again.filter((row) => row.replica !== owner.replica && authorOf(row) !== user);
        await work.outbox.bulkPut(others.map((row) => ({ ...row, state: 'carried' })));
        // A copy of this phone may have used the numbers that these had, and which of them the server still knows cannot
        // be told from its count. What it knows it answers as before, whatever the number.
        const own = again.filter((row) => !others.includes(row));
        await numberFrom(
          { ...owner, epoch },
          [...own, ...(await rowsIn('pending'))],
          expected,
          owner.replica,
        );
      });
      await changed();
    },

    fork: async () => {
      const replica = makeId();
      await within(async (owner) => {
        await numberFrom(owner, await rowsIn('pending'), 1, replica);
      });
    },

    announce: async (id) => {
      await within(async () => {
        const row = await work.outbox.get([user, id]);
        if (row?.state === 'pending') await work.outbox.put({ ...row, announced: true });
      });
    },

    held: async () =>
      onHandle(work, async () => {
        const counts = [inState(work, user, 'pending').count(), inState(work, user, 'carried').count()];
        return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
      }),

    carried: async (limit, without) => {
      const rows = await onHandle(work, () => rowsIn('carried'));
      const replica = rows.find((row) => !without.has(row.replica))?.replica;
      if (replica === undefined) return undefined;
      const own = rows.filter((row) => row.replica === replica);
      return { replica, changes: batchOf(own.map(numbered), limit) };
    },

    setAside: async (id, message) => {
      await within(async () => {
        const row = await work.outbox.get([user, id]);
        if (row?.state !== 'carried') return;
        const outcome: Outcome = { n: row.n, id, outcome: 'refused', reason: 'void', message };
        const decidedAt = new Date(now()).toISOString();
        await work.outbox.put({ ...row, state: 'refused', outcome, decidedAt });
      });
      await changed();
    },

    postpone: async (id) => {
      await within(async (owner) => {
        const open = await rowsIn('pending');
        const row = open.find((each) => each.id === id);
        const from = open[0]?.n;
        if (!row || from === undefined) return;
        const last = open.filter((each) => each.record === row.record && each.n >= row.n);
        const others = open.filter((each) => !last.includes(each));
        await numberFrom(owner, [...others, ...last], from, owner.replica);
      });
    },

    settled: async (backedUpSeq) => {
      const arrived = await onHandle(work, () => rowsIn('decided'));
      const due = now() - sweptAt >= SWEEP_MS;
      const old = due ? await onHandle(work, () => oldRows(work, user, now() - KEPT_MS, backedUpSeq)) : [];
      if (due) sweptAt = now();
      if (arrived.length === 0 && old.length === 0) return;
      await within(async () => {
        // What was decided since is not in what was pulled: only the rows seen above.
        const seen = new Set(arrived.map(({ id }) => id));
        const still = (await rowsIn('decided')).filter(({ id }) => seen.has(id));
        await work.outbox.bulkPut(still.map((row) => ({ ...row, state: 'sent' })));
        await work.outbox.bulkDelete(old.map((row): [string, string] => [user, row.id]));
      });
      await changed();
    },
  };
}

/** By id. What was sent stands together under its numbers: one call reads that, where one for each takes longer than sending them. */
async function rowsToldOf(
  work: WorkDatabase,
  user: string,
  outcomes: readonly Outcome[],
): Promise<ReadonlyMap<string, OutboxRow>> {
  const numbers = outcomes.map(({ n }) => n);
  const sent = await inState(work, user, 'pending', Math.min(...numbers) - 1)
    .limit(Math.max(...numbers) - Math.min(...numbers) + 1)
    .toArray();
  const rows = new Map(sent.map((row) => [row.id, row]));
  const others = outcomes.filter(({ id }) => !rows.has(id)).map(({ id }): [string, string] => [user, id]);
  for (const row of await work.outbox.bulkGet(others)) if (row) rows.set(row.id, row);
  return rows;
}

/** In order of their numbers. */
const inState = (work: WorkDatabase, user: string, state: ChangeState, after = -1) =>
  work.outbox.where('[user+state+n]').between([user, state, after], [user, state, Dexie.maxKey], false);

export function rowsOf(work: WorkDatabase, user: string, state: ChangeState): PromiseExtended<OutboxRow[]> {
  return inState(work, user, state).toArray();
}

/** In the order in which the server had them. */
const bySeq = (a: OutboxRow, b: OutboxRow) => seqOf(a) - seqOf(b);
const seqOf = ({ outcome }: OutboxRow) => (outcome && outcome.outcome !== 'refused' ? outcome.seq : 0);

/** The server was told that it is here; it has no part in any record. */
export const isVoid = ({ outcome }: OutboxRow) => outcome?.outcome === 'refused' && outcome.reason === 'void';

function authorOf({ text }: OutboxRow): string | undefined {
  const read = readChange(text);
  return read.ok ? read.change.author : undefined;
}

function undecided({ user, id, replica, n, record, text, hash, announced }: OutboxRow): OutboxRow {
  return { user, id, replica, n, record, text, hash, state: 'pending', ...(announced && { announced }) };
}

const numbered = ({ n, id, text, hash, announced }: OutboxRow): NumberedChange =>
  announced ? { n, id, hash, size: new TextEncoder().encode(text).length } : { n, id, text, hash };

/** Sent and in a backup, or dismissed, and a month old. */
async function oldRows(work: WorkDatabase, user: string, before: number, backedUpSeq: number) {
  const limit = new Date(before).toISOString();
  const isOld = (row: OutboxRow) => row.decidedAt !== undefined && row.decidedAt < limit;
  const sent = (await rowsOf(work, user, 'sent')).filter(
    (row) =>
      isOld(row) && row.outcome?.outcome !== 'refused' && (row.outcome?.seq ?? Infinity) <= backedUpSeq,
  );
  return [...sent, ...(await rowsOf(work, user, 'dismissed')).filter(isOld)];
}
