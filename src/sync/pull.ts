import type { SessionAnswer } from '#protocol/wire.ts';
import type { Calls, Fault } from './calls.ts';
import type { PageStore } from './ports.ts';

export interface Progress {
  readonly received: number;
  readonly expected: number;
}

export interface Pulled {
  /** Rows that came. */
  readonly rows: number;
  readonly fault?: Fault;
  /** The server's history is another one now: everything starts with a new session. */
  readonly epochChanged?: true;
}

const endless: Fault = {
  type: 'blocked',
  message: 'The server answered a page that does not continue the one before. It is asked again later.',
};

/** Pulls every bucket whose head is beyond its cursor, page by page. */
export async function pullBuckets(
  calls: Calls,
  pages: PageStore,
  session: SessionAnswer,
  report: (progress: Progress) => void,
): Promise<Pulled> {
  let rows = 0;
  const cursors = new Map<string, number>();
  for (const { bucket, head } of session.buckets) {
    let cursor = await pages.cursor(bucket);
    if (cursor > head) {
      // Ahead of the head within one history: what is here cannot be trusted.
      await pages.drop(bucket);
      cursor = 0;
    }
    cursors.set(bucket, cursor);
  }
  // Sequences are the only measure of what is to come; several buckets hold the same record.
  const expected = session.buckets.reduce(
    (sum, { bucket, head }) => sum + Math.max(0, head - (cursors.get(bucket) ?? 0)),
    0,
  );
  let passed = 0;
  const store = storingBehind(pages);
  const ended = async (pulled: Omit<Pulled, 'rows'> = {}): Promise<Pulled> => {
    await store.stored();
    return { rows, ...pulled };
  };
  for (const { bucket, head } of session.buckets) {
    let cursor = cursors.get(bucket) ?? 0;
    let coming = head > cursor ? calls.pull(bucket, cursor) : undefined;
    while (coming) {
      const reply = await coming;
      if (!reply.ok) return ended({ fault: reply.fault });
      const page = reply.value;
      if (page.epoch !== session.epoch) return ended({ epochChanged: true });
      const continues = page.bucket === bucket && page.after === cursor && page.through >= cursor;
      if (!continues || (page.more && page.through === cursor)) return ended({ fault: endless });
      // A full page cannot tell whether it is the last; the head can, for all that there was when it was asked.
      coming = page.more && page.through < head ? calls.pull(bucket, page.through) : undefined;
      // The next page is on its way, and read, while this one is stored.
      if (page.through > cursor) await store.add(page, reply.answer.bytes);
      rows += page.columns.count + page.columns.gone.count;
      passed += page.through - cursor;
      cursor = page.through;
      report({ received: passed, expected: Math.max(expected, passed) });
    }
  }
  return ended();
}

/** Stores pages in order while others are fetched: `add` waits for the page before the one it is given. */
function storingBehind(pages: PageStore) {
  let last: Promise<void> = Promise.resolve();
  return {
    async add(...page: Parameters<PageStore['add']>): Promise<void> {
      const before = last;
      last = pages.add(...page);
      // What goes wrong is said by whoever waits for it.
      last.catch(() => undefined);
      await before;
    },
    stored: async (): Promise<void> => last,
  };
}
