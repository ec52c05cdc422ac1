import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { createDraftKeeper } from '#app/form/draft-keeper.ts';
import { ordnance } from '#domain/kinds/ordnance.ts';
import { followTask } from '#app/form/task-defaults.ts';
import { withPreset } from '#app/form/recognise-preset.ts';
import type { Draft } from '#store/phone.ts';

const opened: Draft = {
  id: 'draft-1',
  kind: 'ordnance',
  record: 'record-1',
  base: { epoch: 'e', seq: 0 },
  after: [],
  opening: { count: 1, date: '2021-03-14', team: 'team-1' },
  known: {},
  values: { count: 1, date: '2021-03-14', team: 'team-1' },
  openedAt: '2021-03-14T08:00:00.000Z',
  touchedAt: '2021-03-14T08:00:00.000Z',
};

/** A form with a store that remembers, and a timer that is fired by hand. */
function openForm({ stored = false, failing = false, draft = opened } = {}) {
  const puts: Draft[] = [];
  const discarded: string[] = [];
  const timers = new Set<() => void>();
  const store = { failing };
  const keeper = createDraftKeeper({
    kind: ordnance,
    draft,
    stored,
    put: async (next) => {
      if (store.failing) throw new Error('The phone is full.');
      puts.push(next);
      return Promise.resolve();
    },
    discard: async (id) => {
      discarded.push(id);
      return Promise.resolve();
    },
    now: () => Date.UTC(2021, 2, 14, 9),
    later: (run) => {
      timers.add(run);
      return () => timers.delete(run);
    },
  });
  const wait = async () => {
    for (const run of timers) {
      timers.delete(run);
      run();
    }
    await keeper.flush();
  };
  return { keeper, puts, discarded, store, wait };
}

describe('a form that is kept as a draft', () => {
  it('is stored from the first touch, and not for a position that the phone found by itself', async () => {
    const { keeper, puts, wait } = openForm();
    keeper.fill('place', { source: 'gps' });
    await wait();
    expect(puts).toEqual([]);
    keeper.set('category', 'ap-mine');
    await wait();
    expect(puts).toHaveLength(1);
    expect(puts[0]?.values).toMatchObject({ category: 'ap-mine', place: { source: 'gps' } });
  });

  it('is stored at once when the page is about to go', async () => {
    const { keeper, puts } = openForm();
    keeper.set('category', 'uxo');
    await keeper.flush();
    expect(puts.map(({ values }) => values['category'])).toEqual(['uxo']);
  });

  it('keeps what was done true to the count that is changed afterwards', () => {
    const { keeper } = openForm();
    keeper.choosePreset('destroyed-here');
    keeper.set('count', 3);
    expect(keeper.draft.value.values['disposals']).toEqual([
      { on: '2021-03-14', count: 3, how: 'destroyed-in-situ', team: 'team-1' },
    ]);
    expect(keeper.draft.value.preset).toBe('destroyed-here');
  });

  it('leaves a disposal alone that was corrected by hand', () => {
    const { keeper } = openForm();
    keeper.choosePreset('destroyed-here');
    keeper.set('disposals', [{ on: '2021-03-15', count: 1, how: 'handed-over' }]);
    keeper.set('count', 2);
    expect(keeper.draft.value.values['disposals']).toEqual([
      { on: '2021-03-15', count: 1, how: 'handed-over' },
    ]);
    expect(keeper.draft.value.preset).toBeUndefined();
  });

  it('vanishes when it is left as it was opened', async () => {
    const { keeper, discarded } = openForm();
    keeper.set('count', 2);
    keeper.set('count', 1);
    await keeper.leave();
    expect(discarded).toEqual(['draft-1']);
  });

  it('says why it could not be stored, and stores it at the next change', async () => {
    const { keeper, puts, store, wait } = openForm({ failing: true });
    keeper.set('count', 2);
    await wait();
    expect(keeper.kept.value).toEqual({ problem: 'The phone is full.' });
    store.failing = false;
    keeper.set('count', 3);
    await wait();
    expect(keeper.kept.value).toBe('kept');
    expect(puts.map(({ values }) => values['count'])).toEqual([3]);
  });

  it('stores nothing behind a save, and everything after a save that failed', async () => {
    const { keeper, puts, wait } = openForm();
    keeper.set('count', 2);
    const released = await keeper.release();
    await wait();
    expect(released.values['count']).toBe(2);
    expect(puts).toEqual([]);
    keeper.resume();
    await keeper.flush();
    expect(puts.map(({ values }) => values['count'])).toEqual([2]);
  });
});

