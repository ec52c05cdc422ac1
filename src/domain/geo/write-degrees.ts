import type { LonLat } from './shape.ts';

/** How finely a position is written: `exact` to a millimetre, `metre` as people read it aloud. */
export type Fineness = 'exact' | 'metre';

/** Most and fewest decimals: an exact position is written without the zeros it ends in, down to the fewest. */
type Decimals = Readonly<Record<Fineness, readonly [most: number, fewest: number]>>;

const steps = {
  dd: { units: 1, decimals: { exact: [8, 5], metre: [5, 5] } },
  ddm: { units: 60, decimals: { exact: [7, 3], metre: [3, 3] } },
  dms: { units: 3600, decimals: { exact: [5, 1], metre: [1, 1] } },
} as const satisfies Record<string, { units: number; decimals: Decimals }>;

/** Latitude, then longitude, each with the letter of its hemisphere. */
export function writeDegrees([lon, lat]: LonLat, notation: keyof typeof steps, fineness: Fineness): string {
  const write = (deg: number, letter: string) => `${writeSize(Math.abs(deg), notation, fineness)} ${letter}`;
  return `${write(lat, lat < 0 ? 'S' : 'N')}, ${write(lon, lon < 0 ? 'W' : 'E')}`;
}

/** Counted in the smallest unit written, so that 59.99…′ becomes the next degree and never 60′. */
function writeSize(deg: number, notation: keyof typeof steps, fineness: Fineness): string {
  const { units, decimals } = steps[notation];
  const [most, fewest] = decimals[fineness];
  const perUnit = 10 ** most;
  const count = Math.round(deg * units * perUnit);
  const last = (modulus: number) =>
    trimZeros(((count % (modulus * perUnit)) / perUnit).toFixed(most), fewest);
  if (notation === 'dd') return `${last(1000)}°`;
  const whole = (unit: number) => Math.floor(count / (unit * perUnit));
  if (notation === 'ddm') return `${whole(60)}° ${last(60)}′`;
  return `${whole(3600)}° ${whole(60) % 60}′ ${last(60)}″`;
}

/** `39.99120000` with at least 5 decimals is `39.99120`. */
export function trimZeros(text: string, fewest: number): string {
  const point = text.indexOf('.');
  if (point < 0) return text;
  let end = text.length;
  while (end > point + 1 + fewest && text[end - 1] === '0') end--;
  return text.slice(0, end).replace(/\.$/, '');
}
