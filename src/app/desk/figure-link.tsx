import type { JSX } from 'preact';
import { Link } from '../shell/screen.tsx';
import type { FigureName } from './figures.ts';
import type { Desk } from './use-desk.ts';

/** A figure that leads to the records behind it. */
export function FigureLink(props: {
  desk: Desk;
  figure: FigureName;
  children: string;
  team?: string;
}): JSX.Element {
  const { desk, figure, children, team } = props;
  const address = desk.addressOf('records', {
    period: desk.period,
    figure,
    kind: undefined,
    status: undefined,
    record: undefined,
    ...(team !== undefined && { team }),
  });
  return (
    <Link to={address} class="number desk-figure">
      {children}
    </Link>
  );
}
