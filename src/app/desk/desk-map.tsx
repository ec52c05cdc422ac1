import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RecordView } from '#store/phone.ts';
import type { HeldValue } from '../held/held-question.ts';
import { comparisonKey, showComparison } from '../held/show-comparison.ts';
import { createFieldMap } from '../map/field-map.ts';
import type { FieldMap } from '../map/field-map-types.ts';
import { useOverlaysOn } from '../overlay/use-overlays.ts';
import { LayersButton } from '../map/layers-button.tsx';
import { useGround } from '../map/use-ground.ts';
import { useApp } from '../shell/app-context.ts';
import { signalOf } from '../shell/watched-signal.ts';
import { boundsAround } from './desk-bounds.ts';
import { writeFilter } from './desk-filter.ts';
import type { DeskRow } from './desk-rows.ts';
import type { Snapshot } from './snapshot.ts';
import type { Desk } from './use-desk.ts';

interface DeskMapProps {
  readonly desk: Desk;
  readonly selected: string | null;
  /** Places that wait for a choice on the selected record, the standing one first. */
  readonly compared: readonly HeldValue[];
  readonly onSelect: (id: string | null) => void;
}

/** The records of the list on the map, with the outlines of the tasks around them. */
export function DeskMap({ desk, selected, compared, onSelect }: DeskMapProps): JSX.Element {
  const { theme } = useApp();
  const { phone, rows, filter, period, snapshot } = desk;
  const { task } = filter;
  const element = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<FieldMap | null>(null);
  // As it was when the desk opened: each word from the server makes the session anew, and not the map.
  const [{ area }] = useState(phone.session.value.programme);

  useEffect(() => {
    if (!element.current) return undefined;
    const created = createFieldMap(element.current, {
      label: 'Map of the records. Arrows move it, plus and minus zoom, Enter chooses what is in the middle.',
      bounds: area,
    });
    setMap(created);
    return () => {
      setMap(null);
      created.destroy();
    };
  }, [area]);
  useGround(map);

  useOverlaysOn(map);
  useEffect(() => map?.onSelect(onSelect));
  const baseMap = signalOf(phone.baseMap).value;
  useEffect(() => map?.setBaseMap(baseMap), [map, baseMap]);
  const look = theme.look.value;
  useEffect(() => map?.refresh(), [map, look]);
  const isCompared = compared.length > 0;
  // The line around the chosen record would hide how its places differ.
  useEffect(() => map?.setHighlight(isCompared ? null : selected), [map, selected, isCompared]);
  useEffect(() => {
    map?.setRecords(shownOnMap(snapshot, rows, task));
  }, [map, snapshot, rows, task]);

  // The map goes to what is asked for, once there is something: news of the same filter leave it where it is.
  const { record: _, ...asked } = filter;
  const question = `${writeFilter(asked)} ${period?.from} ${period?.to}`;
  const [fitted, setFitted] = useState('');
  useEffect(() => {
    if (!map || fitted === question || rows.length === 0) return;
    const around = boundsAround(
      rows.map((row) => row.view),
      area,
    );
    setFitted(question);
    if (around) map.fitTo(around);
  }, [map, fitted, question, rows, area]);
  useEffect(() => {
    if (selected !== null && !isCompared) map?.reveal(selected);
  }, [map, selected, isCompared]);
  const comparison = comparisonKey(compared);
  useEffect(() => {
    if (map) showComparison(map, compared);
    // Made anew with each drawing; the key says when something else is to be drawn.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [map, comparison]);

  return (
    <div class="desk-map">
      <div ref={element} class="map" tabIndex={0} />
      <div class="map-buttons">
        <LayersButton />
      </div>
    </div>
  );
}

/** The list's records, and the outlines of their tasks. */
function shownOnMap(
  { views }: Snapshot,
  rows: readonly DeskRow[],
  task: string | undefined,
): readonly RecordView[] {
  const shown = new Set(rows.map((row) => row.view));
  for (const view of views) {
    if (view.state.kind !== 'task') continue;
    if (task === undefined || task === view.state.id) shown.add(view);
  }
  return [...shown];
}
