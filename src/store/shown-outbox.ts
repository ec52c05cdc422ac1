import type { AttentionList } from './attention.ts';
import type { OwnChange } from './fold.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { SyncState } from './phone.ts';
import { afterDecision, createTextReader, type ReadOutbox, readOutbox } from './read-outbox.ts';
import type { RecordModel } from './record-model.ts';
import type { Watchable } from './watched.ts';
import type { OutboxRow, WorkDatabase } from './work-database.ts';

export interface ShownOutboxPorts {
  readonly work: WorkDatabase;
  readonly user: string;
  readonly model: RecordModel;
  readonly attention: AttentionList;
  readonly sync: Watchable<SyncState>;
}

/**
 * Keeps what people see at what the outbox holds. What this tab writes down it knows; all is read anew where another tab
 * wrote in between. Reading a day's queue once for every batch of it would take longer than sending it.
 */
export function createShownOutbox({ work, user, model, attention, sync }: ShownOutboxPorts) {
  const readText = createTextReader();
  let read: ReadOutbox = { own: [], refused: [], unsent: 0, lastSentAt: sync.value.lastSentAt, head: 0 };

  const show = (next: ReadOutbox) => {
    const { own, refused, unsent, lastSentAt } = next;
    const before = read;
    read = next;
    model.setOwn(own);
    if (refused !== before.refused) attention.setRefused(refused);
    sync.set({ ...sync.value, unsent, lastSentAt });
  };
  const readAll = async (): Promise<void> => {
    const stored = await readOutbox(work, user, readText);
    // What was written after this was read is in memory already, and is not to be forgotten.
    if (stored.head < read.head) return readAll();
    show(stored);
  };
  const refresh = oneAtATime(readAll);
  return {
    refresh,
    /** The count of writes that is shown. */
    get head() {
      return read.head;
    },
    /** This tab has added a change. */
    added: async (own: OwnChange, head: number): Promise<void> => {
      if (head !== read.head + 1) return refresh();
      read = { ...read, own: [...read.own, own], unsent: read.unsent + 1, head };
      model.addOwn(own);
      sync.set({ ...sync.value, unsent: read.unsent });
    },
    /** This tab has written down what the server decided of the rows. */
    decided: async (rows: readonly OutboxRow[], head: number): Promise<void> => {
      if (head !== read.head + 1) return refresh();
      show(afterDecision(read, rows, head));
    },
  };
}
