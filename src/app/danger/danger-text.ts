import { dayIn } from '#domain/dates.ts';
import type { NearItem } from './near-items.ts';

const points = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const;

/** One of the eight points of the compass. */
export function compassPoint(bearingDeg: number): string {
  return points[Math.round(bearingDeg / 45) % 8] ?? 'N';
}

/** `21 m NE` */
export function whereText({ distanceM, bearingDeg }: NearItem): string {
  const metres = `${Math.floor(distanceM)} m`;
  return bearingDeg === null
    ? `${metres} away, direction not certain`
    : `${metres} ${compassPoint(bearingDeg)}`;
}

/** What is near: `Recorded item about 21 m NE (position ±8 m).` */
export function itemText(item: NearItem): string {
  const { isArea, isInside, accuracyM, isMeasured } = item;
  const what = isArea ? 'hazard' : 'item';
  const where = isInside ? 'here, around you' : `about ${whereText(item)}`;
  const position = `position ±${Math.ceil(accuracyM)} m${isMeasured ? '' : `, that of the ${what} not measured`}`;
  return `Recorded ${what} ${where} (${position}).`;
}

/** What to do, in the words of the safety rules. */
export const whatToDo =
  'Stop. Follow the marking and your supervisor. Do not leave by unmarked ground. No warning does not mean safe.';

export const noPosition = 'No position: no warnings';

export const notHeard = 'Items of other teams: not received yet';

const dayMs = 86_400_000;

/** How old the news of other teams' items is. @param heardAt when they were last received, ISO */
export function ageText(heardAt: string | null, timeZone: string, now: number): string {
  if (heardAt === null) return notHeard;
  const [day, today] = [dayIn(timeZone, heardAt), dayIn(timeZone, now)];
  const days = Math.round((Date.parse(today) - Date.parse(day)) / dayMs);
  if (days > 0) return `Items as of ${days === 1 ? '1 day' : `${days} days`} ago`;
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  return `Items as of ${time.format(new Date(heardAt))} today`;
}
