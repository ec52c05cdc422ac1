/** The engines of Firefox and Safari: a day's start without a network, a record and an area logged, sent, and seen at the office. */
import { expect, test } from '@playwright/test';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import type { Engine, Missing } from './engine.ts';
import { startFirefox } from './firefox.ts';
import { type Person, personAt } from './person.ts';
import { startWebKitGtk } from './webkit-gtk.ts';

interface Figures {
  readonly records: number;
  readonly grossAreaM2: number;
  readonly apMines: { readonly found: number };
}

async function figuresOf(server: RunningServer): Promise<Figures> {
  const { stdout } = await server.cli('tally', '--from', '2020-01-01', '--to', '2099-12-31', '--json');
  return JSON.parse(stdout) as Figures;
}

async function signIn(person: Person): Promise<void> {
  await person.fill('input[name=username]', 'team1');
  await person.fill('input[name=password]', 'safelane-demo');
  await person.press('Sign in');
  await person.sees('All sent');
}

async function save(person: Person): Promise<void> {
  await person.press('Save');
  await person.sees(/Saved: |Save all the same/);
  if ((await person.text()).includes('Save all the same')) await person.press('Save all the same');
  await person.sees('Saved: ');
}

async function logOrdnance(person: Person): Promise<void> {
  await person.press('Found ordnance');
  await person.press('AP mine');
  await person.press('Left, marked');
  // Not every machine knows where it is: the place is shown on the map.
  await person.touchIn('button.position-figure', { x: 0.5, y: 0.5 });
  await person.press('Tap on map');
  await person.touchIn('[role=application][aria-label*="tap the position"]', { x: 0.5, y: 0.5 });
  await person.press('Use this position');
  await person.sees('Tapped on map');
  await save(person);
}

async function logArea(person: Person): Promise<void> {
  await person.press('Cleared area');
  for (const [index, at] of [
    { x: 0.35, y: 0.35 },
    { x: 0.65, y: 0.35 },
    { x: 0.65, y: 0.6 },
    { x: 0.35, y: 0.6 },
  ].entries()) {
    await person.touchIn('[role=application][aria-label*="tap the corners"]', at);
    if (index >= 2) await person.sees(`${index + 1} corners`);
  }
  await save(person);
}

/** What the engine has of the things that the app uses where they are there. */
const features = (engine: Engine) =>
  engine.run(() => ({
    serviceWorker: 'serviceWorker' in navigator,
    backgroundSync: 'SyncManager' in window,
    locks: 'locks' in navigator,
    persist: 'storage' in navigator && 'persist' in navigator.storage,
    wakeLock: 'wakeLock' in navigator,
  }));

for (const [name, start, expected] of [
  [
    'Firefox ESR',
    startFirefox,
    { serviceWorker: true, backgroundSync: false, locks: true, persist: true, wakeLock: true },
  ],
  [
    'WebKitGTK',
    startWebKitGtk,
    { serviceWorker: true, backgroundSync: false, locks: true, persist: false, wakeLock: true },
  ],
] as const) {
  test(`${name}: what was logged without a network, from a start without one, reaches the office`, async () => {
    const started: Engine | Missing = await start();
    if ('missing' in started) return test.skip(true, started.missing);
    const engine = started;
    const server = await startServer();
    try {
      const person = personAt(engine);
      await engine.open(server.url);
      await signIn(person);
      expect(await features(engine)).toEqual(expected);
      await person.press('Records');
      // The first pull is through, and the app is on the device as a whole.
      await person.sees(/-[CO]-\d{6}-/);
      await engine.run(() => void navigator.serviceWorker.ready);
      await expect.poll(() => engine.run(() => navigator.serviceWorker.controller?.state)).toBe('activated');
      const before = await figuresOf(server);

      await server.stop();
      await engine.restart?.();
      await engine.open(`${server.url}/records`);
      await person.sees(/-[CO]-\d{6}-/);
      await engine.open(server.url);
      await person.sees(/AGD-\d{4}/);
      await logOrdnance(person);
      await logArea(person);
      await person.sees('2 not sent');
      await person.sees('Offline');

      await server.start();
      await person.touchIn('.strip-state', { x: 0.5, y: 0.5 });
      await person.press('Send now');
      await person.sees('All sent');
      const after = await figuresOf(server);
      expect(after.records - before.records).toBe(2);
      expect(after.apMines.found - before.apMines.found).toBe(1);
      expect(after.grossAreaM2).toBeGreaterThan(before.grossAreaM2);
    } finally {
      await engine.close();
      await server.remove();
    }
  });
}
