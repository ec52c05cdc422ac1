import type { BaseMap } from '#domain/base-map.ts';
import type { Frame } from './canvas-layer.ts';
import type { Colours } from './colours.ts';
import { graticuleOf, graticuleStepDeg } from './graticule.ts';
import { createLabelWriter } from './labels.ts';
import { latOf, lonOf, projectLine, worldX, worldY } from './mercator.ts';

interface Name {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly rank: number;
}

/** The base map in shares of the world, projected once. */
export interface ProjectedBase {
  readonly outlines: readonly Float64Array[];
  readonly countries: readonly Name[];
  readonly places: readonly Name[];
}

export function projectBase(base: BaseMap): ProjectedBase {
  const name = (text: string, [lon, lat]: readonly [number, number], rank: number) => ({
    text,
    x: worldX(lon),
    y: worldY(lat),
    rank,
  });
  return {
    outlines: base.outlines.map((line) => projectLine(line)),
    countries: base.countries.map((country) => name(country.name, country.at, 0)),
    places: base.places.map((place) => name(place.name, place.at, place.rank)),
  };
}

const fontStack = 'system-ui, "Noto Sans", sans-serif';

/** Outlines, graticule and names. @param withPictures over tiles, which name places themselves */
export function paintBase(
  frame: Frame,
  base: ProjectedBase | null,
  colours: Colours,
  withPictures: boolean,
): void {
  const { context, worldPx, originX, originY, zoom } = frame;
  const labels = createLabelWriter(frame);
  const style = { fill: colours['map-text'], halo: colours['map-halo'] };
  paintGraticule(frame, colours, labels);
  if (base === null) return;
  context.beginPath();
  for (const line of base.outlines) {
    for (let i = 0; i < line.length; i += 2) {
      const x = (line[i] ?? 0) * worldPx - originX;
      const y = (line[i + 1] ?? 0) * worldPx - originY;
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
  }
  context.strokeStyle = colours['map-outline'];
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  context.stroke();
  if (withPictures) return;
  for (const { text, x, y } of zoom <= 8 ? base.countries : []) {
    const country = { ...style, font: `600 14px ${fontStack}` };
    labels.write(text.toUpperCase(), x * worldPx - originX, y * worldPx - originY, country);
  }
  for (const { text, x, y, rank } of base.places) {
    // Places come by ascending rank: from here on none has room.
    if (rank > zoom) break;
    const px = x * worldPx - originX;
    const py = y * worldPx - originY;
    const place = { ...style, font: `${rank <= zoom - 3 ? 600 : 400} 13px ${fontStack}` };
    if (!labels.write(text, px, py - 11, place)) continue;
    context.beginPath();
    context.arc(px, py, 2.5, 0, 2 * Math.PI);
    context.fill();
  }
}

function paintGraticule(frame: Frame, colours: Colours, labels: ReturnType<typeof createLabelWriter>): void {
  const { context, widthPx, heightPx, worldPx, originX, originY, marginPx } = frame;
  const { meridians, parallels } = graticuleOf(
    [
      lonOf(originX / worldPx),
      latOf((originY + heightPx) / worldPx),
      lonOf((originX + widthPx) / worldPx),
      latOf(originY / worldPx),
    ],
    graticuleStepDeg(worldPx / 360, 120),
  );
  const style = { fill: colours['map-text'], halo: colours['map-halo'], font: `11px ${fontStack}` };
  context.beginPath();
  // Half a pixel keeps a line of one pixel sharp.
  for (const { at } of meridians) {
    const x = Math.round(worldX(at) * worldPx - originX) + 0.5;
    context.moveTo(x, 0);
    context.lineTo(x, heightPx);
  }
  for (const { at } of parallels) {
    const y = Math.round(worldY(at) * worldPx - originY) + 0.5;
    context.moveTo(0, y);
    context.lineTo(widthPx, y);
  }
  context.strokeStyle = colours['map-grid'];
  context.lineWidth = 1;
  context.stroke();
  for (const { at, label } of meridians) {
    labels.write(label, worldX(at) * worldPx - originX, marginPx.y + 9, style);
  }
  for (const { at, label } of parallels) {
    const y = worldY(at) * worldPx - originY;
    // The corner belongs to the meridians, and the foot to the scale bar.
    if (y < marginPx.y + 24 || y > heightPx - marginPx.y - 44) continue;
    labels.write(label, marginPx.x + 4, y, { ...style, align: 'left' });
  }
}
