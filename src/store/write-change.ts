import { dayIn } from '#domain/dates.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import { type Act, type Change, type Flag, freezeChange } from '#protocol/change.ts';
import { readChange } from '#protocol/change.ts';
import type { SessionAnswer } from '#protocol/wire.ts';
import { onHandle } from './database.ts';
import type { OwnChange } from './fold.ts';
import { changeOf, isCreate } from './make-change.ts';
import type { Draft } from './phone.ts';
import type { RecordModel } from './record-model.ts';
import { StoreProblem } from './store-problem.ts';
import { bumpHead, type OutboxRow, type UserRow, type WorkDatabase } from './work-database.ts';

export interface WriterPorts {
  readonly work: WorkDatabase;
  readonly user: string;
  readonly registry: Registry;
  readonly model: RecordModel;
  readonly session: () => SessionAnswer;
  readonly now: () => number;
  readonly makeId: () => string;
}

export interface Written {
  readonly own: OwnChange;
  readonly head: number;
  /** Whether it only added a row; false where it was there already, or a refused change was put aside with it. */
  readonly added: boolean;
}

/** Makes changes. Each is one transaction with its outbox row, the counters and the end of its draft. */
export interface ChangeWriter {
  save(draft: Draft, warnings: readonly Flag[]): Promise<Written>;
  act(record: string, act: Act): Promise<Written>;
  resolve(record: string, hold: string, choice: 'keep' | 'take'): Promise<Written>;
  retry(change: string): Promise<Written>;
  dismiss(change: string): Promise<void>;
}

/** What a transaction adds; code: whether the record's code took a number. */
interface Made {
  readonly change: Change;
  readonly code: boolean;
  readonly dismisses?: OutboxRow | undefined;
}

export function createChangeWriter(ports: WriterPorts): ChangeWriter {
  const { work, user, registry, model, session, now, makeId } = ports;

  const append = async (
    make: (owner: UserRow) => PromiseLike<Made | OutboxRow>,
    draft?: string,
  ): Promise<Written> =>
    onHandle(work, () =>
      work.transaction('rw', work.users, work.outbox, work.drafts, work.heads, async () => {
        const owner = await work.users.get(user);
        if (!owner) throw new Error(`No user ${user} on this phone.`);
        const made = await make(owner);
        if (draft !== undefined) {
          await work.drafts.delete([user, draft]);
          await bumpHead(work, user, 'drafts');
        }
        const head = await bumpHead(work, user, 'outbox');
        if (!('change' in made)) return { own: ownOf(made), head, added: false };
        const { change, code, dismisses } = made;
        const n = owner.nextNumber;
        const { record } = change;
        const row: OutboxRow = {
          user,
          replica: owner.replica,
          n,
          record,
          state: 'pending',
          ...freezeChange(change),
        };
        await work.outbox.add(row);
        await work.users.put({ ...owner, nextNumber: n + 1, nextCode: owner.nextCode + (code ? 1 : 0) });
        if (dismisses) await work.outbox.put({ ...dismisses, state: 'dismissed' });
        return { own: { row, change }, head, added: dismisses === undefined };
      }),
    );

  const at = () => new Date(now()).toISOString();

  /** A change to a record as it stands on this phone. */
  const onNow = (record: string): Pick<Change, 'id' | 'record' | 'base' | 'after' | 'author' | 'at'> => ({
    id: makeId(),
    record,
    base: { epoch: session().epoch, seq: model.base(record)?.seq ?? 0 },
    after: model
      .shown(record)
      .filter(({ row }) => row.state !== 'refused')
      .map(({ change }) => change.id),
    author: session().user.id,
    at: at(),
  });

  const viewOf = (record: string) => {
    const view = model.get(record);
    if (!view) throw new StoreProblem('unknown-record', 'This record is not on the phone any more.');
    return view;
  };

  return {
    save: async (draft, warnings) => {
      const kind = registry.get(draft.kind);
      if (!kind)
        throw new StoreProblem('unknown-kind', 'This version of the app does not know such a record.');
      const { task } = draft.values;
      const taskCode = typeof task === 'string' ? model.get(task)?.code : undefined;
      return append(async (owner) => {
        const before = isCreate(draft) ? await work.outbox.get([user, draft.record]) : undefined;
        // Saved already, by a second touch of the button or in another tab.
        if (before && before.state !== 'refused') return before;
        const change = changeOf(draft, kind, warnings, {
          session: session(),
          tag: owner.tag,
          codeNumber: owner.nextCode,
          taskCode,
          today: dayIn(session().programme.timeZone, now()),
          at: at(),
          id: isCreate(draft) && !before ? draft.record : makeId(),
        });
        return { change, code: isCreate(draft), dismisses: before };
      }, draft.id);
    },

    act: async (record, act) => {
      const { kind } = viewOf(record).state;
      return append(() => Promise.resolve({ change: { ...onNow(record), kind, act }, code: false }));
    },

    resolve: async (record, hold, choice) => {
      const { state } = viewOf(record);
      const held = state.holds.find((each) => each.id === hold);
      if (!held) throw new StoreProblem('unknown-change', 'Somebody has chosen already.');
      const set = choice === 'take' ? { [held.group]: held.value } : {};
      const change = { ...onNow(record), kind: state.kind, set, resolves: [hold] };
      return append(() => Promise.resolve({ change, code: false }));
    },

    retry: async (id) =>
      append(async () => {
        const row = await work.outbox.get([user, id]);
        const read = row && readChange(row.text);
        if (row?.state !== 'refused' || !read?.ok) {
          throw new StoreProblem('unknown-change', 'This change is not waiting for anybody any more.');
        }
        const change: Change = { ...read.change, ...onNow(row.record), retryOf: id };
        return { change, code: false, dismisses: row };
      }),

    dismiss: async (id) => {
      await onHandle(work, () =>
        work.transaction('rw', work.outbox, work.heads, async () => {
          const row = await work.outbox.get([user, id]);
          if (row?.state !== 'refused') return;
          await work.outbox.put({ ...row, state: 'dismissed' });
          await bumpHead(work, user, 'outbox');
        }),
      );
    },
  };
}

/** @throws StoreProblem not-stored for a text that cannot be read */
function ownOf(row: OutboxRow): OwnChange {
  const read = readChange(row.text);
  if (!read.ok) throw new StoreProblem('not-stored', read.message);
  return { row, change: read.change };
}
