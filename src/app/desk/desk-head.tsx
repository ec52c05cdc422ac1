import type { JSX } from 'preact';
import type { SyncState } from '#store/phone.ts';
import { useApp } from '../shell/app-context.ts';
import { clockText } from '../shell/clock-text.ts';
import { Link } from '../shell/screen.tsx';
import { signalOf } from '../shell/watched-signal.ts';
import { countText } from './tally-sheet.ts';
import type { Desk } from './use-desk.ts';

/** Name, pages, and whether what is shown is what the server has. */
export function DeskHead({ desk }: { desk: Desk }): JSX.Element {
  const { session } = useApp();
  const { programme, user } = signalOf(desk.phone.session).value;
  const sync = signalOf(desk.phone.sync).value;
  const tab = (page: Desk['page'], text: string) => (
    <Link
      to={desk.addressOf(page, { record: undefined, figure: undefined })}
      class={desk.page === page ? 'on' : ''}
    >
      {text}
    </Link>
  );
  return (
    <>
      <header class="desk-head">
        <b class="desk-name">Safelane</b>
        <span class="desk-programme" title={programme.name}>
          {programme.short || programme.name}
        </span>
        <nav aria-label="Desk">
          {tab('records', 'Records')}
          {tab('tally', 'Tally')}
          {user.role === 'supervisor' ? tab('phones', 'Phones') : null}
        </nav>
        {programme.synthetic ? <span class="demo-mark">Demo data</span> : null}
        <span class="desk-space" />
        <LiveState sync={sync} timeZone={programme.timeZone} />
        <span class="desk-user">{user.name}</span>
        <Link to="/" class="desk-out">
          Field map
        </Link>
        <button type="button" class="desk-out desk-sign-out" onClick={() => void session.signOut()}>
          Sign out
        </button>
      </header>
      {sync.progress && sync.progress.received < sync.progress.expected ? (
        <div class="desk-progress" role="status">
          <label for="desk-progress">
            Receiving records: {countText(sync.progress.received)} of {countText(sync.progress.expected)}
          </label>
          <progress id="desk-progress" value={sync.progress.received} max={sync.progress.expected} />
        </div>
      ) : null}
      {sync.problem ? (
        <p class="notice bad desk-problem" role="alert">
          {sync.problem}
          {sync.phase === 'signed-out' ? (
            <>
              {' '}
              <a href="/sign-in">Sign in</a>
            </>
          ) : null}
        </p>
      ) : null}
    </>
  );
}

function LiveState({ sync, timeZone }: { sync: SyncState; timeZone: string }): JSX.Element {
  const { text, look, detail } = liveState(sync, timeZone);
  return (
    <span class={`pill ${look}`} title={detail} role="status">
      <span aria-hidden="true">{look === '' ? '●' : '○'}</span>
      {text}
    </span>
  );
}

/** Whether the desk follows the server, in a word or two. */
export function liveState(
  sync: SyncState,
  timeZone: string,
): { readonly text: string; readonly look: '' | 'warn' | 'bad'; readonly detail: string } {
  const at = sync.lastPulledAt === null ? null : clockText(sync.lastPulledAt, timeZone);
  const detail = at === null ? 'Nothing received yet' : `Last received ${at}`;
  switch (sync.phase) {
    case 'offline':
      return { text: at === null ? 'Offline' : `Offline since ${at}`, look: 'warn', detail };
    case 'signed-out':
      return { text: 'Signed out', look: 'bad', detail };
    case 'other-user':
      return { text: 'Somebody else is signed in', look: 'bad', detail };
    case 'blocked':
      return { text: 'Not receiving', look: 'bad', detail };
    case 'idle':
    case 'working':
      return { text: at === null ? 'Connecting…' : 'Live', look: at === null ? 'warn' : '', detail };
  }
}
