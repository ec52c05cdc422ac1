import type { Perimeter } from '#domain/geo/perimeter.ts';
import { eastText } from '../value-text.ts';
import type { TypedLeg } from './typed-traverse.ts';

/** Short names of where the legs end, as deminers write them: SP, TP 1, IP 1 … */
export function pointNames(legs: readonly Pick<TypedLeg, 'to'>[]): readonly string[] {
  let turning = 0;
  let intermediate = 0;
  return legs.map(({ to }) => {
    if (to === 'start-point') return 'SP';
    if (to === 'turning-point') return `TP ${(turning += 1)}`;
    return `IP ${(intermediate += 1)}`;
  });
}

/** `6.4° E, World Magnetic Model 2025 for 25 Nov 2026` */
export function modelWords(deg: number, modelYear: number, date: string): string {
  return `${eastText(deg)}, World Magnetic Model ${modelYear} for ${dayText(date)}`;
}

/** `25 Nov 2026`; a month or a year as it is. */
function dayText(date: string): string {
  if (date.length !== 10) return date;
  const day = new Date(`${date}T00:00:00Z`);
  const words = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  return day.toLocaleDateString('en-GB', words);
}

/** A compass read 1° wrong moves the end of its leg by 1/57 of the leg's length. */
const oneDegreeRatio = 180 / Math.PI;

export interface ClosureWords {
  /** `0.84 m, 1:212` */
  readonly figure: string;
  readonly poor: boolean;
  /** What it means, in plain words. */
  readonly meaning: string;
}

/** How well a traverse closes. */
export function closureWords({ misclosureM, ratio }: NonNullable<Perimeter['closure']>): ClosureWords {
  const metres = `${misclosureM.toFixed(misclosureM < 10 ? 2 : 1)} m`;
  if (ratio === null) return { figure: metres, poor: false, meaning: 'It closes exactly.' };
  const figure = `${metres}, 1:${Math.floor(ratio).toLocaleString('en-US')}`;
  if (ratio >= 4 * oneDegreeRatio) return { figure, poor: false, meaning: 'Good for compass and tape.' };
  if (ratio >= oneDegreeRatio)
    return { figure, poor: false, meaning: 'Usual for a compass read to a degree.' };
  return {
    figure,
    poor: true,
    meaning:
      'Poor: more than a compass read one degree wrong on every leg. Check the bearings and distances.',
  };
}
