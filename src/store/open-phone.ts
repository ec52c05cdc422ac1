import { liveQuery } from 'dexie';
import type { CreateLedger } from '#domain/ledger.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import { sameValue } from '#domain/merge-groups.ts';
import type { RecordState } from '#protocol/record.ts';
import type { SessionAnswer } from '#protocol/wire.ts';
import { createCalls } from '#sync/calls.ts';
import { createLoop, type LoopState, type WakeReason } from '#sync/loop.ts';
import type { Clock, Turn } from '#sync/ports.ts';
import type { Transport } from '#sync/transport.ts';
import { arrive, ownerOf, sessionStore } from './account.ts';
import { createAttention } from './attention.ts';
import { createBaseMapStore } from './base-map-store.ts';
import { type DatabasePlace, onHandle } from './database.ts';
import { createDrafts } from './drafts.ts';
import { dropPulled, type MapDatabase, type NoteName, openMapDatabase } from './map-database.ts';
import { createOutbox } from './outbox.ts';
import { createPackReader } from './pack-reader.ts';
import { createPageStore, within } from './page-store.ts';
import type { Attention, Draft, Phone, RecordView, SyncState } from './phone.ts';
import { outboxProblems } from './read-outbox.ts';
import { createRecordModel } from './record-model.ts';
import { recordView } from './record-view.ts';
import { createShownOutbox } from './shown-outbox.ts';
import { watchable } from './watched.ts';
import { openWorkDatabase, type WorkDatabase } from './work-database.ts';
import { createChangeWriter, type Written } from './write-change.ts';

export interface PhoneOptions {
  /** The id of the account. */
  readonly user: string;
  readonly transport: Transport;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** UUIDv7, see `createMakeId`. */
  readonly makeId: () => string;
  readonly registry: Registry;
  readonly createLedger: CreateLedger;
  /** Lets one tab sync at a time; without it every tab does. */
  readonly turn?: Turn;
  readonly place?: DatabasePlace;
  readonly timeoutMs?: number;
  /**
   * after-sign-in: the server's word on user and programme is fetched first; the first on this installation needs it.
   * returning: was here before; where the memory is gone, that is for a person to hear of, and no new beginning.
   */
  readonly start: 'after-sign-in' | 'returning';
}

/** The phone with what only the app's shell uses. */
export interface OpenedPhone extends Phone {
  /** Looks for work now. Fulfilled when a cycle that began after the call is through. */
  wake(reason: WakeReason): Promise<void>;
  /** How often to look while the app is visible: 60 s, or 3 s for an open desk. */
  setPace(pace: { readonly pollMs: number }): void;
  /** Hidden: no polling. Visible again: looks at once, on a connection to the database that works. */
  setVisible(visible: boolean): void;
}

const PHONE_POLL_MS = 60_000;
const TIMEOUT_MS = 30_000;
const ROOM_MS = 10_000;

/**
 * Opens a user's memory on this installation; syncs by itself.
 * @throws StoreProblem not-enrolled, not-stored
 */
export async function openPhone(options: PhoneOptions): Promise<OpenedPhone> {
  const place = options.place ?? {};
  const work = openWorkDatabase(place);
  const map = openMapDatabase(place);
  try {
    return await openOn(work, map, options);
  } catch (error) {
    work.closeForGood();
    map.closeForGood();
    throw error;
  }
}

