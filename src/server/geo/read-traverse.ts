import * as v from 'valibot';
import { isReducedDate } from '#domain/dates.ts';
import { declinationDeg } from '#domain/geo/declination.ts';
import type { TraverseInput } from '#domain/geo/traverse.ts';
import { GeoProblem } from './geo-problem.ts';

const within = (least: number, most: number) => v.pipe(v.number(), v.minValue(least), v.maxValue(most));

const schema = v.strictObject({
  start: v.strictTuple([within(-180, 180), within(-90, 90)]),
  legs: v.pipe(
    v.array(v.object({ bearingDeg: within(0, 360), distanceM: within(0, 1_000_000) })),
    v.minLength(1),
  ),
  north: v.picklist(['true', 'magnetic']),
  date: v.optional(
    v.pipe(
      v.string(),
      v.check((date) => isReducedDate(date) && date.length === 10),
    ),
  ),
  declinationDeg: v.optional(within(-180, 180)),
});

/** A traverse, and where the declination is from that is added to its bearings. */
export interface GivenTraverse extends TraverseInput {
  readonly declinationFrom: 'true north' | 'the file' | `the World Magnetic Model for ${string}`;
}

/**
 * Legs as a file says them. Where they are from magnetic north and no declination is given, it is the model's for the
 * start and the date. True bearings need none, and one that is given is not used.
 * @param today ISO day, for a file without a date
 * @throws GeoProblem
 */
export function readTraverse(document: unknown, today: string): GivenTraverse {
  const read = v.safeParse(schema, document);
  if (!read.success) throw new GeoProblem(`The traverse cannot be used: ${reason(read.issues[0])}.`);
  const { start, legs, north, date = today, declinationDeg: given } = read.output;
  if (north === 'true') return { start, legs, declinationDeg: 0, declinationFrom: 'true north' };
  if (given !== undefined) return { start, legs, declinationDeg: given, declinationFrom: 'the file' };
  const modelled = declinationDeg(start, date);
  if (modelled !== null) {
    return {
      start,
      legs,
      declinationDeg: modelled,
      declinationFrom: `the World Magnetic Model for ${date}`,
    };
  }
  throw new GeoProblem(
    `No World Magnetic Model that is known here covers ${date}: give the declination (declinationDeg).`,
  );
}

function reason(issue: v.BaseIssue<unknown>): string {
  const where = v.getDotPath(issue);
  if (where === null) return 'it is not an object with "start", "legs" and "north"';
  if (issue.received === 'undefined') return `"${where}" is missing`;
  if (issue.expected === 'never') return `"${where}" is not something a traverse can say`;
  if (issue.type === 'check') return `"${where}" is not a day such as 2026-03-14`;
  if (issue.type === 'min_length') return `"${where}" is empty`;
  const expected = issue.expected === null ? 'something else' : issue.expected;
  return `"${where}" is ${issue.received}, and not ${expected}`;
}
