import { dayIn } from '#domain/dates.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import { differenceOf, valuesOf } from '#domain/merge-groups.ts';
import { relevantValues } from '#domain/validate.ts';
import { type Act, type Change, type Flag, freezeChange } from '#protocol/change.ts';
import { readChange } from '#protocol/change.ts';
import { type Hold, isLocked, type RecordState, replacing } from '#protocol/record.ts';
import type { SessionAnswer } from '#protocol/wire.ts';
import { onHandle } from './database.ts';
import { makesRecord } from '#protocol/merge.ts';
import type { OwnChange } from './fold.ts';
import { type ChangeContext, changeOf, isCreate } from './make-change.ts';
import type { Draft } from './phone.ts';
import type { RecordModel } from './record-model.ts';
import { clearedProblem, StoreProblem } from './store-problem.ts';
import {
  bumpHead,
  type OutboxRow,
  putHead,
  readHeads,
  type UserRow,
  type WorkDatabase,
} from './work-database.ts';

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
  act(record: string, act: Act, takes?: readonly string[]): Promise<Written>;
  resolve(
    record: string,
    hold: string,
    choice: 'keep' | 'take',
    beside?: readonly string[],
  ): Promise<Written>;
  /** @param record the one that the change is about */
  retry(change: string, record: string): Promise<Written>;
  dismiss(change: string): Promise<void>;
}

/** What a transaction adds; code: whether the record's code took a number. */
interface Made {
  readonly change: Change;
  readonly code: boolean;
  /** Refused changes that this one stands for. */
  readonly dismisses?: readonly OutboxRow[];
}

