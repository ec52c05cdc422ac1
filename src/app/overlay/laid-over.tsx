import type { JSX } from 'preact';
import { usePhone } from '../shell/app-context.ts';
import { versionOf } from '../shell/watched-signal.ts';
import { OverlayRows, OverlaysOf } from './overlay-list.tsx';
import { useOverlays } from './use-overlays.ts';

/** Everything that is laid over the map on this phone: the task in hand first, then other tasks. */
export function LaidOver({ onAdd }: { onAdd: () => void }): JSX.Element {
  const { phone, taskInHand } = usePhone();
  void versionOf(phone.model).value;
  const { overlays, list } = useOverlays();
  const task = taskInHand.task.value;
  const others = [...new Set(list.map((each) => each.task))].filter((id) => id !== task?.state.id);
  return (
    <section class="stack">
      <h2 class="label">Laid over the map</h2>
      {task ? (
        <>
          <p class="quiet">Task in hand: {task.code}</p>
          <OverlaysOf task={task} onAdd={onAdd} />
        </>
      ) : (
        <p class="quiet">A layer belongs to a task, and there is no task on this phone yet.</p>
      )}
      {overlays
        ? others.map((id) => (
            <section key={id} class="stack">
              <h3>{phone.model.get(id)?.code ?? 'A task that is not on this phone any more'}</h3>
              <OverlayRows overlays={overlays} list={list.filter((each) => each.task === id)} />
            </section>
          ))
        : null}
    </section>
  );
}
