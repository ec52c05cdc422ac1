import { linesOf, type OverlayFeature } from '#domain/overlay.ts';
import type { Frame } from './canvas-layer.ts';
import type { Colours } from './colours.ts';
import type { MapOverlay } from './field-map-types.ts';
import { createLabelWriter } from './labels.ts';
import { projectLine } from './mercator.ts';

/** A feature in shares of the world, projected once. */
interface DrawnFeature {
  readonly look: 'point' | 'line' | 'area';
  readonly lines: readonly Float64Array[];
  readonly name: string;
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

export interface DrawnOverlay {
  readonly id: string;
  readonly features: readonly DrawnFeature[];
}

export function projectOverlay({ id, features }: MapOverlay): DrawnOverlay {
  return { id, features: features.map(projectFeature) };
}

function projectFeature({ geometry, name = '' }: OverlayFeature): DrawnFeature {
  const lines = linesOf(geometry).map((line) => projectLine(line));
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2) {
      minX = Math.min(minX, line[i] ?? Infinity);
      maxX = Math.max(maxX, line[i] ?? -Infinity);
      minY = Math.min(minY, line[i + 1] ?? Infinity);
      maxY = Math.max(maxY, line[i + 1] ?? -Infinity);
    }
  }
  const look = geometry.type.endsWith('Point')
    ? 'point'
    : geometry.type.endsWith('Polygon')
      ? 'area'
      : 'line';
  return { look, lines, name, minX, minY, maxX, maxY };
}

/** Smaller than this a shape is a dot, and has no name. */
const dotPx = 4;
const namedPx = 24;
const crossPx = 6;
/** Names in sight at once. */
const mostNames = 300;

/**
 * Draws files of others: violet and broken, without a filling, so that nobody takes them for land that was released. Lines
 * are dotted, edges of areas dashed, points are crosses; what the file says of colours is left aside. Pauses after each.
 */
export function* paintOverlays(
  frame: Frame,
  overlays: readonly DrawnOverlay[],
  colours: Colours,
): Generator<void> {
  const { context } = frame;
  const seen = overlays.flatMap(({ features }) => features.filter((feature) => isInSight(frame, feature)));
  context.lineJoin = 'round';
  for (const feature of seen) {
    if (feature.look === 'point') paintPoints(frame, feature, colours);
    else if (sizePx(frame, feature) < dotPx) paintDot(frame, feature, colours);
    else paintLines(frame, feature, colours);
    yield;
  }
  const labels = createLabelWriter(frame);
  const style = {
    font: 'italic 600 12px system-ui, "Noto Sans", sans-serif',
    fill: colours.overlay,
    halo: colours['map-halo'],
  };
  let names = 0;
  for (const feature of seen) {
    if (names >= mostNames) return;
    if (feature.name === '' || (feature.look !== 'point' && sizePx(frame, feature) < namedPx)) continue;
    const [x, y] = nameAt(frame, feature);
    const name = feature.name.length <= 40 ? feature.name : `${feature.name.slice(0, 39)}…`;
    if (labels.write(name, x, y, style)) names += 1;
    yield;
  }
}

function isInSight({ worldPx, originX, originY, widthPx, heightPx }: Frame, feature: DrawnFeature): boolean {
  return (
    feature.maxX * worldPx - originX >= -crossPx &&
    feature.minX * worldPx - originX <= widthPx + crossPx &&
    feature.maxY * worldPx - originY >= -crossPx &&
    feature.minY * worldPx - originY <= heightPx + crossPx
  );
}

const sizePx = ({ worldPx }: Frame, { minX, maxX, minY, maxY }: DrawnFeature) =>
  Math.max(maxX - minX, maxY - minY) * worldPx;

/** Above points, on the upper edge of areas, at the middle corner of lines. */
function nameAt({ worldPx, originX, originY }: Frame, feature: DrawnFeature): readonly [number, number] {
  const [line] = feature.lines;
  if (feature.look === 'line' && line) {
    const middle = 2 * Math.floor(line.length / 4);
    return [(line[middle] ?? 0) * worldPx - originX, (line[middle + 1] ?? 0) * worldPx - originY - 10];
  }
  const x = ((feature.minX + feature.maxX) / 2) * worldPx - originX;
  return [x, feature.minY * worldPx - originY - (feature.look === 'point' ? 15 : 9)];
}

function paintLines(
  { context, worldPx, originX, originY }: Frame,
  feature: DrawnFeature,
  colours: Colours,
): void {
  context.beginPath();
  for (const line of feature.lines) {
    for (let i = 0; i < line.length; i += 2) {
      const x = (line[i] ?? 0) * worldPx - originX;
      const y = (line[i + 1] ?? 0) * worldPx - originY;
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    if (feature.look === 'area') context.closePath();
  }
  context.lineCap = 'round';
  context.strokeStyle = colours['map-halo'];
  context.globalAlpha = 0.7;
  context.lineWidth = 5.5;
  context.stroke();
  context.globalAlpha = 1;
  context.strokeStyle = colours.overlay;
  context.lineWidth = feature.look === 'area' ? 2.25 : 3;
  context.setLineDash(feature.look === 'area' ? [9, 6] : [0.1, 6]);
  context.stroke();
  context.setLineDash([]);
  context.lineCap = 'butt';
}

function paintDot(
  { context, worldPx, originX, originY }: Frame,
  feature: DrawnFeature,
  colours: Colours,
): void {
  context.fillStyle = colours.overlay;
  const x = feature.minX * worldPx - originX;
  const y = feature.minY * worldPx - originY;
  context.fillRect(Math.round(x) - 1, Math.round(y) - 1, 3, 3);
}

function paintPoints(
  { context, worldPx, originX, originY }: Frame,
  feature: DrawnFeature,
  colours: Colours,
): void {
  context.beginPath();
  for (const line of feature.lines) {
    for (let i = 0; i < line.length; i += 2) {
      const x = (line[i] ?? 0) * worldPx - originX;
      const y = (line[i + 1] ?? 0) * worldPx - originY;
      context.moveTo(x - crossPx, y - crossPx);
      context.lineTo(x + crossPx, y + crossPx);
      context.moveTo(x + crossPx, y - crossPx);
      context.lineTo(x - crossPx, y + crossPx);
    }
  }
  for (const [width, colour] of [
    [5.5, colours['map-halo']],
    [2.5, colours.overlay],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }
}
