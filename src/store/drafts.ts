import { dayIn } from '#domain/dates.ts';
import { initialValues } from '#domain/form-plan.ts';
import { sameValue } from '#domain/merge-groups.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import type { SessionAnswer } from '#protocol/wire.ts';
import { onHandle } from './database.ts';
import { within } from './page-store.ts';
import type { Draft, Drafts, RecordView } from './phone.ts';
import type { RecordModel } from './record-model.ts';
import { StoreProblem } from './store-problem.ts';
import { watchable } from './watched.ts';
import { bumpHead, type DraftRow, type WorkDatabase } from './work-database.ts';

export interface DraftsPorts {
  readonly work: WorkDatabase;
  readonly user: string;
  readonly model: RecordModel;
  readonly registry: Registry;
  readonly session: () => SessionAnswer;
  readonly now: () => number;
  readonly makeId: () => string;
  /** The head of the drafts after a write of this tab, so that it does not read it again. */
  readonly wrote: (head: number) => void;
}

export interface StoredDrafts extends Drafts {
  /** Reads them from the database. */
  refresh(): Promise<void>;
  /** Makes something of the draft: then it is gone, and a late `put` does not bring it back. If that fails it is kept. */
  consume<T>(draft: Draft, make: () => Promise<T>): Promise<T>;
}

export function createDrafts(ports: DraftsPorts): StoredDrafts {
  const { work, user, model, registry, session, now, makeId } = ports;
  const byId = new Map<string, Draft>();
  const list = watchable<readonly Draft[]>([]);
  const saved = new Set<string>();
  let writes: Promise<void> = Promise.resolve();
  let touches = 0;

  const publish = () => {
    const begun = [...byId.values()].filter(
      (draft) => draft.unfinished !== undefined || !sameValue(draft.values, draft.opening),
    );
    list.set(begun.sort((a, b) => (a.touchedAt < b.touchedAt ? 1 : -1)));
  };

  /** One write after the other, in the order of the calls. */
  const inTurn = async (write: () => PromiseLike<unknown>): Promise<void> => {
    touches += 1;
    const mine = writes.then(async () => {
      const head = await onHandle(work, () =>
        work.transaction('rw', work.drafts, work.heads, async () => {
          await write();
          return bumpHead(work, user, 'drafts');
        }),
      );
      ports.wrote(head);
    });
    writes = mine.catch(() => undefined);
    return mine;
  };

  const newDraft = (kindName: string): Draft => {
    const kind = registry.get(kindName);
    if (!kind) throw new StoreProblem('unknown-kind', 'This version of the app does not know such a record.');
    const { user: author, programme, epoch } = session();
    // The next one starts with the values of the author's last.
    const last = model.latest({ kind: kindName, author: author.id })?.values;
    const values = {
      ...initialValues(kind, { today: dayIn(programme.timeZone, now()), ...(last && { last }) }),
      ...(author.team !== null && kind.fields.team && { team: author.team }),
    };
    return {
      ...stamped(kindName),
      record: makeId(),
      base: { epoch, seq: 0 },
      after: [],
      opening: values,
      known: {},
      values,
    };
  };

  const draftOf = (view: RecordView): Draft => {
    const { id, kind, body } = view.state;
    if (!view.kind)
      throw new StoreProblem('unknown-kind', 'A newer version of the app is needed to change it.');
    return {
      ...stamped(kind),
      record: id,
      base: { epoch: session().epoch, seq: model.base(id)?.seq ?? 0 },
      after: model.builtOn(id),
      writer: model.writers(id),
      opening: view.values,
      known: body,
      values: view.values,
    };
  };

  const stamped = (kind: string) => {
    const at = new Date(now()).toISOString();
    return { id: makeId(), kind, openedAt: at, touchedAt: at };
  };

  const refresh = async (): Promise<void> => {
    const before = touches;
    await writes;
    const rows = await onHandle(work, () =>
      work.drafts
        .where('[user+id]')
        .between(...within(user))
        .toArray(),
    );
    // Something was typed while it was read, and is not in it.
    if (touches !== before) return refresh();
    byId.clear();
    for (const row of rows) if (!saved.has(row.id)) byId.set(row.id, withoutUser(row));
    publish();
  };

  return {
    list,
    open: async (kind, record) => {
      if (record === undefined) return newDraft(kind);
      const started = [...byId.values()].find((draft) => draft.record === record);
      if (started) return started;
      const view = model.get(record);
      if (!view) throw new StoreProblem('unknown-record', 'This record is not on the phone any more.');
      return draftOf(view);
    },
    put: async (draft) => {
      if (saved.has(draft.id)) return;
      byId.set(draft.id, draft);
      publish();
      await inTurn(async () => {
        if (!saved.has(draft.id)) await work.drafts.put({ ...draft, user });
      });
    },
    get: async (id) => {
      const row = await onHandle(work, () => work.drafts.get([user, id]));
      return row ? withoutUser(row) : undefined;
    },
    discard: async (id) => {
      byId.delete(id);
      publish();
      await inTurn(() => work.drafts.delete([user, id]));
    },
    refresh,
    consume: async (draft, make) => {
      // A write of the draft that is under way must be over before the draft is deleted.
      await writes;
      saved.add(draft.id);
      try {
        const made = await make();
        byId.delete(draft.id);
        publish();
        return made;
      } catch (error) {
        saved.delete(draft.id);
        throw error;
      }
    },
  };
}

function withoutUser(row: DraftRow): Draft {
  const draft: Draft & { user?: string } = { ...row };
  delete draft.user;
  return draft;
}
