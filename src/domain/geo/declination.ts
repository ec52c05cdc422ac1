import geomagnetism from 'geomagnetism';
import type { LonLat } from './shape.ts';

const models = new Map<string, ReturnType<typeof geomagnetism.model>>();

/**
 * How far magnetic north lies east of true north at sea level, by the World Magnetic Model of the day's years. The
 * models weigh 14 kB: screens load this file when they need it.
 *
 * @param date ISO day
 * @returns degrees, west negative; `null` before 15 December 2014 and after 13 November 2029, which no model covers
 * Source: NOAA/BGS World Magnetic Models 2015, 2015v2, 2020 and 2025, by `geomagnetism`.
 */
export function declinationDeg([lon, lat]: LonLat, date: string): number | null {
  const model = modelOf(date);
  return model === null ? null : model.point([lat, lon]).decl;
}

/** The year whose model is asked for a day, such as 2025; `null` where there is none. */
export function modelYear(date: string): number | null {
  return modelOf(date)?.epoch ?? null;
}

function modelOf(date: string) {
  const known = models.get(date);
  if (known) return known;
  const noon = new Date(`${date}T12:00:00Z`);
  if (Number.isNaN(noon.getTime()) || noon < firstDay || noon > lastDay) return null;
  const model = geomagnetism.model(noon);
  models.set(date, model);
  return model;
}

/** Outside of its models' years the package throws. */
const firstDay = new Date('2014-12-15T07:00:00Z');
const lastDay = new Date('2029-11-13T03:00:00Z');
