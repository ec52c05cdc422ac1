import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Phone, RecordView } from '#store/phone.ts';
import type { LocalMemory } from './local-memory.ts';
import { versionOf } from './watched-signal.ts';

/** The task that new records belong to, as this user chose it on this phone. */
export interface TaskInHand {
  readonly task: ReadonlySignal<RecordView | null>;
  choose(id: string): void;
}

/** Tasks that can be worked on, the own team's first, then by code. */
export function tasksOf(phone: Phone): readonly RecordView[] {
  const { team } = phone.session.value.user;
  const tasks = [...phone.model.where({ kind: 'task' })].filter(({ state }) => state.status !== 'withdrawn');
  const rank = (task: RecordView) => (task.values['team'] === team ? 0 : 2) + (isOpenTask(task) ? 0 : 1);
  return tasks.sort((a, b) => rank(a) - rank(b) || a.code.localeCompare(b.code));
}

/** Whether a task can be worked on. */
export function isOpenTask(task: RecordView): boolean {
  const state = task.values['state'];
  return state === undefined || state === null || state === 'active' || state === 'planned';
}

export function createTaskInHand(phone: Phone, memory: LocalMemory): TaskInHand {
  const key = `task.${phone.session.value.user.id}`;
  const chosen = signal(memory.get(key));
  const task = computed(() => {
    void versionOf(phone.model).value;
    const view = chosen.value === null ? undefined : phone.model.get(chosen.value);
    // Nobody has chosen yet: the task of the last record, or the first of the team's.
    return view ?? lastWorkedTask(phone) ?? tasksOf(phone)[0] ?? null;
  });
  return {
    task,
    choose(id) {
      chosen.value = id;
      memory.set(key, id);
    },
  };
}

function lastWorkedTask({ model, session }: Phone): RecordView | undefined {
  const last = model.latest({ author: session.value.user.id }, 'task');
  return last && model.get(last.values['task'] as string);
}
