import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Period } from '#domain/dates.ts';
import type { Tally } from '#domain/ledger.ts';
import { officialColumnLabels } from '#domain/official-columns.ts';
import { FigureLink } from './figure-link.tsx';
import { countText, hectaresText, teamLines } from './tally-sheet.ts';
import type { Desk } from './use-desk.ts';

/** The figures by team: who reported, and what. */
export function TeamsTable({
  desk,
  whole,
  period,
}: {
  desk: Desk;
  whole: Tally;
  period: Period;
}): JSX.Element {
  const { phone, filter, snapshot, nameOf } = desk;
  const { model } = phone;
  const lines = useMemo(() => {
    const teamOf = (id: string) => {
      const team = model.get(id)?.state.body['team'];
      return typeof team === 'string' ? team : '';
    };
    return teamLines(snapshot.ledger, filter, period, whole, teamOf);
  }, [model, snapshot, whole, filter, period]);
  const named = lines
    .map((line) => ({ ...line, name: line.team === '' ? 'No team' : nameOf('team', line.team) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const reporting = named.filter(({ team, tally }) => team !== '' && tally.records > 0).length;
  const columns = Object.entries(officialColumnLabels);
  return (
    <div class="desk-card desk-teams">
      <table>
        <caption>
          Teams reporting: {reporting}
          {filter.team === undefined && desk.teams.length > 0 ? ` of ${desk.teams.length}` : ''}. Items found
          / destroyed.
        </caption>
        <thead>
          <tr>
            <th scope="col">Team</th>
            {columns.map(([name, label]) => (
              <th key={name} scope="col">
                {name === 'saa' ? 'SAA' : label}
              </th>
            ))}
            <th scope="col">Cleared net ha</th>
            <th scope="col">Records</th>
          </tr>
        </thead>
        <tbody>
          {named.map(({ team, name, tally }) => (
            <tr key={team}>
              <th scope="row">{name}</th>
              {columns.map(([column]) => (
                <td key={column}>
                  {(['found', 'destroyed'] as const).map((measure, i) => (
                    <>
                      {i > 0 ? ' / ' : ''}
                      <FigureLink key={measure} desk={desk} team={team} figure={`${measure}.${column}`}>
                        {countText(tally.columns[column]?.[measure] ?? 0)}
                      </FigureLink>
                    </>
                  ))}
                </td>
              ))}
              <td>
                <FigureLink desk={desk} team={team} figure="land.cleared">
                  {hectaresText(tally.land['cleared']?.netM2 ?? 0)}
                </FigureLink>
              </td>
              <td>
                <FigureLink desk={desk} team={team} figure="records">
                  {countText(tally.records)}
                </FigureLink>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
