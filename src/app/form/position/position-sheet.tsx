import type { JSX } from 'preact';
import { Sheet } from '../../shell/sheet.tsx';
import { useApp } from '../../shell/app-context.ts';
import { positionText } from '../value-text.ts';
import { MeasurePanel } from './measure-panel.tsx';
import { nothingTyped } from './observer-offset.ts';
import { OffsetPanel } from './offset-panel.tsx';
import { PickMap, WayMap } from './point-map.tsx';
import { missingText, shortText } from './position-text.ts';
import { TypePanel } from './type-panel.tsx';
import { isPlace, type PositionWay, type PositionWork } from './use-position.ts';

const ways: Readonly<Record<PositionWay, string>> = { gps: 'Measure', drawn: 'Tap on map', typed: 'Type' };

interface PositionSheetProps {
  readonly work: PositionWork;
  readonly onClose: () => void;
}

/** All ways to a position, and from there to an item that nobody stands at. What is given stands in the form at once. */
export function PositionSheet({ work, onClose }: PositionSheetProps): JSX.Element {
  const { notation } = useApp();
  const { offset, base, item } = work;
  const own = (
    <>
      <div class="buttons position-ways" role="group" aria-label={offset ? 'Where I stand' : 'Position'}>
        {Object.entries(ways).map(([way, label]) => (
          <button
            key={way}
            type="button"
            class="button"
            aria-pressed={work.way === way}
            onClick={() => work.setWay(way as PositionWay)}
          >
            {label}
          </button>
        ))}
      </div>
      <Way work={work} />
    </>
  );
  const switcher = (
    <button
      type="button"
      class="button wide"
      aria-pressed={offset !== null}
      onClick={() => work.setOffset(offset ? null : nothingTyped)}
    >
      I am not standing at it
    </button>
  );
  return (
    <Sheet title="Position" onClose={onClose}>
      {offset ? (
        <>
          {switcher}
          <OffsetPanel work={work} typed={offset} />
          {item && isPlace(base) ? (
            <WayMap from={base.shape.coordinates} to={item.shape.coordinates} />
          ) : null}
          <h3>Where I stand</h3>
          {own}
        </>
      ) : (
        <>
          {own}
          {switcher}
        </>
      )}
      <div class="sheet-end">
        <p class="number" role="status">
          {item
            ? `${offset ? 'Item: ' : ''}${positionText(item.shape.coordinates, notation.notation.value)} · ${shortText(item)}`
            : (missingText(base, offset !== null) ?? 'No position yet')}
        </p>
        <button type="button" class="button primary wide" disabled={!item} onClick={onClose}>
          Use this position
        </button>
      </div>
    </Sheet>
  );
}

function Way({ work }: { work: PositionWork }): JSX.Element {
  const { locator } = useApp();
  const { base, way } = work;
  if (way === 'gps') return <MeasurePanel work={work} />;
  if (way === 'typed') return <TypePanel work={work} />;
  const fix = locator.fix.value;
  const at = isPlace(base) ? base.shape.coordinates : null;
  const isDrawn = isPlace(base) && base.source === 'drawn';
  return (
    <PickMap
      around={at ?? (fix ? [fix.lon, fix.lat] : null)}
      pin={isDrawn ? at : null}
      onPick={(coordinates) =>
        // A finger on a map measures nothing: the accuracy is not known, and not 0.
        work.give({ shape: { type: 'Point', coordinates }, source: 'drawn', accuracyM: null })
      }
    />
  );
}
