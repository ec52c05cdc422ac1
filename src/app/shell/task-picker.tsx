import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { usePhone } from './app-context.ts';
import { Sheet } from './sheet.tsx';
import { tasksOf } from './task-in-hand.ts';

const shownAtOnce = 60;
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

interface TaskPickerProps {
  readonly onClose: () => void;
  /** What is chosen now, and what to do with a choice; the task in hand where they are not given. */
  readonly value?: string | undefined;
  readonly onChoose?: (id: string) => void;
}

/** The tasks on this phone, the own team's first. */
export function TaskPicker({ onClose, value, onChoose }: TaskPickerProps): JSX.Element {
  const { phone, taskInHand } = usePhone();
  const [search, setSearch] = useState('');
  const tasks = tasksOf(phone);
  const wanted = search.trim().toLowerCase();
  const found = tasks.filter((task) =>
    `${task.code} ${task.kind?.title(task.values) ?? ''} ${textOf(task.values['district'])}`
      .toLowerCase()
      .includes(wanted),
  );
  const current = value ?? taskInHand.task.value?.state.id;
  const choose = onChoose ?? ((id: string) => taskInHand.choose(id));
  return (
    <Sheet title="Task" onClose={onClose}>
      {tasks.length > 8 ? (
        <input
          class="input"
          type="search"
          placeholder="Number, name or district"
          aria-label="Search tasks"
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
      ) : null}
      {tasks.length === 0 ? (
        <p class="empty">No task on this phone yet. Tasks come with the first news from the server.</p>
      ) : found.length === 0 ? (
        <p class="empty">No task fits “{search}”.</p>
      ) : (
        <ul class="rows">
          {found.slice(0, shownAtOnce).map((task) => (
            <li key={task.state.id}>
              <button
                type="button"
                class="row"
                aria-pressed={task.state.id === current}
                onClick={() => {
                  choose(task.state.id);
                  onClose();
                }}
              >
                <span aria-hidden="true">{task.state.id === current ? '✓' : ''}</span>
                <span>
                  <b>{task.code}</b>
                  <small>{task.kind?.title(task.values)}</small>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {found.length > shownAtOnce ? (
        <p class="quiet">More tasks than fit: search by number or name.</p>
      ) : null}
    </Sheet>
  );
}
