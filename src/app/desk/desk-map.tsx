import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RecordView } from '#store/phone.ts';
import { createFieldMap } from '../map/field-map.ts';
import type { FieldMap } from '../map/field-map-types.ts';
import { useApp } from '../shell/app-context.ts';
import { signalOf } from '../shell/watched-signal.ts';
import { boundsAround } from './desk-bounds.ts';
import { writeFilter } from './desk-filter.ts';
import type { Desk } from './use-desk.ts';

interface DeskMapProps {
  readonly desk: Desk;
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
}

/** The records of the list on the map, with the outlines of the tasks around them. */
export function DeskMap({ desk, selected, onSelect }: DeskMapProps): JSX.Element {
  const { theme } = useApp();
  const { phone, rows, filter, period } = desk;
  const element = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<FieldMap | null>(null);
  const { programme } = signalOf(phone.session).value;

  useEffect(() => {
    if (!element.current) return undefined;
    const created = createFieldMap(element.current, {
      label: 'Map of the records. Arrows move it, plus and minus zoom, Enter chooses what is in the middle.',
      bounds: programme.area,
      ...(programme.tileLayer && { tileLayer: programme.tileLayer }),
    });
    setMap(created);
    return () => {
      setMap(null);
      created.destroy();
    };
  }, [phone, programme.id]);

  useEffect(() => map?.onSelect(onSelect));
  const baseMap = signalOf(phone.baseMap).value;
  useEffect(() => map?.setBaseMap(baseMap), [map, baseMap]);
  const chosenTheme = theme.theme.value;
  useEffect(() => map?.refresh(), [map, chosenTheme]);
  useEffect(() => map?.setHighlight(selected), [map, selected]);
  useEffect(() => {
    map?.setRecords(shownOnMap(desk));
  }, [map, rows, filter.task]);

  // The map goes to what is asked for, once there is something: news of the same filter leave it where it is.
  const { record: _, ...asked } = filter;
  const question = `${writeFilter(asked)} ${period?.from} ${period?.to}`;
  const fitted = useRef('');
  useEffect(() => {
    if (!map || fitted.current === question || rows.length === 0) return;
    const around = boundsAround(
      rows.map((row) => row.view),
      programme.area,
    );
    fitted.current = question;
    if (around) map.fitTo(around);
  }, [map, question, rows]);
  useEffect(() => {
    if (selected !== null) map?.reveal(selected);
  }, [map, selected]);

  return <div ref={element} class="desk-map" tabIndex={0} />;
}

function shownOnMap({ phone, rows, filter }: Desk): readonly RecordView[] {
  const shown = new Set(rows.map((row) => row.view));
  for (const view of phone.model.all()) {
    if (view.state.kind !== 'task') continue;
    if (filter.task === undefined || filter.task === view.state.id) shown.add(view);
  }
  return [...shown];
}
