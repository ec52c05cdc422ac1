import type { Bounds } from '#domain/geo/shape.ts';

/** Steps in seconds of arc whose labels stay short: 1″ … 30°. */
const stepsArcSec = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 18_000, 36_000, 72_000, 108_000,
];

interface GraticuleLine {
  readonly at: number;
  readonly label: string;
}

export interface Graticule {
  readonly stepDeg: number;
  readonly meridians: readonly GraticuleLine[];
  readonly parallels: readonly GraticuleLine[];
}

/**
 * The step between lines: the smallest that leaves at least `minGapPx` between two meridians.
 * @param pxPerDeg pixels per degree of longitude
 * @returns degrees
 */
export function graticuleStepDeg(pxPerDeg: number, minGapPx: number): number {
  const step = stepsArcSec.find((arcSec) => (arcSec / 3_600) * pxPerDeg >= minGapPx);
  return (step ?? 108_000) / 3_600;
}

/** The lines that cross the bounds, labelled as `46°30′E`. */
export function graticuleOf([west, south, east, north]: Bounds, stepDeg: number): Graticule {
  const label = (hemispheres: string) => (at: number) => ({ at, label: degreeLabel(at, hemispheres) });
  return {
    stepDeg,
    meridians: multiplesIn(west, east, stepDeg).map(label('EW')),
    parallels: multiplesIn(Math.max(-85, south), Math.min(85, north), stepDeg).map(label('NS')),
  };
}

/** Counted in whole steps, so that no line drifts by the rounding of a sum. */
function multiplesIn(from: number, to: number, stepDeg: number): number[] {
  const first = Math.ceil(from / stepDeg - 1e-9);
  const last = Math.floor(to / stepDeg + 1e-9);
  const stepArcSec = Math.round(stepDeg * 3_600);
  const multiples: number[] = [];
  for (let n = first; n <= last; n++) multiples.push((n * stepArcSec) / 3_600 + 0);
  return multiples;
}

/** An angle in degrees, minutes and seconds, as few of them as it needs. @param hemispheres of the positive and negative side */
export function degreeLabel(angleDeg: number, hemispheres: string): string {
  const arcSec = Math.round(Math.abs(angleDeg) * 3_600);
  const degrees = Math.floor(arcSec / 3_600);
  const minutes = Math.floor((arcSec % 3_600) / 60);
  const seconds = arcSec % 60;
  const two = (n: number) => String(n).padStart(2, '0');
  const fine = seconds > 0 ? `${two(minutes)}′${two(seconds)}″` : minutes > 0 ? `${two(minutes)}′` : '';
  const side = arcSec === 0 ? '' : hemispheres.charAt(angleDeg < 0 ? 1 : 0);
  return `${degrees}°${fine}${side}`;
}
