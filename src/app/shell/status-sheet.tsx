import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { dayIn } from '#domain/dates.ts';
import { DangerSettings } from '../danger/danger-slot.tsx';
import { useApp, usePhone } from './app-context.ts';
import { attentionEntries } from './attention-entries.ts';
import { notationNames } from './notation-switch.ts';
import { HandOver } from './hand-over.tsx';
import { keptNotice } from './session.ts';
import { Link } from './screen.tsx';
import { Sheet } from './sheet.tsx';
import { gpsText, networkText, sendingText, storageText } from './strip-text.ts';
import { themes, type Theme } from './theme.ts';
import { signalOf } from './watched-signal.ts';

/** What there is to know about sending, storage and this phone, and what can be done about it. */
export function StatusSheet({ onClose }: { onClose: () => void }): JSX.Element {
  const { session, online, locator, storage, theme, notation, install, newVersion, now } = useApp();
  const { phone } = usePhone();
  const [leaving, setLeaving] = useState(false);
  useEffect(() => {
    void storage.look();
  }, [storage]);
  const sync = signalOf(phone.sync).value;
  const { user, programme, teams, replica } = signalOf(phone.session).value;
  const attention = attentionEntries(signalOf(phone.attention).value);
  const team = teams.find(({ id }) => id === user.team);
  const keeping = storage.keeping.value;
  const working = sync.phase === 'working';
  return (
    <Sheet title="This phone" onClose={onClose}>
      {sync.problem ? <p class="notice bad">{sync.problem}</p> : null}
      {sync.phase === 'blocked' ? (
        <button type="button" class="button wide" onClick={() => void newVersion.use()}>
          Reload
        </button>
      ) : null}
      {attention.length > 0 ? (
        <Link to="/attention" class="button">
          Needs attention: {attention.length}
        </Link>
      ) : null}
      <dl class="facts">
        <div>
          <dt>Sending</dt>
          <dd class="number">
            {sendingText(sync, programme.timeZone, dayIn(programme.timeZone, now()))} ·{' '}
            {networkText(sync, online.value)}
            {sync.progress ? ` · ${sync.progress.received} of ${sync.progress.expected} received` : ''}
          </dd>
        </div>
        <div>
          <dt>Position</dt>
          <dd class="number">{gpsText(locator.state.value, locator.fix.value, now())}</dd>
        </div>
        <div>
          <dt>Storage</dt>
          <dd class="stack">
            <span>{storageText(keeping, storage.freeBytes.value)}</span>
            {keeping === 'may-be-cleared' || keeping === 'not-asked' ? (
              <button type="button" class="button" onClick={() => void storage.askAgain()}>
                Ask the phone to keep it
              </button>
            ) : null}
          </dd>
        </div>
        <div>
          <dt>Signed in</dt>
          <dd>
            {user.name}
            {team ? ` · ${team.name}` : ''} · phone {replica.tag}
          </dd>
        </div>
        <div>
          <dt>Programme</dt>
          <dd>
            {programme.name} {programme.synthetic ? <span class="demo-mark">Demo data</span> : null}
          </dd>
        </div>
      </dl>
      <DangerSettings />
      <button
        type="button"
        class="button primary wide"
        disabled={working}
        onClick={() => void phone.sendNow()}
      >
        {working ? 'Sending…' : 'Send now'}
      </button>
      <HandOver />
      {install.possible.value ? (
        <button type="button" class="button wide" onClick={() => install.ask()}>
          Install the app
        </button>
      ) : null}
      <fieldset class="field">
        <legend class="label">Colours</legend>
        <div class="buttons">
          {Object.entries(themes).map(([name, label]) => (
            <button
              key={name}
              type="button"
              class="button"
              aria-pressed={theme.theme.value === name}
              onClick={() => theme.set(name as Theme)}
            >
              {label}
            </button>
          ))}
        </div>
      </fieldset>
      <fieldset class="field">
        <legend class="label">Positions</legend>
        <div class="buttons">
          {Object.entries(notationNames).map(([name, label]) => (
            <button
              key={name}
              type="button"
              class="button"
              aria-pressed={notation.notation.value === name}
              onClick={() => notation.set(name as keyof typeof notationNames)}
            >
              {label}
            </button>
          ))}
        </div>
      </fieldset>
      <div class="buttons">
        <Link to="/help" class="button">
          Help
        </Link>
        {user.role === 'supervisor' ? (
          <Link to="/desk" class="button">
            Desk
          </Link>
        ) : null}
        <button type="button" class="button" onClick={() => setLeaving(true)}>
          Sign out
        </button>
      </div>
      {leaving ? (
        <div class="notice warn stack" role="alert">
          <p>
            {sync.unsent > 0 ? keptNotice(sync.unsent, user.name) : 'Everything is sent.'} Signing in again
            needs a network.
          </p>
          <div class="buttons">
            <button type="button" class="button danger" onClick={() => void session.signOut()}>
              Sign out now
            </button>
            <button type="button" class="button" onClick={() => setLeaving(false)}>
              Stay
            </button>
          </div>
        </div>
      ) : null}
    </Sheet>
  );
}
