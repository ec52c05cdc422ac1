import type { JSX } from 'preact';
import { inverse } from '#domain/geo/distance.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import type { Fix } from '../../shell/locator.ts';
import { placeOf, type StandingFix } from '../standing-fix.ts';

/** Half the side of the picture, in its own units. */
const half = 100;
const ringM = 5;
/** What lies further out is drawn on the edge of the picture. */
const widestM = 40;

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The fixes of a standing phone seen from above, north up: used and dropped ones, the accuracy, and a ring of 5 m. */
export function SpreadPicture({ standing }: { standing: StandingFix }): JSX.Element | null {
  const { used, dropped } = standing;
  const place = placeOf(standing, Infinity);
  if (!place) return null;
  const centre = place.shape.coordinates;
  const accuracyM = place.accuracyM ?? ringM;
  const farM = Math.max(...used.map((fix) => distanceOf(fix, centre)), accuracyM, ringM);
  const scale = half / (Math.min(widestM, farM) * 1.15);
  const spot = (fix: Fix): Spot => {
    const { distanceM, bearingDeg } = inverse(centre, [fix.lon, fix.lat]);
    const radius = Math.min(distanceM * scale, half - 6);
    const angle = (bearingDeg * Math.PI) / 180;
    return { x: radius * Math.sin(angle), y: -radius * Math.cos(angle) };
  };
  const label = `${used.length} fixes used, ${standing.poor + standing.jumps} dropped, within ±${accuracyM} m`;
  return (
    <svg class="spread" viewBox={`-${half} -${half} ${2 * half} ${2 * half}`} role="img" aria-label={label}>
      <circle class="spread-accuracy" r={Math.min(accuracyM * scale, 2 * half)} />
      <circle class="spread-ring" r={ringM * scale} />
      <text class="spread-text" x="4" y={22 - ringM * scale}>
        {ringM} m
      </text>
      {dropped.map((fix) => (
        <Cross key={fix.takenAt} at={spot(fix)} />
      ))}
      {used.map((fix) => {
        const { x, y } = spot(fix);
        return <circle key={fix.takenAt} class="spread-used" cx={x} cy={y} r="4" />;
      })}
      <path class="spread-centre" d="M-10 0H10M0 -10V10" />
    </svg>
  );
}

const distanceOf = (fix: Fix, centre: LonLat) => inverse(centre, [fix.lon, fix.lat]).distanceM;

function Cross({ at: { x, y } }: { at: Spot }): JSX.Element {
  return <path class="spread-dropped" d={`M${x - 4} ${y - 4}l8 8M${x + 4} ${y - 4}l-8 8`} />;
}
