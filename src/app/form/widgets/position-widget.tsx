import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { dayIn, isReducedDate } from '#domain/dates.ts';
import { useApp, usePhone } from '../../shell/app-context.ts';
import { nothingTyped } from '../position/observer-offset.ts';
import { PositionSheet } from '../position/position-sheet.tsx';
import { gpsProblem, missingText, shortText } from '../position/position-text.ts';
import { type PositionValue, usePosition } from '../position/use-position.ts';
import { numberText, positionText } from '../value-text.ts';
import type { WidgetProps } from './widget.ts';

/** A position that measures itself from the moment the form opens; one touch away, the other ways to it. */
export function PositionWidget(props: WidgetProps<'position'>): JSX.Element {
  const { field, value, values, problemId, onFill, onChange } = props;
  const { locator, now, notation } = useApp();
  const { phone } = usePhone();
  const date = values['date'];
  const isDay = isReducedDate(date) && date.length === 10;
  const work = usePosition({
    value: (value ?? null) as PositionValue,
    date: isDay ? date : dayIn(phone.session.value.programme.timeZone, now()),
    onChange,
    onFill,
  });
  const [open, setOpen] = useState(false);
  const { item, base, offset, standing } = work;
  const fix = locator.fix.value;
  const waiting =
    missingText(base, offset !== null) ??
    gpsProblem(locator.state.value) ??
    ((standing?.poor ?? 0) > 0 ? `±${Math.round(fix?.accuracyM ?? 0)} m, waiting…` : 'Waiting for GPS…');
  const way = item?.observerOffset;
  return (
    <>
      <div
        class={`position ${problemId === undefined ? '' : 'invalid'}`}
        role="group"
        aria-label={field.label}
        {...(problemId === undefined ? {} : { 'aria-describedby': problemId })}
      >
        <button type="button" class="position-figure number" onClick={() => setOpen(true)}>
          {item ? (
            <>
              {shortText(item)}
              <small>
                {way
                  ? `${numberText(way.distanceM)} m from me, ${numberText(way.bearingDeg)}°`
                  : positionText(item.shape.coordinates, notation.notation.value)}
              </small>
            </>
          ) : (
            <>
              {field.label}
              <small>{waiting}</small>
            </>
          )}
        </button>
        <button
          type="button"
          class="button"
          aria-pressed={offset !== null}
          onClick={() => {
            if (!offset) work.setOffset(nothingTyped);
            setOpen(true);
          }}
        >
          I am not standing at it
        </button>
      </div>
      {open ? <PositionSheet work={work} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
