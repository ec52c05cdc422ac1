import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { usePhone } from '../../shell/app-context.ts';
import { TaskPicker } from '../../shell/task-picker.tsx';
import { signalOf } from '../../shell/watched-signal.ts';
import type { WidgetProps } from './widget.ts';

export function ReferenceWidget(props: WidgetProps<'reference'>): JSX.Element {
  return props.field.to === 'task' ? <TaskChoice {...props} /> : <TeamChoice {...props} />;
}

function TaskChoice({ field, value, problemId, onChange }: WidgetProps<'reference'>): JSX.Element {
  const { phone } = usePhone();
  const [open, setOpen] = useState(false);
  const task = typeof value === 'string' ? phone.model.get(value) : undefined;
  const text = task?.code ?? (value == null ? 'choose' : 'not on this phone');
  return (
    <>
      <button
        type="button"
        class={`button head-task ${problemId === undefined ? '' : 'danger'}`}
        {...(problemId === undefined ? {} : { 'aria-describedby': problemId })}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <span class="sr-only">{field.label}: </span>
        {text} ▾
      </button>
      {open ? (
        <TaskPicker
          value={typeof value === 'string' ? value : ''}
          onChoose={onChange}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

function TeamChoice({ field, value, problemId, onChange }: WidgetProps<'reference'>): JSX.Element {
  const { phone } = usePhone();
  const id = useId();
  const { teams } = signalOf(phone.session).value;
  return (
    <>
      <label for={id}>{field.label}</label>
      <select
        id={id}
        class="input"
        value={typeof value === 'string' ? value : ''}
        aria-invalid={problemId !== undefined}
        onChange={(event) => onChange(event.currentTarget.value || null)}
      >
        <option value="">–</option>
        {teams.map((team) => (
          <option key={team.id} value={team.id}>
            {team.name}
          </option>
        ))}
      </select>
    </>
  );
}
