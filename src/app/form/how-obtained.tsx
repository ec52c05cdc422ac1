import './how-obtained.css';
import { Fragment, type JSX } from 'preact';
import * as v from 'valibot';
import type { Field } from '#domain/fields/field.ts';
import type { Place } from '#domain/fields/place.ts';
import { schemaOf } from '#domain/fields/schema.ts';
import type { Notation } from '#domain/geo/notation.ts';
import { perimeterOf } from '#domain/geo/perimeter.ts';
import { type Polygonal, polygonsOf } from '#domain/geo/shape.ts';
import { closureWords, pointNames } from './capture/traverse-words.ts';
import { eastText, positionText } from './value-text.ts';

interface HowObtainedProps {
  readonly field: Field;
  readonly value: unknown;
  readonly notation: Notation;
}

/** How an area was given: the text or the legs as they were typed. Nothing where there is no more to say. */
export function HowObtained({ field, value, notation }: HowObtainedProps): JSX.Element | null {
  if (field.type !== 'polygon') return null;
  const place = v.is(schemaOf(field), value) ? (value as Place<Polygonal>) : null;
  if (!place) return null;
  const { asGiven, traverse, gaps = [] } = place;
  if (asGiven === undefined && !traverse && gaps.length === 0) return null;
  return (
    <details class="how-obtained">
      <summary class="button wide">How it was measured</summary>
      <div class="stack">
        {gaps.length > 0 ? (
          <p>
            {gaps.length === 1 ? '1 side was' : `${gaps.length} sides were`} not walked: fixes were missing.
          </p>
        ) : null}
        {asGiven === undefined ? null : (
          <div>
            <h3>{place.source === 'imported' ? 'As imported' : 'As typed'}</h3>
            <ol class="number">
              {asGiven.split('\n').map((line, index) => (
                <li key={index}>{line}</li>
              ))}
            </ol>
          </div>
        )}
        {traverse ? <Legs place={place} traverse={traverse} notation={notation} /> : null}
      </div>
    </details>
  );
}

interface LegsProps {
  readonly place: Place<Polygonal>;
  readonly traverse: NonNullable<Place['traverse']>;
  readonly notation: Notation;
}

function Legs({ place, traverse, notation }: LegsProps): JSX.Element {
  const { landmark, start, legs, north, declinationDeg, declinationFrom, adjusted } = traverse;
  const { corners, ends, closure } = perimeterOf(traverse);
  const names = pointNames(legs);
  const begin = legs[0]?.to === 'start-point' ? 'BM' : 'SP';
  const words = closure && closureWords(closure);
  const ring = polygonsOf(place.shape)[0]?.[0] ?? [];
  const isAsComputed = JSON.stringify(ring.slice(0, -1)) === JSON.stringify(corners);
  return (
    <div class="stack">
      <h3>Bearing and distance</h3>
      {isAsComputed ? null : <p class="notice warn">The corners were changed by hand after these legs.</p>}
      {landmark === undefined ? null : <p>Landmark: {landmark}</p>}
      <p class="number">
        {begin === 'BM' ? 'Benchmark (BM)' : 'Start point (SP)'}: {start.asGiven}
      </p>
      <p class="number">
        {north === 'true'
          ? 'True bearings'
          : `Magnetic bearings, declination ${eastText(declinationDeg)} ${declinationFrom === 'typed' ? 'as typed' : 'by the World Magnetic Model'}`}
      </p>
      <table class="number">
        <thead>
          <tr>
            <th scope="col">Leg</th>
            <th scope="col">Bearing</th>
            <th scope="col">Distance</th>
          </tr>
        </thead>
        <tbody>
          {legs.map(({ bearingDeg, distanceM }, index) => {
            const end = ends[index];
            return (
              <Fragment key={index}>
                <tr>
                  <th scope="row">
                    {index === 0 ? begin : names[index - 1]} → {names[index]}
                  </th>
                  <td>{bearingDeg}°</td>
                  <td>{distanceM} m</td>
                </tr>
                {end ? (
                  <tr class="quiet">
                    <td colSpan={3}>{positionText(end, notation)}</td>
                  </tr>
                ) : null}
              </Fragment>
            );
          })}
        </tbody>
      </table>
      {words ? (
        <p class={`number ${words.poor ? 'notice warn' : ''}`}>
          Misclosure {words.figure}. {words.meaning}{' '}
          {adjusted ? 'Closed by the compass rule.' : 'Not adjusted.'}
        </p>
      ) : (
        <p>No leg leads back to the start point: the last side is not measured.</p>
      )}
    </div>
  );
}
