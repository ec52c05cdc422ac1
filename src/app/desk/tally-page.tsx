import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useApp } from '../shell/app-context.ts';
import { signalOf } from '../shell/watched-signal.ts';
import { clockText } from '../shell/clock-text.ts';
import { periodText } from './desk-period.ts';
import { EmptyList } from './empty-list.tsx';
import { ExportMenu } from './export-menu.tsx';
import { FigureLink } from './figure-link.tsx';
import { countText, hectaresText, type TallySheet, tallySheet } from './tally-sheet.ts';
import { TeamsTable } from './teams-table.tsx';
import { trendOf } from './trend.ts';
import { TrendChart } from './trend-chart.tsx';
import type { Desk } from './use-desk.ts';

/** The tally of a day or any period. Every number leads to its records. */
export function TallyPage({ desk }: { desk: Desk }): JSX.Element {
  const { now } = useApp();
  const { phone, filter, period, snapshot } = desk;
  const { programme } = signalOf(phone.session).value;
  const sheet = useMemo(
    () => period && tallySheet(snapshot.ledger, filter, period),
    [snapshot, filter, period],
  );
  const trend = useMemo(() => {
    if (!period) return undefined;
    const narrowed = snapshot.views.filter(
      ({ values }) =>
        (filter.task === undefined || values['task'] === filter.task) &&
        (filter.team === undefined || values['team'] === filter.team),
    );
    return trendOf(narrowed, snapshot.ledger, filter.series, period);
  }, [snapshot, filter, period]);
  if (!period || !sheet || !trend) {
    return (
      <main class="desk-tally">
        <h1>Tally</h1>
        <EmptyList desk={desk} />
      </main>
    );
  }
  const isEmpty = sheet.tally.records === 0 && sheet.tally.inCorrection.records === 0;
  const only = [
    filter.task === undefined ? '' : desk.nameOf('task', filter.task),
    filter.team === undefined ? '' : desk.nameOf('team', filter.team),
  ].filter(Boolean);
  return (
    <main class="desk-tally">
      <div class="desk-sheet-head">
        <div>
          <h1>
            {period.from !== undefined && period.from === period.to ? 'Daily tally' : 'Tally'}:{' '}
            {periodText(period)}
          </h1>
          <p class="quiet">
            {programme.name}
            {only.length > 0 ? ` · only ${only.join(', ')}` : ''} ·{' '}
            {filter.series === 'approved' ? 'approved records' : 'approved and submitted records'} · made{' '}
            {clockText(new Date(now()).toISOString(), programme.timeZone, 'with year')}
          </p>
        </div>
        {programme.synthetic ? (
          <span class="demo-mark">Demo data: no real record is behind these figures</span>
        ) : null}
        <span class="desk-space" />
        <button type="button" class="button desk-print" onClick={() => globalThis.print()}>
          Print
        </button>
        <ExportMenu desk={desk} />
      </div>
      {isEmpty ? <EmptyList desk={desk} /> : null}
      <Headline desk={desk} sheet={sheet} />
      <div class="desk-sheet-grid">
        <div>
          <Correction desk={desk} sheet={sheet} />
          <Categories desk={desk} sheet={sheet} />
        </div>
        <div>
          <TrendChart desk={desk} trend={trend} />
          <TeamsTable desk={desk} whole={sheet.tally} period={period} />
        </div>
      </div>
      <p class="quiet desk-foot">
        Found counts on the day of the record, destroyed on the day of each disposal. Net land: recorded twice
        for the same task, product and search class counts once. Cleared, reduced and cancelled land are never
        summed. Reported cleared, not permission to enter.
      </p>
    </main>
  );
}

function Headline({ desk, sheet }: { desk: Desk; sheet: TallySheet }): JSX.Element {
  return (
    <div class="desk-headline">
      <div class="desk-card desk-counts">
        <table>
          <caption>Ordnance</caption>
          <thead>
            <tr>
              <td />
              {sheet.columns.map((column) => (
                <th key={column.name} scope="col">
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(['found', 'destroyed'] as const).map((measure) => (
              <tr key={measure}>
                <th scope="row">{measure === 'found' ? 'Found' : 'Destroyed'}</th>
                {sheet.columns.map((column) => (
                  <td key={column.name}>
                    <FigureLink desk={desk} figure={`${measure}.${column.name}`}>
                      {countText(column[measure])}
                    </FigureLink>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="desk-card desk-land-table">
        <table>
          <caption>Land</caption>
          <thead>
            <tr>
              <td />
              <th scope="col">Net ha</th>
              <th scope="col">Net m²</th>
              <th scope="col">Gross ha</th>
              <th scope="col">Gross m²</th>
            </tr>
          </thead>
          <tbody>
            {sheet.land.map(({ product, label, netM2, grossM2, unmappedM2 }) => (
              <tr key={product} class={product}>
                <th scope="row">
                  {product === 'cleared' ? 'Reported cleared' : label}
                  {unmappedM2 > 0 ? <small> of it not mapped {countText(unmappedM2)} m²</small> : null}
                </th>
                {[hectaresText(netM2), countText(netM2), hectaresText(grossM2), countText(grossM2)].map(
                  (text, column) => (
                    <td key={column} class={column === 0 ? 'is-head' : ''}>
                      <FigureLink desk={desk} figure={`land.${product}`}>
                        {text}
                      </FigureLink>
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Correction({ desk, sheet: { tally } }: { desk: Desk; sheet: TallySheet }): JSX.Element {
  const { inCorrection, uncounted } = tally;
  return (
    <section class="desk-card desk-records-line" aria-label="Records">
      <h2>Records</h2>
      <dl>
        <div>
          <dt>Counted</dt>
          <dd>
            <FigureLink desk={desk} figure="records">
              {countText(tally.records)}
            </FigureLink>
          </dd>
        </div>
        <div>
          <dt>In correction, not counted</dt>
          <dd>
            <FigureLink desk={desk} figure="correction">
              {countText(inCorrection.records)}
            </FigureLink>
          </dd>
        </div>
        <div>
          <dt>Cannot be counted, all days</dt>
          <dd>
            <FigureLink desk={desk} figure="uncounted">
              {countText(uncounted.length)}
            </FigureLink>
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Categories({ desk, sheet }: { desk: Desk; sheet: TallySheet }): JSX.Element {
  return (
    <div class="desk-card desk-categories">
      <table>
        <caption>All categories</caption>
        <thead>
          <tr>
            <th scope="col">Category</th>
            <th scope="col">Found</th>
            <th scope="col">Destroyed</th>
          </tr>
        </thead>
        <tbody>
          {sheet.categories.map((line) => (
            <tr key={line.name}>
              <th scope="row">{line.label}</th>
              <td>
                <FigureLink desk={desk} figure={`found.${line.name}`}>
                  {countText(line.found)}
                </FigureLink>
              </td>
              <td>
                <FigureLink desk={desk} figure={`destroyed.${line.name}`}>
                  {countText(line.destroyed)}
                </FigureLink>
              </td>
            </tr>
          ))}
          {sheet.categories.length === 0 ? (
            <tr>
              <td colSpan={3}>Nothing found or destroyed.</td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}
