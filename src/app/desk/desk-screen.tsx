import './desk.css';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Phone } from '#store/phone.ts';
import { usePhone } from '../shell/app-context.ts';
import { DeskHead } from './desk-head.tsx';
import { keepDeskPace } from './desk-pace.ts';
import { FilterBar } from './filter-bar.tsx';
import { PhonesPage } from './phones-page.tsx';
import { RecordsPage } from './records-page.tsx';
import { TallyPage } from './tally-page.tsx';
import { useDesk } from './use-desk.ts';

const titles = { records: 'Records', tally: 'Tally', phones: 'Phones' } as const;
const pages = { records: RecordsPage, tally: TallyPage, phones: PhonesPage } as const;

/** The supervisor's desk: what has come in on map and list, and the tally of a day. */
export function DeskScreen(given: { phone?: Phone }): JSX.Element {
  const open = usePhone();
  const desk = useDesk(given.phone ?? open.phone);
  const title = titles[desk.page];
  const Page = pages[desk.page];
  useEffect(() => keepDeskPace(desk.phone), [desk.phone]);
  useEffect(() => {
    document.title = `${title} · Desk · Safelane`;
  }, [title]);
  return (
    <div class="desk">
      <DeskHead desk={desk} />
      {desk.page === 'phones' ? null : <FilterBar desk={desk} />}
      <Page desk={desk} />
    </div>
  );
}
