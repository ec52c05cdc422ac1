import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { RecordView } from '#store/phone.ts';
import { useApp, usePhone } from '../shell/app-context.ts';
import { Screen } from '../shell/screen.tsx';
import { signalOf, recordsOf } from '../shell/watched-signal.ts';
import { DraftList } from './draft-list.tsx';
import { RecordRow } from './record-row.tsx';

/** More than this is drawn when asked for. */
const step = 200;

/** Everything on this phone: drafts first, then records by date, newest first. */
export function RecordsScreen(): JSX.Element {
  const { registry } = useApp();
  const { phone } = usePhone();
  const [search, setSearch] = useState('');
  const [kind, setKind] = useState<string | null>(null);
  const [unsent, setUnsent] = useState(false);
  const [shown, setShown] = useState(step);
  const records = recordsOf(phone.model).value;
  const sync = signalOf(phone.sync).value;
  const wanted = search.trim().toLowerCase();
  const found = useMemo(() => {
    const views = records.filter(
      (view) =>
        (kind === null ? view.state.kind !== 'task' : view.state.kind === kind) &&
        (!unsent || view.delivery !== 'sent') &&
        (wanted === '' || textOf(view).includes(wanted)),
    );
    return views.sort(newestFirst);
  }, [records, kind, unsent, wanted]);
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
          setShown(step);
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
      {found.length > 0 ? (
        <>
          <p class="quiet number" role="status">
            {found.length} {found.length === 1 ? 'record' : 'records'}
          </p>
          <ul class="rows">
            {found.slice(0, shown).map((view) => (
              <li key={view.state.id}>
                <RecordRow view={view} />
              </li>
            ))}
          </ul>
          {found.length > shown ? (
            <button type="button" class="button" onClick={() => setShown(shown + step)}>
              Show {Math.min(step, found.length - shown)} more
            </button>
          ) : null}
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

function textOf({ code, kind, values }: RecordView): string {
  const note = values['note'];
  return `${code} ${kind?.title(values) ?? ''} ${typeof note === 'string' ? note : ''}`.toLowerCase();
}

const dateOf = ({ values, state }: RecordView) =>
  typeof values['date'] === 'string' ? values['date'] : state.recordedAt.slice(0, 10);

/** Dates and instants order as plain text; asking the language each time takes long for thousands. */
const descending = (a: string, b: string) => (a < b ? 1 : a > b ? -1 : 0);

function newestFirst(a: RecordView, b: RecordView): number {
  return descending(dateOf(a), dateOf(b)) || descending(a.state.recordedAt, b.state.recordedAt);
}
