import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { RecordView } from '#store/phone.ts';
import { plainValuesOf } from '#store/record-view.ts';
import { useApp, usePhone } from '../shell/app-context.ts';
import { Screen } from '../shell/screen.tsx';
import { signalOf, versionOf } from '../shell/watched-signal.ts';
import { DraftList } from './draft-list.tsx';
import { RecordRows, rowsAtATime } from './record-rows.tsx';

/** Everything on this phone: drafts first, then records by date, newest first. */
export function RecordsScreen(): JSX.Element {
  const { registry } = useApp();
  const { phone } = usePhone();
  const [search, setSearch] = useState('');
  const [kind, setKind] = useState<string | null>(null);
  const [unsent, setUnsent] = useState(false);
  const [shown, setShown] = useState(rowsAtATime);
  const version = versionOf(phone.model).value;
  const sync = signalOf(phone.sync).value;
  const wanted = search.trim().toLowerCase();
  const found = useMemo(
    () =>
      phone.model.newest(
        shown,
        (view) =>
          (kind === null ? view.kind?.kind !== 'task' : view.kind?.kind === kind) &&
          (!unsent || view.delivery !== 'sent') &&
          (wanted === '' || textOf(view).includes(wanted)),
      ),
    // oxlint-disable-next-line react/exhaustive-deps
    [phone, version, shown, kind, unsent, wanted],
  );
  const filtered = kind !== null || unsent || wanted !== '';
  return (
    <Screen title="Records">
      <input
        class="input"
        type="search"
        placeholder="Search by code, title or note"
        aria-label="Search records"
        value={search}
        onInput={(event) => {
          setSearch(event.currentTarget.value);
          setShown(rowsAtATime);
        }}
      />
      <div class="chips" role="group" aria-label="Filter">
        <button type="button" class="button" aria-pressed={unsent} onClick={() => setUnsent(!unsent)}>
          Not sent
        </button>
        {registry.kinds.map((each) => (
          <button
            key={each.kind}
            type="button"
            class="button"
            aria-pressed={kind === each.kind}
            onClick={() => setKind(kind === each.kind ? null : each.kind)}
          >
            {each.plural}
          </button>
        ))}
      </div>
      <DraftList />
      {found.total > 0 ? (
        <>
          <p class="quiet number" role="status">
            {found.total} {found.total === 1 ? 'record' : 'records'}
          </p>
          <RecordRows found={found} onMore={() => setShown(shown + rowsAtATime)} />
        </>
      ) : (
        <p class="empty" role="status">
          {filtered
            ? 'No record fits the search.'
            : sync.lastPulledAt === null && sync.phase === 'working'
              ? 'Getting the records of your team…'
              : 'No records yet. What you log appears here at once, sent or not.'}
        </p>
      )}
    </Screen>
  );
}

function textOf(view: RecordView): string {
  const values = plainValuesOf(view);
  const note = values['note'];
  return `${view.code} ${view.kind?.title(values) ?? ''} ${typeof note === 'string' ? note : ''}`.toLowerCase();
}
