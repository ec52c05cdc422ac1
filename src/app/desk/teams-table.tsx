import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Period } from '#domain/dates.ts';
import type { Tally } from '#domain/ledger.ts';
import { officialColumnLabels } from '#domain/official-columns.ts';
import { Figure } from './tally-page.tsx';
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
  const { phone, filter } = desk;
  const lines = useMemo(() => {
    const teamOf = (id: string) => {
      const team = phone.model.get(id)?.state.body['team'];
      return typeof team === 'string' ? team : '';
    };
    return teamLines(phone.model.ledger, filter, period, whole, teamOf)
      .map((line) => ({ ...line, name: line.team === '' ? 'No team' : desk.nameOf('team', line.team) }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  }, [phone, whole, filter, period.from, period.to]);
  const columns = Object.entries(officialColumnLabels);
  return (
    <div class="desk-card desk-teams">
      <table>
        <caption>
          Teams reporting: {lines.length}
          {filter.team === undefined ? ` of ${desk.teams.length}` : ''}. Items found / destroyed.
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
          {lines.map(({ team, name, tally }) => (
            <tr key={team}>
              <th scope="row">{name}</th>
              {columns.map(([column]) => (
                <td key={column}>
                  {(['found', 'destroyed'] as const).map((measure, i) => (
                    <>
                      {i > 0 ? ' / ' : ''}
                      <Figure key={measure} desk={desk} team={team} figure={`${measure}.${column}`}>
                        {countText(tally.columns[column]?.[measure] ?? 0)}
                      </Figure>
                    </>
                  ))}
                </td>
              ))}
              <td>
                <Figure desk={desk} team={team} figure="land.cleared">
                  {hectaresText(tally.land['cleared']?.netM2 ?? 0)}
                </Figure>
              </td>
              <td>
                <Figure desk={desk} team={team} figure="records">
                  {countText(tally.records)}
                </Figure>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
