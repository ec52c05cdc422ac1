import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PhonesAnswer } from '#protocol/wire.ts';
import { signalOf } from '../shell/watched-signal.ts';
import { clockText } from '../shell/clock-text.ts';
import { missingCount, phoneLines } from './phone-lines.ts';
import { countText } from './tally-sheet.ts';
import type { Desk } from './use-desk.ts';

/** How often the list is asked for while it is looked at. */
const AGAIN_MS = 20_000;

type Asked =
  | { readonly type: 'asking' }
  | { readonly type: 'known'; readonly phones: PhonesAnswer['phones'] }
  | { readonly type: 'failed'; readonly message: string };

/** The phones of the programme: what each holds that the office does not have, and when it was last heard of. */
export function PhonesPage({ desk }: { desk: Desk }): JSX.Element {
  const { phone, nameOf } = desk;
  const { programme } = signalOf(phone.session).value;
  const [asked, setAsked] = useState<Asked>({ type: 'asking' });
  useEffect(() => {
    let gone = false;
    const ask = async () => {
      const answer = await phone.phones();
      if (gone) return;
      setAsked(
        answer.ok ? { type: 'known', phones: answer.phones } : { type: 'failed', message: answer.message },
      );
    };
    void ask();
    const timer = setInterval(() => void ask(), AGAIN_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [phone]);
  const phones = asked.type === 'known' ? asked.phones : [];
  const missing = missingCount(phones);
  return (
    <main class="desk-tally" aria-busy={asked.type === 'asking'}>
      <div class="desk-sheet-head">
        <div>
          <h1>Phones</h1>
          <p class="quiet">
            What phones have told of changes that are not here. A phone that is silent may hold more.
          </p>
        </div>
      </div>
      {asked.type === 'failed' ? (
        <p class="notice bad" role="alert">
          {asked.message}
        </p>
      ) : null}
      {asked.type === 'known' ? (
        <div class="desk-card desk-phones" role="region" aria-label="Phones" tabIndex={0}>
          <table>
            <caption>
              {countText(phones.length)} {phones.length === 1 ? 'phone or desk' : 'phones and desks'}.{' '}
              {missing === 0
                ? 'None holds anything that is not here.'
                : `They hold ${countText(missing)} changes that are not here.`}
            </caption>
            <thead>
              <tr>
                <th scope="col">Tag</th>
                <th scope="col">Person</th>
                <th scope="col">Team</th>
                <th scope="col">Holds, and we do not have</th>
                <th scope="col" class="number">
                  Here
                </th>
                <th scope="col">Last heard</th>
              </tr>
            </thead>
            <tbody>
              {phoneLines(phones).map((line) => (
                <tr key={line.replica}>
                  <th scope="row">{line.tag}</th>
                  <td>{line.name}</td>
                  <td>{line.team === null ? 'Office' : nameOf('team', line.team)}</td>
                  <td>{line.missing === null ? '–' : <b class="missing">{line.missing}</b>}</td>
                  <td class="number">{countText(line.decided)}</td>
                  <td>{line.heardAt === null ? 'never' : clockText(line.heardAt, programme.timeZone)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </main>
  );
}