async function openOn(work: WorkDatabase, map: MapDatabase, options: PhoneOptions): Promise<OpenedPhone> {
  const { user, transport, clock, makeId, registry } = options;
  const now = () => clock.now();

  const model = createRecordModel(registry, options.createLedger);
  // Nothing of it is this user's record: it is drawn, and counts nowhere.
  const warnings = createRecordModel(registry, options.createLedger);
  const reader = createPackReader(map, user, model, warnings);
  const calls = createCalls(transport, { user, timeoutMs: options.timeoutMs ?? TIMEOUT_MS });
  const settleIn = async () => {
    const said = options.start === 'returning' ? undefined : await arrive({ work, user, calls, makeId, now });
    return { said, owner: await ownerOf(work, user) };
  };
  // Each is a way to the database process and back: they go together.
  const note = (name: NoteName) => onHandle(map, () => map.notes.get([user, name]));
  const [{ said, owner }, baseMap, pulledAt, history] = await Promise.all([
    settleIn(),
    createBaseMapStore(map, user, calls),
    note('pulled-at'),
    note('epoch'),
    reader.reload(),
  ]);
  const session = watchable<SessionAnswer>(owner.session);
  const heads = { drafts: 0, session: 0 };
  const drafts = createDrafts({
    work,
    user,
    model,
    registry,
    now,
    makeId,
    session: () => session.value,
    wrote: (head) => {
      if (head === heads.drafts + 1) heads.drafts = head;
    },
  });

  const sync = watchable<SyncState>({
    phase: 'idle',
    unsent: 0,
    lastSentAt: owner.lastSentAt,
    lastPulledAt: typeof pulledAt?.value === 'string' ? pulledAt.value : null,
  });
  const attention = createAttention(model, () => session.value.user);

  const outbox = createShownOutbox({ work, user, model, attention, sync });
  const [startProblems] = await Promise.all([outboxProblems(work, user), drafts.refresh(), outbox.refresh()]);
  const showProblems = (isGivenUp: boolean) => {
    attention.setUnreadable(isGivenUp ? [...startProblems, mapGivenUp] : startProblems);
  };
  let isGivenUp = owner.pulled === true && history === undefined;
  let hasPulled = owner.pulled === true;
  showProblems(isGivenUp);
  let madeRoomAt = -Infinity;
  // A full phone: what others recorded can be pulled again, what was logged here cannot.
  work.makeRoom = async () => {
    const had = await dropPulled(map).catch(() => false);
    isGivenUp ||= had;
    if (had) madeRoomAt = now();
    showProblems(isGivenUp);
    // Of a draft and a save that come together one makes the room, and both may use it.
    return had || now() - madeRoomAt < ROOM_MS;
  };

  const loop = createLoop({
    calls,
    clock,
    random: options.random,
    turn: options.turn ?? always,
    outbox: createOutbox({ work, user, now, makeId, changed: outbox.refresh, decided: outbox.decided }),
    pages: createPageStore({
      map,
      user,
      arrived: (...rows) => {
        reader.arrived(...rows);
      },
      reset: async () => reader.reload(),
    }),
    sessions: sessionStore(work, user, (value) => {
      session.set(value);
    }),
    said,
    report: (state) => {
      sync.set(withLoop(sync.value, state));
    },
    finished: ({ pulled }) => {
      if (!pulled) return;
      const lastPulledAt = new Date(now()).toISOString();
      sync.set({ ...sync.value, lastPulledAt });
      if (isGivenUp) {
        isGivenUp = false;
        showProblems(false);
      }
      if (!hasPulled) {
        hasPulled = true;
        void onHandle(work, () => work.users.update(user, { pulled: true })).catch(() => undefined);
      }
      void map.notes.put({ user, name: 'pulled-at', value: lastPulledAt }).catch(() => undefined);
      void baseMap.fetchFor(session.value.programme.area);
    },
  });

  const writer = createChangeWriter({
    work,
    user,
    registry,
    model,
    now,
    makeId,
    session: () => session.value,
  });
  const wrote = async ({ own, head, added }: Written): Promise<void> => {
    await (added ? outbox.added(own, head) : outbox.refresh());
    void loop.wake('save');
  };

  const follow = <T>(query: () => Promise<T>, take: (value: T) => Promise<void>) =>
    liveQuery(query).subscribe({
      next: (value) => {
        // A handle that died under it: what was missed is read with the next write.
        take(value).catch(() => undefined);
      },
      error: () => undefined,
    });
  const followed = [
    follow(
      () =>
        work.heads
          .where('[user+name]')
          .between(...within(user))
          .toArray(),
      async (rows) => {
        const head = (name: string) => rows.find((row) => row.name === name)?.value ?? 0;
        if (head('outbox') > outbox.head) await outbox.refresh();
        if (head('drafts') > heads.drafts) {
          heads.drafts = head('drafts');
          await drafts.refresh();
        }
        if (head('session') > heads.session) {
          heads.session = head('session');
          const stored = (await ownerOf(work, user)).session;
          if (!sameValue(stored, session.value)) session.set(stored);
        }
      },
    ),
    follow(
      async () =>
        Promise.all([
          map.cursors
            .where('[user+bucket]')
            .between(...within(user))
            .toArray(),
          map.notes.get([user, 'epoch']),
        ]),
      async ([cursors, epoch]) => reader.catchUp(cursors, epoch?.value),
    ),
  ];

  let pollMs = PHONE_POLL_MS;
  let visible = true;
  const pace = () => {
    loop.setPace({ pollMs: visible ? pollMs : null });
  };

  const close = () => {
    loop.stop();
    for (const subscription of followed) subscription.unsubscribe();
    work.closeForGood();
    map.closeForGood();
  };
  for (const database of [work, map]) {
    // A newer version of the app wants to change the database: it must not wait for this one.
    database.on('versionchange', () => {
      close();
      work.giveUp();
      map.giveUp();
      const problem = 'A newer version of the app is open. Reload this page; everything saved is kept.';
      sync.set({ ...sync.value, phase: 'blocked', problem });
    });
  }

  pace();
  void loop.wake('start');
  return {
    session,
    sync,
    model,
    warnings,
    drafts,
    attention,
    baseMap: baseMap.watched,
    save: async (draft, warned) => {
      const written = await drafts.consume(draft, async () => writer.save(draft, warned));
      await wrote(written);
      return model.get(draft.record) ?? withoutRecord(registry, draft, written);
    },
    act: async (...given) => wrote(await writer.act(...given)),
    resolve: async (...given) => wrote(await writer.resolve(...given)),
    retry: async (change) => {
      const refused = attention.value.find((each) => each.type === 'refused' && each.change === change);
      await wrote(await writer.retry(change, refused?.type === 'refused' ? refused.record : ''));
    },
    dismiss: async (change) => {
      await writer.dismiss(change);
      await outbox.refresh();
    },
    history: async (record) => {
      const reply = await calls.history(record);
      return reply.ok
        ? { ok: true, changes: reply.value.changes }
        : { ok: false, message: reply.fault.message };
    },
    phones: async () => {
      const reply = await calls.phones();
      return reply.ok
        ? { ok: true, phones: reply.value.phones }
        : { ok: false, message: reply.fault.message };
    },
    exportUnsent: async () => {
      const { programme } = session.value;
      const { exportUnsent } = await handOver();
      return exportUnsent(work, user, programme.id, new Date(now()).toISOString());
    },
    importChanges: async (text) => {
      const { importChanges } = await handOver();
      const taken = await importChanges(work, user, session.value.programme.id, text);
      await outbox.refresh();
      void loop.wake('save');
      return taken;
    },
    sendNow: async () => {
      await loop.wake('button');
      await outbox.refresh.last();
    },
    wake: async (reason) => {
      await loop.wake(reason);
      await outbox.refresh.last();
    },
    setPace: (next) => {
      ({ pollMs } = next);
      pace();
    },
    setVisible: (nowVisible) => {
      visible = nowVisible;
      pace();
      if (!nowVisible) return;
      void onHandle(work, () => work.users.get(user)).catch(() => undefined);
      void loop.wake('visible');
    },
    close,
  };
}

