import './panels.css';
import type { JSX } from 'preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { formatPosition, parsePosition } from '#domain/geo/notation.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import { checkPoint } from '#domain/geo/validity.ts';
import { positionText } from '../value-text.ts';
import { CornerList } from './corner-list.tsx';
import {
  type CornerRow,
  isOneRing,
  placeOfRows,
  removeRow,
  retypeRow,
  rowsOf,
  shiftRow,
  takeTyped,
} from './corner-rows.ts';
import { NotationChoice } from './notation-choice.tsx';
import type { PanelProps } from './panel.ts';
import { PositionField } from './position-field.tsx';
import { fittedTo, lineProblems, noCorners, readingWords, type TypedCorners } from './typed-corners.ts';

/** An area by typing its corners, or pasting a list of them, in any notation. */
export function TypePanel(props: PanelProps<TypedCorners>): JSX.Element {
  const { place, typed, area, notation, onChange, onTyped, onPreview } = props;
  const [kept, setKept] = useState(typed ?? noCorners);
  /** What is wrong is said once a person means the text: while it is typed, it is never whole. */
  const [tried, setTried] = useState(false);
  const wordsId = useId();
  const rows = useMemo(() => rowsOf(place), [place]);
  const fields = fittedTo(rows, kept);
  const previewRef = useRef(onPreview);
  useEffect(() => {
    previewRef.current = onPreview;
  });
  const ahead = takeTyped(rows, fields.field).rows;
  // What the map has already need not be drawn as something to come.
  const corners = JSON.stringify(ahead.length > rows.length ? ahead.map(({ at }) => at) : []);
  useEffect(() => {
    previewRef.current(JSON.parse(corners) as LonLat[]);
  }, [corners]);

  if (place && !isOneRing(place))
    return <p class="notice">This area has several parts: its corners cannot be typed here.</p>;

  const type = (next: TypedCorners) => {
    setKept(next);
    onTyped(next.field === '' && next.editing === null ? undefined : next);
  };
  const give = (next: readonly CornerRow[]) => onChange(placeOfRows(next, place));
  const add = () => {
    const { rows: next, left } = takeTyped(rows, fields.field);
    setTried(left !== '');
    type({ ...fields, field: left });
    if (next.length > rows.length) give(next);
  };
  const startEdit = (corner: number) => {
    const row = rows[corner];
    const was = row && (row.given ?? textOf(row, notation));
    if (row && was !== undefined) type({ ...fields, editing: { corner, at: row.at, text: was, was } });
  };
  const finishEdit = () => {
    const { editing } = fields;
    const row = editing ? rows[editing.corner] : undefined;
    if (!editing || !row) return type({ ...fields, editing: null });
    if (!parsePosition(editing.text).ok) return undefined;
    // Not touched, it stays what it was: tapped, or walked, and finer than the notation.
    if (editing.text.trim() !== editing.was) give(retypeRow(rows, editing.corner, editing.text));
    return type({ ...fields, editing: null });
  };
  const problems = tried ? lineProblems(fields.field) : [];
  const doubts = ahead
    .slice(rows.length)
    .flatMap(({ at }) =>
      checkPoint({ shape: { type: 'Point', coordinates: at }, source: 'typed', accuracyM: null }, { area }),
    );
  return (
    <div class="capture-panel stack">
      <PositionField
        label="Next corner, or a pasted list"
        value={fields.field}
        notation={notation}
        area={area}
        describedBy={wordsId}
        invalid={problems.length > 0}
        onType={(field) => {
          setTried(false);
          type({ ...fields, field });
        }}
        onEnter={add}
      >
        <button type="button" class="button dark" disabled={fields.field.trim() === ''} onClick={add}>
          Add
        </button>
      </PositionField>
      <div id={wordsId} role="status">
        {problems.map(({ text, message }, index) => (
          <p key={index} class="error-text">
            “{text}”: {message}
          </p>
        ))}
        {problems.length === 0 ? <p>{readingWords(fields.field)}</p> : null}
        {[...new Set(doubts.map(({ message }) => message))].map((message) => (
          <p key={message} class="notice warn">
            {message}
          </p>
        ))}
      </div>
      <div class="capture-controls">
        <NotationChoice notation={notation} />
        {props.children}
      </div>
      <CornerList
        rows={rows}
        editing={fields.editing}
        notation={notation}
        area={area}
        onEdit={startEdit}
        onType={(text) => {
          if (fields.editing) type({ ...fields, editing: { ...fields.editing, text } });
        }}
        onFinish={finishEdit}
        onCancel={() => type({ ...fields, editing: null })}
        onRemove={(index) => {
          type({ ...fields, editing: null });
          give(removeRow(rows, index));
        }}
        onShift={(index, by) => {
          type({ ...fields, editing: null });
          give(shiftRow(rows, index, by));
        }}
      />
    </div>
  );
}

const textOf = ({ at }: CornerRow, notation: PanelProps<TypedCorners>['notation']) =>
  formatPosition(at, notation) ?? positionText(at);
