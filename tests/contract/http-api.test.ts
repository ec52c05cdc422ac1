import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseMapSchema } from '#domain/base-map.ts';
import { freezeChange } from '#protocol/change.ts';
import { decodeRows } from '#protocol/pack.ts';
import { pageSchema } from '#protocol/page.ts';
import { phonesAnswerSchema, problemSchema, pushAnswerSchema, sessionAnswerSchema } from '#protocol/wire.ts';
import { createHttpTransport } from '#store/http-transport.ts';
import { ApiClient } from '#tests/support/server/api-client.ts';
import { type SeededServer, startSeededServer } from '#tests/support/server/seeded-server.ts';

let seeded: SeededServer;
beforeAll(async () => {
  seeded = await startSeededServer();
});
afterAll(() => seeded.remove());

const problem = async (response: Response) => {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const { status, code, title } = v.parse(problemSchema, await response.json());
  expect(status).toBe(response.status);
  expect(title).toMatch(/^[A-Z“"].{15,}\.$/);
  return { status, code, title };
};
const pull = async (client: ApiClient, bucket: string, after = 0) => {
  const response = await client.request(`/api/v1/pull?bucket=${encodeURIComponent(bucket)}&after=${after}`);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const page = v.parse(pageSchema, await response.json());
  return { page, rows: decodeRows(page.columns) };
};

describe('who am I', () => {
  it('tells a member the own team, its people and what may be pulled', async () => {
    const ali = await seeded.as('ali');
    const session = v.parse(sessionAnswerSchema, await ali.session());
    expect(session.user).toEqual({ id: ali.userId, name: 'ali', role: 'member', team: 'team-1' });
    expect(session.programme.short).toBe('DEMO');
    expect(session.teams.map(({ id }) => id)).toEqual(['team-1', 'team-2']);
    expect(session.people.map(({ name }) => name).sort()).toEqual(['ali', 'leyla']);
    expect(session.replica).toMatchObject({ id: ali.replica, decided: 0 });
    expect(session.buckets.map(({ bucket }) => bucket)).toContain('team:team-1');
  });

  it('gives a replica of somebody else to nobody', async () => {
    const [ali, rauf] = [await seeded.as('ali'), await seeded.as('rauf')];
    const taken = await rauf.post('/api/v1/session', { protocol: 1, replica: ali.replica });
    expect(await problem(taken)).toMatchObject({ status: 409, code: 'replica-taken' });
  });

  it('says which side is too old when the protocols do not fit', async () => {
    const ali = await seeded.as('ali');
    const newer = await ali.post('/api/v1/session', { protocol: 99, replica: ali.replica });
    expect(await problem(newer)).toMatchObject({ status: 400, code: 'protocol-unsupported' });
  });
});

describe('push and pull', () => {
  it('brings what one phone sent to the supervisor, compressed', async () => {
    const [ali, leyla] = [await seeded.as('ali'), await seeded.as('leyla')];
    const made = ali.change({ set: { team: 'team-1', note: 'x'.repeat(3_000) } });
    const answer = v.parse(pushAnswerSchema, await ali.pushed([made]));
    expect(answer.outcomes).toMatchObject([{ n: 1, id: made.id, outcome: 'applied' }]);
    const response = await leyla.request('/api/v1/pull?bucket=all');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    const { rows, page } = await pull(leyla, 'all');
    expect(rows.find(({ id }) => id === made.record)).toMatchObject({ body: { note: 'x'.repeat(3_000) } });
    expect((await pull(leyla, 'all', page.through)).rows).toEqual([]);
  });

  it('pain 9: answers a push that is sent twice as it did the first time', async () => {
    const ali = await seeded.as('ali');
    const made = ali.change();
    const first = await ali.pushed([made]);
    expect(await ali.pushed([made])).toEqual(first);
  });

  it('pain 8: refuses text that cannot be stored, and takes the rest of the batch', async () => {
    const ali = await seeded.as('ali');
    const withNote = (note: string) => ali.change({ set: { team: 'team-1', note } });
    const raw = withNote('NOTE');
    const rawNul = raw.text.replace('NOTE', '\u0000');
    const batch = [
      withNote('a\u0000b'),
      withNote('\ud800 alone'),
      { ...raw, text: rawNul },
      { ...raw, ...freezeChange({ id: randomUUID() } as never), n: 4 },
      withNote('fine 🙂'),
    ];
    const numbered = batch.map((change, index) => ({ ...change, n: index + 1 }));
    const { outcomes } = await ali.pushed(numbered);
    expect(outcomes.map((o) => (o.outcome === 'refused' ? o.reason : o.outcome))).toEqual([
      'unreadable',
      'unreadable',
      'unreadable',
      'unreadable',
      'applied',
    ]);
    expect((await ali.pushed(numbered)).outcomes).toEqual(outcomes);
  });

  it('takes a record of a kind that it does not know, flags it, and passes it on whole', async () => {
    const [ali, leyla] = [await seeded.as('ali'), await seeded.as('leyla')];
    const set = { team: 'team-1', shape: { of: ['things', 1, null] } };
    const made = ali.change({ kind: 'from-the-future', set });
    expect((await ali.pushed([made])).outcomes).toMatchObject([{ outcome: 'applied' }]);
    const { rows } = await pull(leyla, 'all');
    expect(rows.find(({ id }) => id === made.record)).toMatchObject({
      kind: 'from-the-future',
      body: set,
      flags: [{ code: 'kind-unknown' }],
    });
  });

  it('logs a refusal by its code, without what was in it', async () => {
    const ali = await seeded.as('ali');
    const made = ali.change({ set: { team: 'team-2', note: 'a secret place' } });
    await ali.pushed([made]);
    // The log comes through another pipe than the answer.
    await expect.poll(() => seeded.server.output, { timeout: 10_000 }).toContain(made.id);
    const line = seeded.server.output.split('\n').find((text) => text.includes(made.id));
    expect(JSON.parse(line ?? '{}')).toMatchObject({
      event: 'change-refused',
      reason: 'forbidden',
      replica: ali.replica,
    });
    expect(seeded.server.output).not.toContain('a secret place');
  });

  it('answers 409 to a cursor of another history', async () => {
    const ali = await seeded.as('ali');
    const other = await ali.request('/api/v1/pull?bucket=team:team-1&epoch=before-the-restore');
    expect(await problem(other)).toMatchObject({ status: 409, code: 'epoch-changed' });
  });

  it('shows the history of a record to those who may read it', async () => {
    const [ali, rauf] = [await seeded.as('ali'), await seeded.as('rauf')];
    const made = ali.change();
    await ali.pushed([made]);
    const own = await ali.request(`/api/v1/records/${made.record}/history`);
    expect(await own.json()).toMatchObject({ changes: [{ outcome: 'applied', change: { id: made.id } }] });
    const foreign = await rauf.request(`/api/v1/records/${made.record}/history`);
    expect(await problem(foreign)).toMatchObject({ status: 404, code: 'record-unknown' });
  });
});

describe('nothing crosses from one programme or team into another', () => {
  it('shows and gives another programme nothing, at any address', async () => {
    const [ali, stranger] = [await seeded.as('ali'), await seeded.as('stranger')];
    const made = ali.change();
    await ali.pushed([made]);
    const session = await stranger.session();
    expect(session.programme.short).toBe('OTHER');
    expect(session.people.map(({ name }) => name)).toEqual(['stranger']);
    expect(session.teams).toEqual([]);
    expect((await pull(stranger, 'all')).rows).toEqual([]);
    const team = await stranger.request('/api/v1/pull?bucket=team:team-1');
    expect(await problem(team)).toMatchObject({ status: 403, code: 'bucket-forbidden' });
    const history = await stranger.request(`/api/v1/records/${made.record}/history`);
    expect(await problem(history)).toMatchObject({ status: 404 });
    const map = v.parse(baseMapSchema, await (await stranger.request('/api/v1/base-map')).json());
    expect(map.area).toEqual(session.programme.area);
    const { outcomes } = await stranger.pushed([
      stranger.change({
        record: made.record,
        base: { epoch: stranger.epoch, seq: 1 },
        set: { note: 'Mine' },
      }),
      stranger.change({ set: { task: made.record } }),
    ]);
    expect(outcomes).toMatchObject([
      { outcome: 'refused', reason: 'other-programme' },
      { outcome: 'refused', reason: 'other-programme' },
    ]);
    await expect
      .poll(() => seeded.server.output, { timeout: 10_000 })
      .toContain('"reason":"other-programme"');
    expect(
      (await pull(await seeded.as('leyla'), 'all')).rows.find(({ id }) => id === made.record),
    ).toMatchObject({
      body: { note: 'Found' },
    });
  });

  it('gives a member neither other teams nor everything', async () => {
    const rauf = await seeded.as('rauf');
    for (const bucket of ['all', 'team:team-1', `task:${randomUUID()}`]) {
      const response = await rauf.request(`/api/v1/pull?bucket=${bucket}`);
      expect(await problem(response)).toMatchObject({ status: 403, code: 'bucket-forbidden' });
    }
  });

  it('answers nobody who is not signed in', async () => {
    const nobody = new ApiClient(seeded.server.url);
    const paths = ['pull?bucket=all', 'base-map', `records/${randomUUID()}/history`];
    const answers = [
      ...paths.map((path) => nobody.request(`/api/v1/${path}`)),
      nobody.post('/api/v1/session', {}),
      nobody.push([]),
    ];
    for (const answer of await Promise.all(answers)) {
      expect(await problem(answer)).toMatchObject({ status: 401, code: 'signed-out' });
    }
  });

  it('answers 409 when the session is somebody else’s', async () => {
    const ali = await seeded.as('ali');
    const { userId } = await seeded.as('rauf');
    const answer = await ali.request('/api/v1/pull?bucket=team:team-1', {
      headers: { 'x-safelane-user': userId },
    });
    expect(await problem(answer)).toMatchObject({ status: 409, code: 'other-user' });
  });
});

describe('the base map', () => {
  it('is sent once, and by its tag never again', async () => {
    const ali = await seeded.as('ali');
    const first = await ali.request('/api/v1/base-map');
    expect(v.is(baseMapSchema, await first.json())).toBe(true);
    const etag = first.headers.get('etag') ?? '';
    const again = await ali.request('/api/v1/base-map', { headers: { 'if-none-match': `W/${etag}` } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });
});

describe('the phones of a programme', () => {
  it('are listed for supervisors, with what each holds and when it was heard of', async () => {
    const [ali, leyla] = [await seeded.as('ali'), await seeded.as('leyla')];
    await ali.post('/api/v1/session', { protocol: 1, replica: ali.replica, unsent: 7 });
    const id = randomUUID();
    await ali.push([{ n: 1, id, hash: 'a'.repeat(64), size: 3_000_000 }]);
    const { phones } = v.parse(phonesAnswerSchema, await (await leyla.request('/api/v1/phones')).json());
    const phone = phones.find(({ replica }) => replica === ali.replica);
    expect(phone).toMatchObject({ name: 'ali', team: 'team-1', unsent: 7, announced: 1, decided: 1 });
    expect(Date.parse(phone?.heardAt ?? '')).toBeGreaterThan(0);
    expect(await problem(await ali.request('/api/v1/phones'))).toMatchObject({ code: 'supervisors-only' });
    const stranger = await seeded.as('stranger');
    const others = v.parse(phonesAnswerSchema, await (await stranger.request('/api/v1/phones')).json());
    expect(others.phones.map(({ replica }) => replica)).not.toContain(ali.replica);
  });
});

describe('input that is no good', () => {
  describe('a compressed body', () => {
    const sendPacked = (client: ApiClient, bytes: Uint8Array<ArrayBuffer>, encoding = 'gzip') =>
      client.request('/api/v1/push', {
        method: 'POST',
        body: bytes,
        headers: { 'content-type': 'application/json', 'content-encoding': encoding },
      });

    it('is what the app sends of more than a few lines, and is read as if it were plain', async () => {
      const ali = await seeded.as('ali');
      const changes = Array.from({ length: 20 }, () =>
        ali.change({ set: { team: 'team-1', note: 'A mine' } }),
      );
      const body = JSON.stringify({ protocol: 1, replica: ali.replica, changes });
      let sentBytes = 0;
      const transport = createHttpTransport(async (_, init) => {
        const { body: sent, ...rest } = init ?? {};
        sentBytes = (sent as Uint8Array).byteLength;
        return ali.request('/api/v1/push', { ...rest, body: sent as Uint8Array<ArrayBuffer> });
      });
      const answer = await transport.send({
        method: 'POST',
        path: '/api/v1/push',
        body,
        user: ali.userId,
        timeoutMs: 10_000,
      });
      const { outcomes } = v.parse(pushAnswerSchema, JSON.parse(answer.text));
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(changes.map(() => 'applied'));
      expect(sentBytes).toBeLessThan(body.length / 3);
    });

    it('that is small and holds more than a push may is refused as too large', async () => {
      const ali = await seeded.as('ali');
      const answer = await sendPacked(ali, new Uint8Array(gzipSync(' '.repeat(50_000_000))));
      expect(await problem(answer)).toMatchObject({ status: 413, code: 'too-large' });
      expect((await ali.push([ali.change()])).status).toBe(200);
    });

    it('that is damaged, or compressed otherwise, is refused with the reason', async () => {
      const ali = await seeded.as('ali');
      const whole = new Uint8Array(gzipSync(JSON.stringify({ protocol: 1 })));
      const half = await sendPacked(ali, whole.slice(0, whole.length - 9));
      expect(await problem(half)).toMatchObject({ status: 400, code: 'malformed' });
      const other = await sendPacked(ali, whole, 'br');
      expect(await problem(other)).toMatchObject({ status: 415, code: 'encoding-unknown' });
    });
  });

  it('says 413 to a body that is too large, and goes on serving', async () => {
    const ali = await seeded.as('ali');
    const answer = await ali.request('/api/v1/push', { method: 'POST', body: `"${'x'.repeat(1_200_000)}"` });
    expect(await problem(answer)).toMatchObject({ status: 413, code: 'too-large' });
    expect((await ali.session()).user.id).toBe(ali.userId);
  });

  it.each([
    ['not JSON', '{"protocol":1,', 'malformed'],
    ['of another shape', '{"protocol":1,"replica":"K7","changes":[]}', 'invalid'],
    ['empty', '', 'malformed'],
    ['a list', '[]', 'invalid'],
  ])('says 400 to a body that is %s', async (_, body, code) => {
    const ali = await seeded.as('ali');
    expect(await problem(await ali.request('/api/v1/push', { method: 'POST', body }))).toMatchObject({
      status: 400,
      code,
    });
  });

  it('says 404 to an address that it does not have', async () => {
    const ali = await seeded.as('ali');
    for (const path of ['/api/v1/nothing', '/api/nothing', '/api/auth/sign-up/email']) {
      expect(await problem(await ali.request(path))).toMatchObject({ status: 404, code: 'unknown-path' });
    }
    const posted = await ali.request('/desk', { method: 'POST', body: '{}' });
    expect(await problem(posted)).toMatchObject({ status: 404, code: 'unknown-path' });
  });

  it('says 400 to a cursor that is no number', async () => {
    const ali = await seeded.as('ali');
    const answer = await ali.request('/api/v1/pull?bucket=team:team-1&after=-1');
    expect(await problem(answer)).toMatchObject({ status: 400, code: 'invalid' });
  });

  it('lets no other site write', async () => {
    const ali = await seeded.as('ali');
    const headers = { origin: 'https://elsewhere.example' };
    const answer = await ali.request('/api/v1/push', { method: 'POST', body: '{}', headers });
    expect(await problem(answer)).toMatchObject({ status: 403, code: 'foreign-origin' });
  });
});

describe('the API’s own description', () => {
  it('names every address and has a schema for each kind', async () => {
    const response = await new ApiClient(seeded.server.url).request('/api/v1/openapi.json');
    const document = (await response.json()) as {
      paths: Record<string, unknown>;
      components: { schemas: Record<string, { properties?: Record<string, unknown> }> };
    };
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/v1/push', '/api/v1/pull', '/api/v1/session', '/api/v1/base-map']),
    );
    expect(Object.keys(document.components.schemas['kind.ordnance']?.properties ?? {})).toContain('category');
    const named = JSON.stringify(document).matchAll(/#\/components\/schemas\/([\w.]+)/g);
    for (const [, name = ''] of named) expect(document.components.schemas).toHaveProperty([name]);
  });
});
