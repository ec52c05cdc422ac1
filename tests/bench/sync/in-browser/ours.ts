import { worldX, worldY } from '#app/map/mercator.ts';
import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import { sourceOf } from '#app/map/record-index.ts';
import { createSeen } from '#app/map/seen.ts';
import { browserClock } from '#store/follow-browser.ts';
import { createHttpTransport } from '#store/http-transport.ts';
import { createMakeId } from '#store/make-id.ts';
import { type OpenedPhone, openPhone } from '#store/open-phone.ts';
import type { Transport } from '#sync/transport.ts';
import type { SampleRecord } from '../sample-records.ts';
import { assertHolds } from './map-index.ts';

const makeId = createMakeId(browserClock.now, (bytes) => crypto.getRandomValues(bytes));

async function signIn(username: string, password: string): Promise<string> {
  const response = await fetch('/api/auth/sign-in/username', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  if (!response.ok) throw new Error(await response.text());
  return ((await response.json()) as { readonly user: { readonly id: string } }).user.id;
}

async function open(user: string, transport: Transport): Promise<OpenedPhone> {
  const random = () => Math.random();
  const start = 'after-sign-in';
  return openPhone({ user, transport, clock: browserClock, random, makeId, registry, createLedger, start });
}

/** Resolves when the phone's state is as asked; rejects with what stands in the way. */
function until(phone: OpenedPhone, is: (sync: OpenedPhone['sync']['value']) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const { value } = phone.sync;
      if (is(value)) resolve();
      else if (value.problem !== undefined) reject(new Error(value.problem));
      else return;
      stop();
    };
    const stop = phone.sync.subscribe(look);
    look();
  });
}

/** A phone's screen near the middle of the area, in shares of the world. */
const sight = { minX: worldX(46.9), minY: worldY(39.8), maxX: worldX(47), maxY: worldY(39.7) };

/** From the sign-in on an empty phone to where the map can draw every record. */
async function pull(user: string, count: number): Promise<number> {
  const started = performance.now();
  const phone = await open(user, createHttpTransport(fetch.bind(globalThis)));
  await until(phone, ({ lastPulledAt }) => lastPulledAt !== null);
  // As for the peers: every record found by its box. What is drawn of one is made when it comes into sight.
  assertHolds([...phone.model.within([-180, -90, 180, 90])].length, count);
  let inSight = 0;
  const seen = createSeen();
  for (const records of sourceOf(phone.model).near(sight)) {
    for (let at = 0; at < records.count; at += 1) if (records.read(at, seen)) inSight += 1;
  }
  if (inSight === 0) throw new Error('Nothing can be drawn.');
  const took = performance.now() - started;
  phone.close();
  return took;
}

/** The time of sending alone: the changes are in the outbox already. */
async function push(user: string, records: readonly SampleRecord[]): Promise<number> {
  const http = createHttpTransport(fetch.bind(globalThis));
  let online = true;
  const phone = await open(user, {
    send: async (request) => {
      if (!online) throw new Error('no network');
      return http.send(request);
    },
  });
  await until(phone, ({ lastPulledAt }) => lastPulledAt !== null);
  online = false;
  for (const { kind, body } of records) {
    const draft = await phone.drafts.open(kind);
    const { place, work, date, task } = body as Record<string, object>;
    await phone.save({ ...draft, values: { ...draft.values, place, date, task, ...work } }, []);
  }
  if (phone.sync.value.unsent !== records.length) throw new Error('Not everything was queued.');
  online = true;
  const started = performance.now();
  // Until the server has decided all of them and the phone has stored that. What it pulls back afterwards is a pull.
  const through = phone.sendNow();
  await until(phone, ({ unsent }) => unsent === 0);
  const took = performance.now() - started;
  await through;
  phone.close();
  return took;
}

Object.assign(globalThis, { bench: { signIn, pull, push } });