/** Most days nobody does: it is not among what the map needs at the start. */
const handOver = async () => import('./hand-over.ts');

const mapGivenUp: Attention = {
  type: 'unreadable',
  where: 'The phone was full',
  message:
    'The map was taken off it so that your record could be saved. It comes back with a network; free some space before.',
};

const always: Turn = async (work) => {
  await work();
  return true;
};

function withLoop(sync: SyncState, { phase, problem, progress }: LoopState): SyncState {
  const { unsent, lastSentAt, lastPulledAt } = sync;
  return {
    phase,
    unsent,
    lastSentAt,
    lastPulledAt,
    ...(problem && { problem }),
    ...(progress && { progress }),
  };
}

/**
 * What was saved on a record that has left the phone meanwhile (its server was restored, its task given away): stored and
 * to be sent, but not on the map.
 */
function withoutRecord(registry: Registry, draft: Draft, { own }: Written): RecordView {
  const { change } = own;
  const state: RecordState = {
    id: change.record,
    kind: change.kind,
    firstSeq: draft.base.seq,
    seq: draft.base.seq,
    status: 'submitted',
    body: { ...draft.known, ...change.set },
    writer: {},
    holds: [],
    flags: change.warnings ?? [],
    author: change.author,
    recordedAt: change.at,
  };
  return recordView(registry, state, 'unsent');
}
