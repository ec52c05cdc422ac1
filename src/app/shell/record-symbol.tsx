import type { JSX } from 'preact';
import type { MapSymbol, SymbolShape } from '#domain/kinds/declaration.ts';
import type { RecordView } from '#store/phone.ts';

const outlines: Readonly<Record<SymbolShape, string>> = {
  triangle: 'M12 3 22 21H2Z',
  square: 'M3.5 3.5h17v17h-17Z',
  circle: 'M21.5 12a9.5 9.5 0 1 1-19 0 9.5 9.5 0 0 1 19 0Z',
  diamond: 'M12 1.5 22.5 12 12 22.5 1.5 12Z',
  cross: 'M8.5 2.5h7v6h6v7h-6v6h-7v-6h-6v-7h6Z',
  area: 'M3 8 17 3l4 13L7 21Z',
  outline: 'M3 8 17 3l4 13L7 21Z',
};

/** The record's symbol as on the map: hollow while it is unsent. */
export function RecordSymbol({ symbol, hollow }: { symbol: MapSymbol; hollow: boolean }): JSX.Element {
  const colour = `var(--${symbol.colour})`;
  const dashes = symbol.shape === 'outline' ? { 'stroke-dasharray': '4 3' } : {};
  return (
    <svg width="26" height="26" viewBox="-1 -1 26 26" aria-hidden="true" focusable="false">
      <path
        d={outlines[symbol.shape]}
        fill={hollow || symbol.shape === 'outline' ? 'none' : colour}
        stroke={colour}
        stroke-width="2.5"
        stroke-linejoin="round"
        {...dashes}
      />
    </svg>
  );
}

export type Standing = 'unsent' | 'refused' | 'sent' | 'approved' | 'returned' | 'withdrawn';

/** How far the record got, in one word of ours. */
export function standingOf({ state, delivery }: RecordView): Standing {
  if (delivery !== 'sent') return delivery;
  return state.status === 'submitted' ? 'sent' : state.status;
}

export const standingWords: Readonly<Record<Standing, string>> = {
  unsent: 'Not sent',
  refused: 'Not accepted',
  sent: 'Sent',
  approved: 'Approved',
  returned: 'Returned',
  withdrawn: 'Withdrawn',
};

const marks: Readonly<Record<Standing, string>> = {
  unsent: '○',
  refused: '!',
  sent: '●',
  approved: '✓',
  returned: '!',
  withdrawn: '×',
};

/** The same as a mark and a word, never by colour alone. */
export function StandingMark({ view }: { view: RecordView }): JSX.Element {
  const standing = standingOf(view);
  const look =
    standing === 'refused' || standing === 'returned' ? ' bad' : standing === 'unsent' ? ' warn' : '';
  return (
    <span class={`pill${look}`}>
      <span aria-hidden="true">{marks[standing]}</span>
      {standingWords[standing]}
    </span>
  );
}