export function createChangeWriter(ports: WriterPorts): ChangeWriter {
  const { work, user, registry, model, session, now, makeId } = ports;

  /**
   * One transaction in two steps, whatever it is about: everything that is read at once, then everything that is
   * written at once. Each step is one way to the browser's database process and back, and a save waits for no more.
   */
  const append = async <T>(
    read: () => PromiseLike<T>,
    make: (owner: UserRow, found: T) => Made | OutboxRow,
    draft?: string,
  ): Promise<Written> =>
    onHandle(work, () =>
      work.transaction('rw', work.users, work.outbox, work.drafts, work.heads, async () => {
        const [owner, heads, found] = await Promise.all([
          work.users.get(user),
          readHeads(work, user, ['outbox', 'drafts']),
          read(),
        ]);
        if (!owner) throw clearedProblem();
        const made = make(owner, found);
        const head = heads.outbox + 1;
        const writes: PromiseLike<unknown>[] = [putHead(work, user, 'outbox', head)];
        if (draft !== undefined) {
          writes.push(work.drafts.delete([user, draft]), putHead(work, user, 'drafts', heads.drafts + 1));
        }
        if (!('change' in made)) {
          await Promise.all(writes);
          return { own: ownOf(made), head, added: false };
        }
        const { change, code, dismisses = [] } = made;
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
        writes.push(
          work.outbox.add(row),
          work.users.put({ ...owner, nextNumber: n + 1, nextCode: owner.nextCode + (code ? 1 : 0) }),
          ...dismisses.map((refused) => work.outbox.put({ ...refused, state: 'dismissed' })),
        );
        await Promise.all(writes);
        return { own: { row, change }, head, added: dismisses.length === 0 };
      }),
    );

  const at = () => new Date(now()).toISOString();

  /** A change to a record as it stands on this phone. */
  const onNow = (record: string): Pick<Change, 'id' | 'record' | 'base' | 'after' | 'author' | 'at'> => ({
    id: makeId(),
    record,
    base: { epoch: session().epoch, seq: model.base(record)?.seq ?? 0 },
    after: [...model.builtOn(record)],
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
      return append(
        () =>
          Promise.all([
            work.outbox.get([user, draft.record]),
            isCreate(draft) ? creationsOf(work, user, draft.record) : [],
          ]),
        (owner, [sameId, made]) => {
          const context = (id: string): ChangeContext => ({
            session: session(),
            tag: owner.tag,
            codeNumber: owner.nextCode,
            taskCode,
            today: dayIn(session().programme.timeZone, now()),
            at: at(),
            id,
          });
          if (!isCreate(draft))
            return { change: changeOf(draft, kind, warnings, context(makeId())), code: false };
          const standing = made.find(({ row }) => row.state !== 'refused');
          if (standing) {
            // Saved already, by a second touch of the button or in another tab: only what differs from that is new.
            const onTop = draftOnTop(draft, kind, standing);
            return onTop
              ? { change: changeOf(onTop, kind, warnings, context(makeId())), code: false }
              : standing.row;
          }
          // The code of one that the server refused stays: people have said it already.
          const code = draft.known.code ?? made.at(-1)?.change.set?.code;
          const known = code === undefined ? draft.known : { ...draft.known, code };
          const change = changeOf(
            { ...draft, known },
            kind,
            warnings,
            // One that was made before was sent under the record's id, even where it has been cleared away since.
            context(sameId || code !== undefined ? makeId() : draft.record),
          );
          return { change, code: code === undefined, dismisses: made.map(({ row }) => row) };
        },
        draft.id,
      );
    },

    act: async (record, act, takes = []) => {
      const { state } = viewOf(record);
      for (const hold of takes) waitingIn(state, hold);
      const resolves = takes.length > 0 ? { resolves: [...takes] } : {};
      // As it stands at the touch: what is pulled while this is stored was not in view.
      const change = { ...onNow(record), kind: state.kind, act, ...resolves };
      return append(nothing, () => ({ change, code: false }));
    },

    resolve: async (record, hold, choice, beside = []) => {
      const { state } = viewOf(record);
      const held = waitingIn(state, hold);
      const groups = [held, ...beside.map((other) => waitingIn(state, other))].map(({ group }) => group);
      if (isLocked(state) && (choice === 'take' || session().user.role !== 'supervisor')) {
        const message = `The record is ${state.status}: a supervisor can reopen it and take what waits, or dismiss it.`;
        throw new StoreProblem('locked', message);
      }
      const set = choice === 'take' ? { [held.group]: held.value } : {};
      const change = {
        ...onNow(record),
        ...replacing(model.writers(record), groups),
        kind: state.kind,
        set,
        resolves: [hold, ...beside],
      };
      return append(nothing, () => ({ change, code: false }));
    },

    retry: async (id, record) => {
      const inView = onNow(record);
      const writer = model.writers(record);
      return append(
        () => work.outbox.get([user, id]),
        (_, row) => {
          const read = row && readChange(row.text);
          if (row?.state !== 'refused' || !read?.ok) {
            throw new StoreProblem('unknown-change', 'This change is not waiting for anybody any more.');
          }
          const buildsOnNothing = inView.base.seq === 0 && inView.after.length === 0;
          if (buildsOnNothing && !makesRecord(read.change)) {
            // Sent all the same, it would make a record of the few values that it changes.
            const message = 'The record that this changes is not on the phone. Try again when it is.';
            throw new StoreProblem('unknown-record', message);
          }
          const { replaces, ...said } = read.change;
          const groups = Object.keys(replaces ?? said.set ?? {});
          const change: Change = {
            ...said,
            ...inView,
            ...replacing(writer, groups),
            retryOf: said.retryOf ?? id,
          };
          return { change, code: false, dismisses: [row] };
        },
      );
    },

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

const nothing = () => Promise.resolve();

/** @throws StoreProblem chosen where the value does not wait any more */
function waitingIn({ holds }: RecordState, hold: string): Hold {
  const found = holds.find((each) => each.id === hold);
  if (!found)
    throw new StoreProblem('chosen', 'Somebody else has chosen meanwhile. Look at what stands now.');
  return found;
}

/** The user's changes that make the record, but for those put aside, in the order in which they were made. */
async function creationsOf(work: WorkDatabase, user: string, record: string): Promise<readonly OwnChange[]> {
  const rows = await work.outbox.where('[user+record]').equals([user, record]).toArray();
  return rows
    .filter((row) => row.state !== 'dismissed')
    .flatMap((row): OwnChange[] => {
      const read = readChange(row.text);
      return read.ok && makesRecord(read.change) ? [{ row, change: read.change }] : [];
    })
    .sort((a, b) => (a.change.at < b.change.at ? -1 : 1));
}

/** The draft of a new record as one that changes the record it made before; undefined where they say the same. */
function draftOnTop(draft: Draft, kind: KindDeclaration, { change }: OwnChange): Draft | undefined {
  const known = change.set ?? {};
  const opening = valuesOf(kind.fields, known);
  const relevant = relevantValues(kind.fields, draft.values);
  // The own team was added when it was saved.
  const values =
    relevant.team == null && opening.team != null ? { ...relevant, team: opening.team } : relevant;
  if (Object.keys(differenceOf(kind.fields, opening, values, known)).length === 0) return undefined;
  return { ...draft, after: [change.id], opening, known, values };
}

/** @throws StoreProblem not-stored for a text that cannot be read */
function ownOf(row: OutboxRow): OwnChange {
  const read = readChange(row.text);
  if (!read.ok) throw new StoreProblem('not-stored', read.message);
  return { row, change: read.change };
}
