import type { JSX } from 'preact';
import { Link } from '../shell/screen.tsx';
import { periodText } from './desk-period.ts';
import { countText, hectaresText } from './tally-sheet.ts';
import { type Trend, type TrendBar, trendText } from './trend.ts';
import type { Desk } from './use-desk.ts';

const widthPx = 600;
const heightPx = 88;

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
  const step = widthPx / Math.max(1, bars.length);
  const isChosen = (bar: TrendBar) =>
    period?.from !== undefined && period.from === period.to && bar.from === period.from;
  return (
    <figure>
      <figcaption>
        <b>{name}</b>
        {most > 0 ? <span class="number">most {text(most)}</span> : null}
      </figcaption>
      <svg
        viewBox={`0 0 ${widthPx} ${heightPx}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${name}: ${mostText(bars, value, text)}`}
      >
        {bars.map((bar, i) => {
          // What is little is still seen to be something.
          const size = value(bar) > 0 ? Math.max(2, (value(bar) / most) * heightPx) : 0;
          return (
            <rect
              key={bar.from}
              x={i * step + step * 0.12}
              width={step * 0.76}
              y={heightPx - size}
              height={size}
              class={`${look}${isChosen(bar) ? ' chosen' : ''}`}
            >
              <title>{`${periodText(bar)}: ${text(value(bar))}`}</title>
            </rect>
          );
        })}
      </svg>
      <p class="desk-axis number" aria-hidden="true">
        <span>{bars[0]?.from}</span>
        <span>{bars.at(-1)?.to}</span>
      </p>
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
