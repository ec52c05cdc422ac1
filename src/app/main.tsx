import { computed, signal } from '@preact/signals';
import { render } from 'preact';
import './style/app.css';
import { registry } from '#domain/kinds/registry.ts';
import { createGroundChoice } from './map/ground-choice.ts';
import { App, preloadScreens } from './shell/app.tsx';
import { type Toast, watchOnline } from './shell/app-context.ts';
import { createDeviceStorage } from './shell/device-storage.ts';
import { watchInstall } from './shell/install.ts';
import { createLateLedger } from './shell/late-ledger.ts';
import { createLateMaps, unfinishedMaps } from './shell/late-maps.ts';
import { createLocalMemory } from './shell/local-memory.ts';
import { createLocator } from './shell/locator.ts';
import { watchNewVersion } from './shell/new-version.ts';
import { createOpenPhone } from './shell/open-phone-here.ts';
import { createNotationSwitch } from './shell/notation-switch.ts';
import { createRouter } from './shell/router.ts';
import { createSession } from './shell/session.ts';
import { createThemeSwitch } from './shell/theme.ts';

const memory = createLocalMemory(() => localStorage);
const fetchNow: typeof fetch = async (input, init) => fetch(input, init);
const now = () => Date.now();
const ledger = createLateLedger();
const session = createSession({
  memory,
  fetch: fetchNow,
  phones: createOpenPhone({
    window,
    fetch: fetchNow,
    fillRandom: (bytes) => crypto.getRandomValues(bytes),
    random: () => Math.random(),
    registry,
    createLedger: ledger.createLedger,
  }),
});
const router = createRouter(window);
const maps = createLateMaps(memory, fetchNow);
const toast = signal<Toast | null>(null);
const services = {
  registry,
  ledger,
  router,
  session,
  memory,
  locator: createLocator(navigator.geolocation, now),
  storage: createDeviceStorage(navigator.storage, memory),
  theme: createThemeSwitch(memory, window),
  notation: createNotationSwitch(memory),
  ground: createGroundChoice(memory),
  maps,
  newVersion: watchNewVersion({
    container: navigator.serviceWorker,
    locks: navigator.locks,
    document,
    inForm: computed(() => router.route.value.screen === 'new'),
    reload: () => location.reload(),
    now,
  }),
  install: watchInstall(window),
  now,
  online: watchOnline(window),
  toast,
  say: (next: Toast | null) => {
    toast.value = next;
  },
};

const place = document.getElementById('app');
if (place) render(<App services={services} />, place);
void services.storage.look();
void session.start().then(async () => {
  // Later, when the map stands: until then the phone has better things to do.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await preloadScreens(ledger);
  if (memory.get(unfinishedMaps) !== null) await (await maps()).resume();
});
