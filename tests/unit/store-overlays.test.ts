/** Layers from files on a phone: kept for their user until somebody removes them. */
import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import type { Overlay } from '#domain/overlay.ts';
import type { DatabasePlace } from '#store/database.ts';
import { type Overlays, openOverlays } from '#store/overlays.ts';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { testId } from '#tests/support/phone/test-id.ts';

// Live queries ask whether there is an IndexedDB at all; the phones bring their own.
Object.assign(Dexie.dependencies, { indexedDB: new IDBFactory(), IDBKeyRange });

const clock = createFakeClock();
let ids = 0;
const open = async (place: DatabasePlace, user = 'anna'): Promise<Overlays> =>
  openOverlays({ user, place, now: () => clock.now(), makeId: () => testId((ids += 1)) });
const newPlace = (): DatabasePlace => ({ indexedDB: new IDBFactory(), IDBKeyRange });
const task = testId(1_000);
const survey = (name: string): Overlay => ({
  name,
  features: [
    {
      geometry: {
        type: 'LineString',
        coordinates: [
          [46.1, 39.9],
          [46.3, 40.2],
        ],
      },
      name: 'Track',
    },
    { geometry: { type: 'Point', coordinates: [46.2, 39.5] } },
  ],
  problems: [{ where: 'Placemark 3', message: 'It has no place.' }],
});

describe('a layer from a file', () => {
  test('is there after the app was closed, with what it shows and what could not be read', async () => {
    const place = newPlace();
    const before = await open(place);
    await before.add(task, 'survey.kml', survey('Survey'));
    before.close();
    const after = await open(place);
    const [kept] = after.list.value;
    expect(kept).toMatchObject({
      task,
      name: 'Survey',
      file: 'survey.kml',
      isShown: true,
      summary: { points: 1, lines: 1, areas: 0, corners: 3, bounds: [46.1, 39.5, 46.3, 40.2] },
      problems: survey('').problems,
    });
    expect(await after.features(kept?.id ?? '')).toEqual(survey('').features);
    after.close();
  });

  test('is hidden and renamed, and removed with all that it holds', async () => {
    const place = newPlace();
    const overlays = await open(place);
    const { id } = await overlays.add(task, 'b.kml', survey('B'));
    await overlays.add(task, 'a.kml', survey('A'));
    await overlays.change(id, { isShown: false });
    await overlays.change(id, { name: 'Old fields' });
    expect(overlays.list.value.map(({ name, isShown }) => [name, isShown])).toEqual([
      ['A', true],
      ['Old fields', false],
    ]);
    await overlays.remove(id);
    expect(overlays.list.value.map(({ name }) => name)).toEqual(['A']);
    expect(await overlays.features(id)).toEqual([]);
    overlays.close();
  });

  test('is nobody’s but the user’s who added it', async () => {
    const place = newPlace();
    const anna = await open(place);
    const { id } = await anna.add(task, 'a.kml', survey('A'));
    const boris = await open(place, 'boris');
    expect(boris.list.value).toEqual([]);
    expect(await boris.features(id)).toEqual([]);
    anna.close();
    boris.close();
  });
});
