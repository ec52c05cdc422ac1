import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { dayIn } from '#domain/dates.ts';
import { useApp, usePhone } from './app-context.ts';
import { lateSheet } from './late-sheet.tsx';
import { Sheet } from './sheet.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { gpsText, networkText, sendingText, storageWarning } from './strip-text.ts';
import { useClock } from './use-clock.ts';
import { signalOf } from './watched-signal.ts';

const TaskPicker = lateSheet(async () => (await import('./task-picker.tsx')).TaskPicker);
const StatusSheet = lateSheet(async () => (await import('./status-sheet.tsx')).StatusSheet);

type OpenSheet = 'task' | 'status' | 'sign-in' | null;

/** The line that is always true: task, network, what is not sent, GPS, storage. */
export function Strip(): JSX.Element {
  const { locator, online, now, storage } = useApp();
  const { phone, taskInHand } = usePhone();
  const [sheet, setSheet] = useState<OpenSheet>(null);
  useClock(20_000);
  const sync = signalOf(phone.sync).value;
  const { timeZone } = signalOf(phone.session).value.programme;
  const task = taskInHand.task.value;
  const network = networkText(sync, online.value);
  const warning = storageWarning(storage.keeping.value, storage.freeBytes.value);
  const signIn = sync.phase === 'signed-out' || sync.phase === 'other-user';
  const close = () => setSheet(null);
  return (
    <>
      <header class="strip">
        <button type="button" class="strip-task" onClick={() => setSheet('task')}>
          <span>Task ▾</span>
          <b>{task?.code ?? 'none'}</b>
        </button>
        <button
          type="button"
          class="strip-state"
          onClick={() => setSheet(signIn ? 'sign-in' : 'status')}
          aria-haspopup="dialog"
        >
          <span class="strip-line">
            <span>
              <i class={`dot ${network === 'Offline' ? '' : 'on'}`} aria-hidden="true" />
              {network}
            </span>
            <span class="number">{gpsText(locator.state.value, locator.fix.value, now())}</span>
          </span>
          <b class="number" aria-live="polite">
            {sendingText(sync, timeZone, dayIn(timeZone, now()))}
          </b>
          {warning === null ? null : <span>{warning}</span>}
        </button>
      </header>
      {sheet === 'task' ? <TaskPicker onClose={close} /> : null}
      {sheet === 'status' ? <StatusSheet onClose={close} /> : null}
      {sheet === 'sign-in' ? (
        <Sheet title="Sign in again" onClose={close}>
          <p>
            {sync.phase === 'other-user'
              ? 'Somebody else is signed in in this browser.'
              : 'The session has ended.'}{' '}
            Everything you log is kept on this phone and is sent when you have signed in.
          </p>
          <SignInForm onDone={close} />
          <button type="button" class="button" onClick={() => setSheet('status')}>
            More about sending and this phone
          </button>
        </Sheet>
      ) : null}
    </>
  );
}
