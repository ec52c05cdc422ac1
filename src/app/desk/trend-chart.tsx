import type { JSX } from 'preact';
import { Link } from '../shell/screen.tsx';
import { periodText } from './desk-period.ts';
import { countText, hectaresText } from './tally-sheet.ts';
import { type Trend, type TrendBar, trendText } from './trend.ts';
import type { Desk } from './use-desk.ts';

const widthPx = 620;
const heightPx = 120;
const footPx = 16;

/** Two rows of bars, since hectares and items have no common scale. */
export function TrendChart({ desk, trend }: { desk: Desk; trend: Trend }): JSX.Element {
  const { bars, step } = trend;
  const { period } = desk;
  const words = trendText(trend);
  return (
    <section class="desk-card desk-trend" aria-label="Trend">
      <h2>By {step}</h2>
      <Bars
        name="Cleared, ha net"
        bars={bars}
        value={(bar) => bar.clearedNetM2}
        text={(value) => hectaresText(value)}
        period={period}
        look="cleared"
      />
      <Bars
        name="Items destroyed, without small arms ammunition"
        bars={bars}
        value={(bar) => bar.destroyed}
        text={countText}
        period={period}
        look="items"
      />
      <p class="quiet">
        {words}{' '}
        {period?.from !== undefined && period.from === period.to && bars.length > 0 ? (
          <Link to={desk.addressOf('tally', { period: { from: bars[0]?.from, to: bars.at(-1)?.to } })}>
            Tally of these days
          </Link>
        ) : null}
      </p>
    </section>
  );
}

function Bars(props: {
  name: string;
  bars: readonly TrendBar[];
  value: (bar: TrendBar) => number;
  text: (value: number) => string;
  period: Desk['period'];
  look: string;
}): JSX.Element {
  const { name, bars, value, text, period, look } = props;
  const most = Math.max(0, ...bars.map(value));
  const room = heightPx - footPx - 16;
  const step = widthPx / Math.max(1, bars.length);
  return (
    <figure>
      <figcaption>{name}</figcaption>
      <svg
        viewBox={`0 0 ${widthPx} ${heightPx}`}
        role="img"
        aria-label={`${name}: ${mostText(bars, value, text)}`}
      >
        <line x1="0" x2={widthPx} y1={heightPx - footPx} y2={heightPx - footPx} class="axis" />
        <text x="0" y="11" class="most">
          {most > 0 ? `most ${text(most)}` : ''}
        </text>
        {bars.map((bar, i) => {
          const size = most > 0 ? (value(bar) / most) * room : 0;
          const isChosen =
            period?.from !== undefined && bar.from >= period.from && bar.to <= (period.to ?? bar.to);
          return (
            <g key={bar.from}>
              <rect
                x={i * step + step * 0.12}
                width={step * 0.76}
                y={heightPx - footPx - Math.max(value(bar) > 0 ? 1.5 : 0, size)}
                height={Math.max(value(bar) > 0 ? 1.5 : 0, size)}
                class={`${look}${isChosen && period?.from === period?.to ? ' chosen' : ''}`}
              >
                <title>{`${periodText(bar)}: ${text(value(bar))}`}</title>
              </rect>
            </g>
          );
        })}
        {bars.length > 0 ? (
          <>
            <text x="0" y={heightPx - 3}>
              {bars[0]?.from}
            </text>
            <text x={widthPx} y={heightPx - 3} text-anchor="end">
              {bars.at(-1)?.to}
            </text>
          </>
        ) : null}
      </svg>
    </figure>
  );
}

function mostText(
  bars: readonly TrendBar[],
  value: (bar: TrendBar) => number,
  text: (value: number) => string,
): string {
  const given = bars.filter((bar) => value(bar) > 0);
  if (given.length === 0) return 'nothing in these days';
  return given.map((bar) => `${bar.from} ${text(value(bar))}`).join(', ');
}