describe('what is typed and is no value yet', () => {
  it('makes a draft, survives in it beside the values, and is gone when it is finished', async () => {
    const { keeper, puts, wait } = openForm();
    keeper.keepUnfinished('place', { field: '39.99' });
    await wait();
    expect(puts.at(-1)?.unfinished).toEqual({ place: { field: '39.99' } });
    keeper.set('count', 2);
    await wait();
    expect(puts.at(-1)).toMatchObject({ unfinished: { place: { field: '39.99' } }, values: { count: 2 } });
    keeper.keepUnfinished('place', undefined);
    await wait();
    expect(puts.at(-1)).not.toHaveProperty('unfinished');
  });

  it('keeps the draft when the form is left, though no value was given', async () => {
    const { keeper, puts, discarded } = openForm();
    keeper.keepUnfinished('place', { field: '39.99' });
    await keeper.leave();
    expect([puts.length, discarded]).toEqual([1, []]);
  });
});

describe('a save that did not work', () => {
  it('leaves no draft behind where nothing was changed', async () => {
    const { keeper, discarded } = openForm();
    await keeper.release();
    keeper.resume();
    await keeper.leave();
    expect(discarded).toEqual(['draft-1']);
  });
});

describe('a record that is changed', () => {
  const presetOf = (values: Draft['values']) => withPreset(ordnance, { ...opened, values }).preset;

  it('shows what was done as it was chosen, whether or not there were disposals', () => {
    const disposals = [{ on: '2021-03-14', count: 2, how: 'destroyed-in-situ' }];
    expect(presetOf({ date: '2021-03-14', count: 2, location: 'gone', disposals })).toBe('destroyed-here');
    expect(presetOf({ date: '2021-03-14', count: 2, location: 'in-place' })).toBe('left-marked');
  });

  it('shows nothing as chosen where another team destroyed a part on another day', () => {
    const disposals = [{ on: '2021-03-20', count: 1, how: 'destroyed-in-situ' }];
    expect(presetOf({ date: '2021-03-14', count: 2, location: 'in-place', disposals })).toBeUndefined();
    expect(presetOf({ count: 2 })).toBeUndefined();
  });
});

describe('a form that was opened before any task was on the phone', () => {
  const arrived = { state: { id: 'task-1' }, values: {} };
  const later = { state: { id: 'task-2' }, values: {} };
  const noTask = () => signal<typeof arrived | null>(null);

  it('takes up the task in hand when it comes, and keeps to it', async () => {
    const { keeper, puts, wait } = openForm();
    const task = noTask();
    followTask(ordnance, keeper, task);
    keeper.set('category', 'uxo');
    task.value = arrived;
    task.value = later;
    await wait();
    expect(puts.at(-1)?.values).toMatchObject({ category: 'uxo', task: 'task-1' });
  });

  it('is no draft for that alone', async () => {
    const { keeper, puts, wait } = openForm();
    const task = noTask();
    followTask(ordnance, keeper, task);
    task.value = arrived;
    await wait();
    expect(keeper.draft.value.values['task']).toBe('task-1');
    expect(puts).toEqual([]);
  });

  it('does so too when it was put away as a draft and is taken up again', () => {
    const { keeper } = openForm({ stored: true });
    followTask(ordnance, keeper, signal(arrived));
    expect(keeper.draft.value.values['task']).toBe('task-1');
  });

  it('leaves a task that a person has chosen, and the form once it is closed', () => {
    const chosen = openForm().keeper;
    const task = noTask();
    followTask(ordnance, chosen, task);
    chosen.set('task', 'task-9');
    const closed = openForm().keeper;
    followTask(ordnance, closed, task)();
    task.value = arrived;
    expect(chosen.draft.value.values['task']).toBe('task-9');
    expect(closed.draft.value.values['task']).toBeUndefined();
  });

  it('gives no task to a record that was made without one', () => {
    const { keeper } = openForm({ draft: { ...opened, base: { epoch: 'e', seq: 4 } } });
    followTask(ordnance, keeper, signal(arrived));
    expect(keeper.draft.value.values['task']).toBeUndefined();
  });
});
