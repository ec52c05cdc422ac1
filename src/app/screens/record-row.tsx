import type { JSX } from 'preact';
import type { RecordView } from '#store/phone.ts';
import { RecordSymbol, StandingMark, standingOf } from '../shell/record-symbol.tsx';
import { Link } from '../shell/screen.tsx';

/** One record in a list: symbol, title, code, date, how far it got. */
export function RecordRow({ view }: { view: RecordView }): JSX.Element {
  const { kind, values, code, state } = view;
  const date = values['date'];
  return (
    <Link to={`/records/${state.id}`} class="row">
      {kind ? <RecordSymbol symbol={kind.symbol(values)} hollow={standingOf(view) === 'unsent'} /> : <span />}
      <span>
        <b>{kind?.title(values) ?? `Unknown kind: ${state.kind}`}</b>
        <small class="number">
          {code}
          {typeof date === 'string' ? ` · ${date}` : ''}
        </small>
      </span>
      <StandingMark view={view} />
    </Link>
  );
}
