import type { OverlayProblem, OverlaySummary } from '#domain/overlay.ts';

const counted = (count: number, one: string, many: string) =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];

/** As `2 areas, 1 line, 14 points`. */
export function countsText({ areas, lines, points }: OverlaySummary): string {
  const parts = [
    ...counted(areas, 'area', 'areas'),
    ...counted(lines, 'line', 'lines'),
    ...counted(points, 'point', 'points'),
  ];
  return parts.length === 0 ? 'Nothing' : parts.join(', ');
}

/** From the south-western to the north-eastern corner. */
export function extentText({ bounds }: OverlaySummary): string {
  if (!bounds) return '–';
  const [west, south, east, north] = bounds;
  return `${degrees(south, 'S', 'N')} ${degrees(west, 'W', 'E')} to ${degrees(north, 'S', 'N')} ${degrees(east, 'W', 'E')}`;
}

const degrees = (value: number, below: string, above: string) =>
  `${Math.abs(value).toFixed(4)}° ${value < 0 ? below : above}`;

export function problemsText(problems: readonly OverlayProblem[]): string {
  return problems.length === 1 ? '1 remark' : `${problems.length} remarks`;
}
