import { hashOf, readChange } from '#protocol/change.ts';
import { onHandle } from './database.ts';
import type { OwnChange } from './fold.ts';
import { rowsOf } from './outbox.ts';
import { within } from './page-store.ts';
import type { Attention } from './phone.ts';
import type { OutboxRow, WorkDatabase } from './work-database.ts';

export interface ReadOutbox {
  /** Changes that the records on the phone may still show, in the order in which they were made. */
  readonly own: readonly OwnChange[];
  readonly refused: readonly OutboxRow[];
  readonly unsent: number;
  readonly lastSentAt: string | null;
  readonly head: number;
}

type ReadText = (row: OutboxRow) => ReturnType<typeof readChange>;

/** A change is frozen: its text is read once, however often the outbox is. Keeps what the last reading wanted. */
export function createTextReader(): ReadText & { forgetOthers(rows: readonly OutboxRow[]): void } {
  let known = new Map<string, { readonly text: string; readonly read: ReturnType<typeof readChange> }>();
  const read: ReadText = ({ id, text }) => {
    const before = known.get(id);
    if (before?.text === text) return before.read;
    const fresh = readChange(text);
    known.set(id, { text, read: fresh });
    return fresh;
  };
  return Object.assign(read, {
    forgetOthers: (rows: readonly OutboxRow[]) => {
      known = new Map(rows.flatMap(({ id }) => [[id, known.get(id)] as const]).filter(hasValue));
    },
  });
}

const hasValue = <T>(entry: readonly [string, T | undefined]): entry is readonly [string, T] =>
  entry[1] !== undefined;

/** What is not settled yet; what cannot be read stays where it is and is left to `outboxProblems`. */
export async function readOutbox(
  work: WorkDatabase,
  user: string,
  readText = createTextReader(),
): Promise<ReadOutbox> {
  return onHandle(work, () =>
    work.transaction('r', work.users, work.outbox, work.heads, async () => {
      const pending = await rowsOf(work, user, 'pending');
      const decided = await rowsOf(work, user, 'decided');
      const refused = await rowsOf(work, user, 'refused');
      const carried = await rowsOf(work, user, 'carried');
      const rows = [...decided, ...refused, ...pending];
      readText.forgetOthers(rows);
      const own = rows.flatMap((row): OwnChange[] => {
        const read = readText(row);
        return read.ok ? [{ row, change: read.change }] : [];
      });
      const head = (await work.heads.get([user, 'outbox']))?.value ?? 0;
      const lastSentAt = (await work.users.get(user))?.lastSentAt ?? null;
      return { own: inOrder(own), refused, unsent: pending.length + carried.length, lastSentAt, head };
    }),
  );
}

/** What reading it anew would find after the server decided of some rows. @param rows as they were written down */
export function afterDecision(read: ReadOutbox, rows: readonly OutboxRow[], head: number): ReadOutbox {
  const decided = new Map(rows.map((row) => [row.id, row]));
  const refused = rows.filter(({ state }) => state === 'refused');
  const own = read.own.map((each) => {
    const row = decided.get(each.row.id);
    return row ? { ...each, row } : each;
  });
  return {
    own: inOrder(own),
    refused: refused.length > 0 ? [...read.refused, ...refused] : read.refused,
    unsent: read.unsent - rows.length,
    lastSentAt: rows[0]?.decidedAt ?? read.lastSentAt,
    head,
  };
}

/** Decided before undecided; within each by number. A change moved to the end of the queue is later in both ways. */
function inOrder(own: readonly OwnChange[]): readonly OwnChange[] {
  const rank = ({ row }: OwnChange) => (row.state === 'pending' ? 1 : 0);
  return [...own].sort((a, b) => rank(a) - rank(b) || a.row.n - b.row.n);
}

/**
 * What must hold of the outbox at every start: each text is the one that was frozen and can be read, and the undecided
 * changes are numbered without a gap up to the counter. Problems are told to a person; nothing is dropped or repaired.
 */
export async function outboxProblems(work: WorkDatabase, user: string): Promise<readonly Attention[]> {
  // At one moment: another tab may be saving.
  const [owner, rows] = await onHandle(work, () =>
    work.transaction('r', work.users, work.outbox, async () =>
      Promise.all([
        work.users.get(user),
        work.outbox
          .where('[user+id]')
          .between(...within(user))
          .toArray(),
      ]),
    ),
  );
  const problems: Attention[] = [];
  for (const row of rows) {
    const where = `change ${row.id}`;
    if (row.hash !== hashOf(row.text)) {
      const message =
        'A saved change is not as it was when it was saved. It is kept; export it and tell your office.';
      problems.push({ type: 'unreadable', where, message, text: row.text });
      continue;
    }
    const read = readChange(row.text);
    if (!read.ok) problems.push({ type: 'unreadable', where, message: read.message, text: row.text });
  }
  const numbers = rows
    .filter((row) => row.state === 'pending')
    .map((row) => row.n)
    .sort((a, b) => a - b);
  const first = (owner?.nextNumber ?? 0) - numbers.length;
  if (numbers.some((n, index) => n !== first + index)) {
    const message = `The numbers of the unsent changes have a gap (${numbers.join(', ')}). They are kept and will be sent.`;
    problems.push({ type: 'unreadable', where: 'outbox', message });
  }
  return problems;
}
