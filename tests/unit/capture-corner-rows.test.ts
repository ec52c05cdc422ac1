import { describe, expect, it } from 'vitest';
import {
  placeOfRows,
  removeRow,
  retypeRow,
  rowsOf,
  shiftRow,
  takeTyped,
} from '#app/form/capture/corner-rows.ts';
import { fittedTo, lineProblems, readingWords } from '#app/form/capture/typed-corners.ts';
import { typingKeys } from '#app/form/capture/typing-keys.ts';
import type { Place } from '#domain/fields/place.ts';
import type { LonLat, Polygonal } from '#domain/geo/shape.ts';

const karabakh = [46, 38.8, 48, 40.5] as const;
const ring = (...corners: readonly LonLat[]): Polygonal => ({
  type: 'Polygon',
  coordinates: [[...corners, corners[0] as LonLat]],
});
const walked = (gaps?: readonly number[]): Place<Polygonal> => ({
  shape: ring([46.93, 39.99], [46.94, 39.99], [46.94, 40]),
  source: 'walked',
  accuracyM: 3.5,
  ...(gaps && { gaps }),
});
const typedIn = (...texts: readonly string[]) => placeOfRows(takeTyped([], texts.join('\n')).rows, null);

describe('corners that are typed', () => {
  it('takes a pasted list in mixed notations, decimal commas and all, and leaves what is none in the field', () => {
    const { rows, left } = takeTyped([], '39,9911 46,9331\n39.99x, 46.93\n38N 665100 4428100\n');
    expect(rows.map(({ given }) => given)).toEqual(['39,9911 46,9331', '38N 665100 4428100']);
    expect(rows[0]?.at).toEqual([46.9331, 39.9911]);
    expect(left).toBe('39.99x, 46.93');
    expect(lineProblems(left)).toEqual([{ text: '39.99x, 46.93', message: expect.stringMatching(/\w+/) }]);
  });

  it('keeps what was typed, line by line, and has no accuracy', () => {
    const place = typedIn('39.99, 46.93', '39° 59.4′ N 46° 56.4′ E', '40 46.94');
    expect(place).toMatchObject({ source: 'typed', accuracyM: null });
    expect(place?.asGiven?.split('\n')).toEqual(['39.99, 46.93', '39° 59.4′ N 46° 56.4′ E', '40 46.94']);
    expect(rowsOf(place).map(({ given }) => given)).toEqual(place?.asGiven?.split('\n'));
  });

  it('does not call a corner as typed once it was dragged elsewhere', () => {
    const place = typedIn('39.99, 46.93', '39.99, 46.94', '40 46.94');
    if (!place) throw new Error('No place.');
    const dragged = { ...place, shape: ring([46.93, 39.99], [46.9401, 39.99], [46.94, 40]) };
    expect(rowsOf(dragged).map(({ given }) => given)).toEqual(['39.99, 46.93', null, '40 46.94']);
  });

  it('takes a typed corner into a walked area as the less trusted of both, and into a drawn one not above it', () => {
    const more = takeTyped(rowsOf(walked()), '40, 46.93').rows;
    expect(placeOfRows(more, walked())).toMatchObject({
      source: 'typed',
      accuracyM: null,
      asGiven: '40, 46.93',
    });
    const drawn: Place<Polygonal> = { ...walked(), source: 'drawn', accuracyM: null };
    expect(placeOfRows(more, drawn)?.source).toBe('drawn');
  });

  it('leaves a walked area walked where a corner is only taken out, with its gap on the side that is left', () => {
    const place = placeOfRows(removeRow(rowsOf(walked([1])), 1), walked([1]));
    expect(place).toMatchObject({ source: 'walked', accuracyM: 3.5, gaps: [0] });
    expect(place).not.toHaveProperty('asGiven');
  });

  it('moves a corner up and down, and not over the ends', () => {
    const rows = rowsOf(walked());
    expect(shiftRow(rows, 2, -1).map(({ at }) => at[1])).toEqual([39.99, 40, 39.99]);
    expect(shiftRow(rows, 0, -1)).toBe(rows);
    expect(shiftRow(rows, 2, 1)).toBe(rows);
  });

  it('retypes one corner, and leaves it alone where the new text is none', () => {
    const rows = rowsOf(typedIn('39.99, 46.93', '39.99, 46.94', '40 46.94'));
    expect(retypeRow(rows, 1, '39.98 46.94')[1]).toMatchObject({ given: '39.98 46.94', at: [46.94, 39.98] });
    expect(retypeRow(rows, 1, '39.98')).toBe(rows);
  });

  it('is nothing once the last corner is gone', () => {
    expect(placeOfRows(removeRow(rowsOf(typedIn('39.99, 46.93')), 0), null)).toBeNull();
  });

  it('keeps the legs of an area that is changed by typing', () => {
    const traverse: Place['traverse'] = {
      north: 'true',
      declinationDeg: 0,
      start: { at: [46.93, 39.99], asGiven: '39.99 46.93' },
      legs: [{ bearingDeg: 90, distanceM: 20, to: 'turning-point' }],
      adjusted: false,
    };
    const place: Place<Polygonal> = { ...walked(), source: 'traverse', accuracyM: null, traverse };
    expect(placeOfRows(removeRow(rowsOf(place), 2), place)?.traverse).toEqual(traverse);
  });
});

describe('a corner that is being typed anew', () => {
  const corners = rowsOf(typedIn('39.99, 46.93', '39.99, 46.94', '40 46.94'));
  const editing = { corner: 1, at: [46.94, 39.99], text: '39.99, 46.9', was: '39.99, 46.94' } as const;

  it('goes on where the corner is still there', () => {
    const typed = { field: '', editing };
    expect(fittedTo(corners, typed)).toBe(typed);
  });

  it('is a text for a new corner where an undo took it away, and is not lost', () => {
    expect(fittedTo(removeRow(corners, 1), { field: '41', editing })).toEqual({
      field: '41\n39.99, 46.9',
      editing: null,
    });
    const untouched = { ...editing, text: editing.was };
    expect(fittedTo([], { field: '', editing: untouched })).toEqual({ field: '', editing: null });
  });
});

describe('the words under the field', () => {
  it('says what was recognised', () => {
    expect(readingWords('38N 665100 4428100')).toBe('Read as UTM 38N');
    expect(readingWords('38S PK 64749 29541')).toBe('Read as MGRS');
    expect(readingWords('39,99 46,93\n39 59.4 N 46 56 E\n46')).toBe('Read as DD, DDM, 2 of 3 lines');
    expect(readingWords('39.99')).toBeNull();
    expect(readingWords('')).toBeNull();
  });
});

describe('the keys beside a number pad', () => {
  const texts = (...args: Parameters<typeof typingKeys>) => typingKeys(...args).map(({ text }) => text);

  it('has the hemispheres of the programme and the marks of the notation', () => {
    expect(texts('dd', karabakh)).toEqual(['N', 'E', ' ']);
    expect(texts('dms', karabakh)).toEqual(['°', '′', '″', 'N', 'E', ' ']);
    expect(texts('ddm', [-80, -5, -60, 13])).toEqual(['°', '′', 'N', 'S', 'W', ' ']);
  });

  it('is not there where letters are needed', () => {
    expect([...texts('utm', karabakh), ...texts('mgrs', karabakh)]).toEqual([]);
  });
});
