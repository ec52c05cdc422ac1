import type { MapSymbol } from '#domain/kinds/declaration.ts';
import { ordnanceCategories } from '#domain/ordnance-category.ts';
import { ordnance } from '#domain/kinds/ordnance.ts';
import type { Colours } from './colours.ts';
import type { Standing } from './record-look.ts';
import { createSymbolPictures, drawSymbol, severalPx, spritePx } from './symbols.ts';

export interface LegendEntry {
  readonly text: string;
  readonly symbol: MapSymbol;
  readonly standing: Standing;
  /** Drawn twice, one behind the other. */
  readonly isSeveral?: true;
}

/** Said wherever land is shown: what was reported is no permission. */
export const LAND_NOTICE = 'Reported cleared, not permission to enter.';

const point: MapSymbol = { shape: 'triangle', colour: 'danger' };

/** What the map's symbols mean. Categories of one symbol share a line. */
export function legendEntries(): readonly LegendEntry[] {
  const bySymbol = new Map<string, { symbol: MapSymbol; words: string[] }>();
  for (const [category, word] of Object.entries(ordnanceCategories)) {
    const symbol = ordnance.symbol({ category });
    const key = `${symbol.shape}/${symbol.colour}`;
    const entry = bySymbol.get(key) ?? { symbol, words: [] };
    entry.words.push(word);
    bySymbol.set(key, entry);
  }
  const items = [...bySymbol.values()].map(({ symbol, words }) => ({
    // The round symbol stands for many: naming all of them would hide the map.
    text: words.length > 3 ? 'UXO and other items' : words.join(', '),
    symbol,
    standing: 'sent' as const,
  }));
  return [
    ...items,
    { text: 'Reported cleared', symbol: { shape: 'area', colour: 'cleared' }, standing: 'sent' },
    { text: 'Reduced', symbol: { shape: 'area', colour: 'reduced' }, standing: 'sent' },
    { text: 'Cancelled', symbol: { shape: 'area', colour: 'cancelled' }, standing: 'sent' },
    { text: 'Task boundary', symbol: { shape: 'outline', colour: 'task' }, standing: 'unsent' },
    { text: 'Hollow: not sent yet', symbol: point, standing: 'unsent' },
    { text: 'Filled: sent', symbol: point, standing: 'sent' },
    { text: 'One behind another: several', symbol: point, standing: 'sent', isSeveral: true },
    { text: 'Tick: approved', symbol: point, standing: 'approved' },
    { text: 'Mark: returned for correction', symbol: point, standing: 'returned' },
  ];
}

/** The legend as an element that folds. */
export function createLegend(colours: Colours): HTMLElement {
  const details = document.createElement('details');
  details.className = 'field-map-legend';
  const summary = document.createElement('summary');
  summary.textContent = 'Legend';
  const list = document.createElement('ul');
  // It scrolls on a small screen, by keyboard too.
  list.tabIndex = 0;
  list.setAttribute('aria-label', 'Legend');
  for (const entry of legendEntries()) {
    const item = document.createElement('li');
    item.append(pictureOf(entry, colours), entry.text);
    list.append(item);
  }
  const notice = document.createElement('p');
  notice.textContent = LAND_NOTICE;
  const overlay = document.createElement('li');
  overlay.append(overlayPicture(colours), 'Layer from a file: no record');
  list.append(overlay);
  details.append(summary, list, notice);
  return details;
}

/** The look of `paintOverlays`, in small. */
function overlayPicture(colours: Colours): HTMLCanvasElement {
  const { canvas, context } = createPicture();
  if (!context) return canvas;
  context.strokeStyle = colours.overlay;
  context.lineWidth = 2.25;
  context.setLineDash([7, 4]);
  context.strokeRect(3, 6, 24, 18);
  return canvas;
}

function createPicture() {
  const density = 2;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = spritePx * density;
  canvas.setAttribute('aria-hidden', 'true');
  const context = canvas.getContext('2d');
  context?.scale(density, density);
  return { canvas, context };
}

function pictureOf({ symbol, standing, isSeveral }: LegendEntry, colours: Colours): HTMLCanvasElement {
  const { canvas, context } = createPicture();
  if (!context) return canvas;
  if (symbol.shape === 'area' || symbol.shape === 'outline') {
    const outline = symbol.shape === 'outline';
    const fill = createSymbolPictures(colours, 1).fillOf(symbol);
    context.fillStyle = outline
      ? 'transparent'
      : (context.createPattern(fill, 'repeat') ?? colours[symbol.colour]);
    context.strokeStyle = colours[symbol.colour];
    context.lineWidth = 2;
    context.setLineDash(outline ? [7, 3, 2, 3] : []);
    context.fillRect(3, 6, 24, 18);
    context.strokeRect(3, 6, 24, 18);
  } else {
    if (isSeveral) {
      context.translate(severalPx, severalPx);
      drawSymbol(context, symbol, standing, colours);
      context.translate(-severalPx, -severalPx);
    }
    drawSymbol(context, symbol, standing, colours);
  }
  return canvas;
}
