import { useEffect, useRef, useState } from 'preact/hooks';
import type { Place } from '#domain/fields/place.ts';
import type { Point } from '#domain/geo/shape.ts';
import { useApp } from '../../shell/app-context.ts';
import { measure } from '../measure.ts';
import { placeOf, type StandingFix } from '../standing-fix.ts';
import {
  itemPlace,
  observerPlace,
  type OffsetTyped,
  type ReadOffset,
  readOffset,
  typedOf,
} from './observer-offset.ts';
import { useDeclination } from './use-declination.ts';

export type PositionWay = 'gps' | 'drawn' | 'typed';

/** A position; or what was typed and cannot be read as one, kept until it can; or nothing yet. */
export type PositionValue = Place<Point> | string | null;

export interface PositionWork {
  /** How the position is got. */
  readonly way: PositionWay;
  setWay(way: PositionWay): void;
  /** Where the person stands, or the item itself where they stand at it. */
  readonly base: PositionValue;
  /** The item's position, when all of it is given. */
  readonly item: Place<Point> | null;
  /** The standing fix of this form; null where the position came with the draft. */
  readonly standing: StandingFix | null;
  readonly measuring: boolean;
  /** Ends the averaging with what there is. */
  takeNow(): void;
  measureAgain(): void;
  /** What was tapped or typed. */
  give(position: PositionValue): void;
  /** The way to the item; null where the person stands at it. */
  readonly offset: OffsetTyped | null;
  readonly read: ReadOffset | null;
  /** The model's at the base; null where it has none. */
  readonly declinationDeg: number | null;
  setOffset(typed: OffsetTyped | null): void;
}

interface Given {
  readonly value: PositionValue;
  /** Day of the record, ISO. */
  readonly date: string;
  readonly onChange: (position: PositionValue) => void;
  readonly onFill: (position: PositionValue) => void;
}

/**
 * A position in work: measured from the moment the form opens, tapped or typed, and from there on, where the person does
 * not stand at the item, the bearing and distance to it. While that way is not whole there is no position: the
 * observer's own must not be taken for the item's.
 */
export function usePosition({ value, date, onChange, onFill }: Given): PositionWork {
  const { locator, now } = useApp();
  const [way, setWay] = useState(() => wayOf(value));
  const [base, setBase] = useState(() => (isPlace(value) ? observerPlace(value) : value));
  /** Another object for each time that the averaging begins. */
  const [run, setRun] = useState<object | null>(value === null ? {} : null);
  const [standing, setStanding] = useState<StandingFix | null>(null);
  const [offset, setOffset] = useState<OffsetTyped | null>(() =>
    isPlace(value) && value.observerOffset ? typedOf(value.observerOffset) : null,
  );
  const place = isPlace(base) ? base : null;
  const declinationDeg = useDeclination(offset && place ? place.shape.coordinates : null, date);
  const read = offset && readOffset(offset, declinationDeg);
  const item = place && itemOf(place, read);
  const touch = useReport(place ? item : base, onChange, onFill);
  useEffect(() => {
    locator.start();
    if (!run) return undefined;
    return measure(locator, now, (so) => {
      setStanding(so.standing);
      if (so.place) setBase(so.place);
      if (so.done) setRun(null);
    });
  }, [run, locator, now]);
  return {
    way,
    setWay,
    base,
    item,
    standing,
    measuring: run !== null,
    offset,
    read,
    declinationDeg,
    takeNow: () => {
      touch();
      const taken = standing && placeOf(standing, Infinity);
      if (taken) setBase(taken);
      setRun(null);
    },
    measureAgain: () => {
      touch();
      setWay('gps');
      setBase(null);
      setStanding(null);
      setRun({});
    },
    give: (position) => {
      touch();
      setRun(null);
      setBase(position);
    },
    setOffset: (typed) => {
      touch();
      setOffset(typed);
    },
  };
}

/**
 * Tells the form of each other position. What the receiver gives by itself makes no draft; what a person gives does.
 * @returns to be called when a person gives something
 */
function useReport(value: PositionValue, onChange: Given['onChange'], onFill: Given['onFill']): () => void {
  const latestRef = useRef({ onChange, onFill });
  const isByHandRef = useRef(false);
  const text = JSON.stringify(value);
  const toldRef = useRef(text);
  useEffect(() => {
    latestRef.current = { onChange, onFill };
  });
  useEffect(() => {
    if (toldRef.current === text) return;
    toldRef.current = text;
    const { onChange: change, onFill: fill } = latestRef.current;
    (isByHandRef.current ? change : fill)(JSON.parse(text) as PositionValue);
    isByHandRef.current = false;
  }, [text]);
  return () => {
    isByHandRef.current = true;
  };
}

export const isPlace = (value: PositionValue): value is Place<Point> =>
  typeof value === 'object' && value !== null;

function wayOf(value: PositionValue): PositionWay {
  if (typeof value === 'string') return 'typed';
  return value?.source === 'drawn' || value?.source === 'typed' ? value.source : 'gps';
}

function itemOf(place: Place<Point>, read: ReadOffset | null): Place<Point> | null {
  if (read === null) return place;
  return read.type === 'given' ? itemPlace(place, read.offset) : null;
}
