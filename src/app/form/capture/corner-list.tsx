import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Notation } from '#domain/geo/notation.ts';
import { parsePosition } from '#domain/geo/notation.ts';
import type { Bounds } from '#domain/geo/shape.ts';
import { Icon } from '../../shell/icon.tsx';
import { positionText } from '../value-text.ts';
import type { CornerRow } from './corner-rows.ts';
import { PositionField } from './position-field.tsx';
import { readingWords, type TypedCorners } from './typed-corners.ts';

interface CornerListProps {
  readonly rows: readonly CornerRow[];
  readonly editing: TypedCorners['editing'];
  readonly notation: Notation;
  readonly area: Bounds;
  readonly onEdit: (corner: number) => void;
  readonly onType: (text: string) => void;
  readonly onFinish: () => void;
  readonly onCancel: () => void;
  readonly onRemove: (corner: number) => void;
  readonly onShift: (corner: number, by: -1 | 1) => void;
}

/** The corners in order; a touch on one shows what can be done with it. */
export function CornerList(props: CornerListProps): JSX.Element | null {
  const { rows, editing, notation, onEdit, onRemove, onShift } = props;
  const [open, setOpen] = useState<number | null>(editing?.corner ?? null);
  const listRef = useRef<HTMLOListElement>(null);
  const edited = editing?.corner;
  useEffect(() => {
    const shown = edited ?? open;
    // What can be done with the last corner opens below the edge of the panel.
    if (shown !== null) listRef.current?.children[shown]?.scrollIntoView({ block: 'nearest' });
  }, [open, edited]);
  if (rows.length === 0) return null;
  return (
    <ol ref={listRef} class="corner-list" aria-label="Corners">
      {rows.map((row, index) => (
        <li key={index}>
          <button
            type="button"
            class="corner number"
            aria-expanded={open === index}
            onClick={() => setOpen(open === index ? null : index)}
          >
            <b>{index + 1}</b>
            <span>{positionText(row.at, notation)}</span>
          </button>
          {editing?.corner === index ? <CornerEdit {...props} editing={editing} /> : null}
          {open === index && editing?.corner !== index ? (
            <div class="corner-acts">
              <button type="button" class="button" onClick={() => onEdit(index)}>
                Edit
              </button>
              <button
                type="button"
                class="button icon"
                aria-label={`Corner ${index + 1} up`}
                disabled={index === 0}
                onClick={() => {
                  setOpen(index - 1);
                  onShift(index, -1);
                }}
              >
                <Icon name="up" />
              </button>
              <button
                type="button"
                class="button icon"
                aria-label={`Corner ${index + 1} down`}
                disabled={index === rows.length - 1}
                onClick={() => {
                  setOpen(index + 1);
                  onShift(index, 1);
                }}
              >
                <Icon name="down" />
              </button>
              <button
                type="button"
                class="button icon"
                aria-label={`Delete corner ${index + 1}`}
                onClick={() => {
                  setOpen(null);
                  onRemove(index);
                }}
              >
                <Icon name="trash" />
              </button>
            </div>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

type CornerEditProps = CornerListProps & { readonly editing: NonNullable<TypedCorners['editing']> };

function CornerEdit({ editing, notation, area, onType, onFinish, onCancel }: CornerEditProps): JSX.Element {
  const wordsId = useId();
  const [tried, setTried] = useState(false);
  const read = parsePosition(editing.text);
  const finish = () => {
    setTried(true);
    onFinish();
  };
  return (
    <div class="stack corner-edit">
      <PositionField
        label={`Corner ${editing.corner + 1}`}
        value={editing.text}
        notation={notation}
        area={area}
        describedBy={wordsId}
        invalid={tried && !read.ok}
        onType={(text) => {
          setTried(false);
          onType(text);
        }}
        onEnter={finish}
      />
      <p id={wordsId} role="status" class={tried && !read.ok ? 'error-text' : ''}>
        {tried && !read.ok ? read.message : readingWords(editing.text)}
      </p>
      <div class="buttons">
        <button type="button" class="button dark" onClick={finish}>
          Change
        </button>
        <button type="button" class="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </div>
  );
}
