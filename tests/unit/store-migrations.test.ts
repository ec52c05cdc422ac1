/** Phones stay away for weeks: what any released version left on one is opened by this one, with nothing lost. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DatabasePlace } from '#store/database.ts';
import { openMapDatabase } from '#store/map-database.ts';
import { openOverlayDatabase } from '#store/overlay-database.ts';
import { openOverlays } from '#store/overlays.ts';
import { openWorkDatabase } from '#store/work-database.ts';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { createHandset, foundMine, log } from '#tests/support/phone/handset.ts';
import { type Office, openOffice, taskId } from '#tests/support/phone/office.ts';
import { readRaw, readRawText, writeRaw } from '#tests/support/phone/raw-storage.ts';
import { testId } from '#tests/support/phone/test-id.ts';

const clock = createFakeClock();
let office: Office;
beforeEach(async () => {
  office = await openOffice(() => clock.now());
});
afterEach(async () => office.close());

const emptyPlace = (): DatabasePlace => ({ indexedDB: new IDBFactory(), IDBKeyRange });

/** Fails with the missing file's name for a version of which nothing was kept (see `released/make.ts`). */
const released = (name: string, version: number) =>
  readRawText(
    readFileSync(join(import.meta.dirname, `../support/phone/released/${name}-${version}.json`), 'utf8'),
  );

const versionsOf = (newest: number) => Array.from({ length: newest }, (_, index) => index + 1);
const workVersions = versionsOf(openWorkDatabase({}).verno);
const mapVersions = versionsOf(openMapDatabase({}).verno);
const overlayVersions = versionsOf(openOverlayDatabase({}).verno);

const shapeOf = ({ version, stores }: Awaited<ReturnType<typeof readRaw>>) => ({
  version,
  stores: stores.map(({ name, keyPath, indexes }) => ({ name, keyPath, indexes })),
});

describe('pain 21: a phone that was last opened with an older version', () => {
  for (const version of workVersions) {
    test(`unsent work under version ${version} of the outbox is opened, shown and sent`, async () => {
      const place = emptyPlace();
      await writeRaw(place, released('work', version));
      await writeRaw(place, released('map', Math.min(version, mapVersions.length)));
      const handset = createHandset(office, 'anna', { place, clock });
      handset.wire.up = false;
      const phone = await handset.start();
      const notes = () => new Set([...phone.model.all()].map(({ values }) => values.note).filter(Boolean));
      expect(phone.sync.value.unsent).toBe(2);
      expect(notes()).toEqual(new Set(['changed, unsent', 'refused', 'unsent']));
      expect(phone.attention.value).toMatchObject([{ type: 'refused' }]);
      const [draft] = phone.drafts.list.value;
      expect(draft?.values).toMatchObject({ note: 'draft', category: 'ap-mine' });
      if (draft) await phone.save(draft, []);
      handset.wire.up = true;
      await phone.sendNow();
      expect(phone.sync.value).toMatchObject({ phase: 'idle', unsent: 0 });
      const stored = await office.records('ordnance');
      expect(stored).toHaveLength(3);
      expect(new Set(stored.map(({ body }) => body.note))).toEqual(
        new Set(['changed, unsent', 'draft', 'unsent']),
      );
      phone.close();
    });
  }

  for (const version of mapVersions) {
    test(`the map under version ${version} is opened without a network`, async () => {
      const place = emptyPlace();
      await writeRaw(place, released('map', version));
      await writeRaw(place, released('work', workVersions.length));
      const handset = createHandset(office, 'anna', { place, clock });
      handset.wire.up = false;
      const phone = await handset.start();
      expect([...phone.model.all()].filter(({ state }) => state.kind === 'task')).toHaveLength(1);
      phone.close();
    });
  }

  for (const version of overlayVersions) {
    test(`a layer kept under version ${version} is listed and can be drawn`, async () => {
      const place = emptyPlace();
      await writeRaw(place, released('overlays', version));
      const overlays = await openOverlays({
        user: 'anna',
        place,
        now: () => clock.now(),
        makeId: () => testId(2),
      });
      const [survey] = overlays.list.value;
      expect(survey).toMatchObject({ name: 'Survey', task: taskId, isShown: true, summary: { points: 1 } });
      expect(await overlays.features(survey?.id ?? '')).toEqual([
        { geometry: { type: 'Point', coordinates: [46.9, 40] }, name: 'Stake' },
      ]);
      overlays.close();
    });
  }

  for (const [name, open] of [
    ['work', openWorkDatabase],
    ['map', openMapDatabase],
    ['overlays', openOverlayDatabase],
  ] as const) {
    test(`the ${name} database made today is of its newest version, and migrated ones are like it`, async () => {
      const fresh = emptyPlace();
      const database = open(fresh);
      await database.open();
      database.close();
      const shape = shapeOf(await readRaw(fresh, database.name));
      expect(shapeOf(released(name, database.verno))).toEqual(shape);
      for (const version of versionsOf(database.verno)) {
        const place = emptyPlace();
        await writeRaw(place, released(name, version));
        const migrated = open(place);
        await migrated.open();
        migrated.close();
        expect(shapeOf(await readRaw(place, database.name))).toEqual(shape);
      }
    });
  }
});

describe('pain 21: a newer version of the app has changed the database', () => {
  test('an older one does not write into it, says so, and what it held is untouched', async () => {
    const place = emptyPlace();
    const newer = { ...released('work', workVersions.length), version: 10 * workVersions.length + 10 };
    await writeRaw(place, newer);
    const handset = createHandset(office, 'anna', { place, clock });
    await expect(handset.start()).rejects.toThrow('A newer version of the app is on this phone');
    expect(await readRaw(place, newer.name)).toEqual(newer);
  });

  test('an open one gives way at once, and a save in it fails with the reason', async () => {
    const handset = createHandset(office, 'anna', { clock });
    const phone = await handset.start();
    await phone.sendNow();
    const draft = await phone.drafts.open('ordnance');
    // Dexie says so when it closes.
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const upgraded = new Promise<void>((resolve, reject) => {
      const request = handset.place.indexedDB?.open('safelane-work', 10 * workVersions.length + 10);
      if (!request) return;
      request.onblocked = () => reject(new Error('The old tab stands in the way.'));
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
    });
    await upgraded;
    expect(warned).toHaveBeenCalled();
    expect(phone.sync.value).toMatchObject({ phase: 'blocked' });
    expect(phone.sync.value.problem).toContain('Reload this page');
    await expect(phone.save({ ...draft, values: { ...draft.values, ...foundMine } }, [])).rejects.toThrow(
      'A newer version of the app',
    );
    await expect(log(phone)).rejects.toThrow('A newer version of the app');
  });
});
