import { tmpdir } from 'node:os';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { registry } from '#domain/kinds/registry.ts';
import { freezeChange } from '#protocol/change.ts';
import { type ApiEnv, apiRoutes } from '#server/http/api-routes.ts';
import { problemOf } from '#server/http/api-problem.ts';
import type { Transport } from '#sync/transport.ts';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { createHandset, edit, log } from '#tests/support/phone/handset.ts';
import { accounts, type Office, openOffice, taskId } from '#tests/support/phone/office.ts';
import { testId } from '#tests/support/phone/test-id.ts';

let office: Office;
const clock = createFakeClock();
beforeEach(async () => {
  office = await openOffice(() => clock.now());
});
afterEach(async () => office.close());

/** A server of other versions, which says things in its answers that this app has not heard of. */
function serverOf(versions: { readonly oldest: number; readonly present: number }): Transport {
  const site = new Hono<ApiEnv>();
  site.use(async (c, next) => {
    c.set('account', accounts.anna);
    await next();
  });
  const { storage } = office;
  site.route(
    '/api/v1',
    apiRoutes({ storage, registry, baseMapFolder: tmpdir(), log: () => undefined, versions }),
  );
  site.onError((error) => problemOf(error)?.response() ?? new Response('', { status: 500 }));
  return {
    send: async ({ method, path, body }) => {
      const init = { method, ...(body !== undefined && { body }) };
      const answer = path.endsWith('base-map')
        ? new Response('', { status: 404 })
        : await site.fetch(new Request(`http://office.test${path}`, init));
      const text = answer.ok
        ? JSON.stringify(extended(JSON.parse(await answer.text())))
        : await answer.text();
      return { status: answer.status, text, bytes: new TextEncoder().encode(text) };
    },
  };
}

function extended(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(extended);
  if (typeof json !== 'object' || json === null) return json;
  const known = Object.entries(json).map(([name, value]) =>
    // What a record holds is not the protocol's to add to.
    [name, name === 'columns' ? value : extended(value)],
  );
  return { ...Object.fromEntries(known), ofTheNextVersion: { a: 1 } };
}

describe('a phone that was away while the server was updated', () => {
  test('still sends and receives, one version behind', async () => {
    const phone = await createHandset(office, 'anna', { clock }).start('anna', {
      transport: serverOf({ oldest: 1, present: 2 }),
    });
    const { state } = await log(phone);
    await phone.sendNow();
    expect(phone.sync.value).toMatchObject({ phase: 'idle', unsent: 0 });
    expect(phone.model.get(state.id)?.delivery).toBe('sent');
    expect(await office.records('ordnance')).toHaveLength(1);
    phone.close();
  });

  test('that no longer speaks its version: it says so, and keeps everything', async () => {
    const handset = createHandset(office, 'anna', { clock });
    const before = await handset.start();
    await before.sendNow();
    before.close();
    const phone = await handset.start('anna', { transport: serverOf({ oldest: 2, present: 2 }) });
    await log(phone);
    await phone.sendNow();
    expect(phone.sync.value).toMatchObject({ phase: 'blocked', unsent: 1 });
    expect(phone.sync.value.problem).toMatch(/too old for the server\. Update the app; nothing is lost\.$/);
    phone.close();
  });
});

describe('what this app does not know', () => {
  const fromANewerApp = async (record: string, kind: string, set: Record<string, unknown>) => {
    const { epoch } = await office.storage.history('programme-1');
    const change = freezeChange({
      id: record,
      record,
      kind,
      base: { epoch, seq: 0 },
      after: [],
      set: { team: 'team-1', task: taskId, ...set },
      author: accounts.boris.userId,
      at: '2021-03-14T08:00:00.000Z',
      ofTheNextVersion: [1, { deep: 'é' }],
    });
    const { outcomes } = await office.storage.push(accounts.boris, testId(77), [{ n: 1, ...change }]);
    expect(outcomes).toMatchObject([{ outcome: 'applied' }]);
  };

  test('a field of a newer app stays through an edit of another field', async () => {
    const phone = await createHandset(office, 'anna', { clock }).start();
    const record = testId(500);
    const unheard = { reading: [1, 2.5, null, { unit: 'nT' }] };
    await fromANewerApp(record, 'ordnance', { note: 'first', magnetometer: unheard });
    await phone.sendNow();
    await edit(phone, record, { note: 'second' });
    await phone.sendNow();
    const [stored] = await office.records('ordnance');
    expect(stored?.body).toMatchObject({ note: 'second', magnetometer: unheard });
    expect(stored?.writer['magnetometer']).toEqual({ seq: stored?.firstSeq, change: record });
    phone.close();
  });

  test('a kind of a newer app is kept, shown by its code, and comes out as it went in', async () => {
    expect(registry.get('seismic-line')).toBeUndefined();
    const handset = createHandset(office, 'anna', { clock });
    const phone = await handset.start();
    const record = testId(501);
    const set = { code: 'TST-0001-S-210314-A1-01', spread: { channels: 24 } };
    await fromANewerApp(record, 'seismic-line', set);
    await phone.sendNow();
    const view = phone.model.get(record);
    expect(view).toMatchObject({ code: set.code, kind: undefined });
    expect(view?.state.body).toMatchObject(set);
    phone.close();
    const again = await handset.start();
    expect(again.model.get(record)?.state.body).toMatchObject(set);
    expect((await office.records('seismic-line'))[0]?.body).toMatchObject(set);
    again.close();
  });
});
