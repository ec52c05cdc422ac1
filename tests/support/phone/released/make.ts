/**
 * `node tests/support/phone/released/make.ts`, once, when a schema version is about to be released: keeps what a phone with
 * it looks like in the middle of a day. Never run for a version that is out: those files are what is on phones.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFakeClock } from '../fake-clock.ts';
import { createHandset, edit, foundMine, log } from '../handset.ts';
import { openOverlays } from '#store/overlays.ts';
import { openOffice, taskId } from '../office.ts';
import { readRaw, textOfRaw } from '../raw-storage.ts';
import { testId } from '../test-id.ts';

const clock = createFakeClock();
const office = await openOffice(() => clock.now());
const handset = createHandset(office, 'anna', { clock });
const phone = await handset.start();
const sent = await log(phone, { note: 'sent' });
await phone.sendNow();
handset.wire.next({ status: 413, body: '{"code":"too-large","title":"too large"}' }, 'push');
await log(phone, { note: 'refused' });
await phone.sendNow();
handset.wire.up = false;
await log(phone, { note: 'unsent' });
await edit(phone, sent.state.id, { note: 'changed, unsent' });
const draft = await phone.drafts.open('ordnance');
await phone.drafts.put({ ...draft, values: { ...draft.values, ...foundMine, note: 'draft' } });
phone.close();
await office.close();

const { place } = handset;
const overlays = await openOverlays({ user: 'anna', place, now: () => clock.now(), makeId: () => testId(1) });
const geometry = { type: 'Point', coordinates: [46.9, 40] } as const;
const problems = [{ where: 'Placemark 2', message: 'It has no place.' }];
await overlays.add(taskId, 'survey.kml', {
  name: 'Survey',
  features: [{ geometry, name: 'Stake' }],
  problems,
});
overlays.close();

for (const name of ['work', 'map', 'overlays']) {
  const raw = await readRaw(handset.place, `safelane-${name}`);
  const file = join(import.meta.dirname, `${name}-${raw.version / 10}.json`);
  // A released version never changes.
  if (existsSync(file)) console.log(`${file} is there already, and stays as it is.`);
  else writeFileSync(file, textOfRaw(raw));
}
