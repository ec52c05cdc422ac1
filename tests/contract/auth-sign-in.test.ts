import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAttemptLimit } from '#server/auth/attempt-limit.ts';
import type { Auth } from '#server/auth/open-auth.ts';
import { openAuth } from '#server/auth/open-auth.ts';
import { openSqliteAuth } from '#server/auth/sqlite-auth.ts';
import { createSessionCache } from '#server/http/session-cache.ts';
import type { Storage } from '#server/storage/port.ts';
import { ApiClient } from '#tests/support/server/api-client.ts';
import { PASSWORD, type SeededServer, startSeededServer } from '#tests/support/server/seeded-server.ts';
import {
  actors,
  describeEngines,
  programmes,
  type StoragePlace,
} from '#tests/support/server/storage-engines.ts';
import { countedIds, testContext } from '#tests/support/server/test-context.ts';
import { TestPhone } from '#tests/support/server/test-phone.ts';

describe('signing in over the wire', () => {
  let seeded: SeededServer;
  beforeAll(async () => {
    seeded = await startSeededServer();
  });
  afterAll(() => seeded.remove());

  it('takes the user name in any case, and keeps the session for 90 days out of reach of scripts', async () => {
    const response = await new ApiClient(seeded.server.url).signIn('ALI', PASSWORD);
    expect(response.status).toBe(200);
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/Max-Age=7776000/);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
  });

  it.each([
    ['a wrong password', 'ali', 'not the password'],
    ['a name that nobody has', 'nobody', PASSWORD],
    ['a name that nobody can have', 'Röbert; DROP', PASSWORD],
    ['an empty password', 'ali', ''],
  ])('says the same sentence to %s', async (_, name, password) => {
    const response = await new ApiClient(seeded.server.url).signIn(name, password);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ title: 'The user name or the password is wrong.' });
  });

  it('lets nobody make an account over the wire', async () => {
    const body = { email: 'x@y.example', password: PASSWORD, name: 'x', username: 'intruder' };
    const response = await new ApiClient(seeded.server.url).post('/api/auth/sign-up/email', body);
    expect(response.status).toBe(404);
    expect((await new ApiClient(seeded.server.url).signIn('intruder', PASSWORD)).status).toBe(401);
  });

  it('ends the session at sign-out, at once', async () => {
    const rauf = await seeded.as('rauf');
    expect((await rauf.request('/api/v1/pull?bucket=team:team-2')).status).toBe(200);
    expect((await rauf.request('/api/auth/sign-out', { method: 'POST' })).status).toBe(200);
    expect((await rauf.request('/api/v1/pull?bucket=team:team-2')).status).toBe(401);
  });

  it('keeps people signed in over a restart', async () => {
    const leyla = await seeded.as('leyla');
    await seeded.server.restart();
    expect((await leyla.session()).user.name).toBe('leyla');
  });

  it('refuses a user name for a while after ten wrong passwords, and no other', async () => {
    const phone = new ApiClient(seeded.server.url);
    for (let attempt = 0; attempt < 10; attempt++) {
      expect((await phone.signIn('stranger', `guess number ${attempt}`)).status).toBe(401);
    }
    const response = await phone.signIn('Stranger', PASSWORD);
    expect(response.status).toBe(429);
    expect(await response.json()).toMatchObject({ code: 'too-many-attempts' });
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await new ApiClient(seeded.server.url).signIn('rauf', PASSWORD)).status).toBe(200);
  });
});

describe('a machine that guesses', () => {
  let seeded: SeededServer;
  beforeAll(async () => {
    seeded = await startSeededServer();
  });
  afterAll(() => seeded.remove());

  it('gets no more than ten guesses for a name, even all at once', async () => {
    const phone = new ApiClient(seeded.server.url);
    const guesses = Array.from({ length: 30 }, (_, n) => phone.signIn('ali', `guess number ${n}`));
    const answers = await Promise.all(guesses);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
  });

  it('cannot fill the memory with names as long as books', async () => {
    const response = await new ApiClient(seeded.server.url).signIn('x'.repeat(500_000), PASSWORD);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'invalid' });
  });
});

describe('wrong passwords', () => {
  it('are forgotten when they are five minutes old', () => {
    let now = 0;
    const limit = createAttemptLimit(() => now);
    for (let attempt = 0; attempt < 10; attempt++) limit.failed('ali');
    expect(limit.waitS('ali')).toBe(300);
    expect(limit.waitS('rauf')).toBe(0);
    now = 299_999;
    expect(limit.waitS('ali')).toBe(1);
    now = 300_000;
    expect(limit.waitS('ali')).toBe(0);
  });
});

it('keeps its secret where only its owner reads it, and takes another that is given', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'safelane-auth-'));
  const kept = await openSqliteAuth(folder);
  const given = await openSqliteAuth(folder, 'given');
  await Promise.all([kept.close(), given.close()]);
  expect(statSync(join(folder, 'auth-secret')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'auth-secret'), 'utf8')).toBe(kept.secret);
  expect(kept.secret).toHaveLength(43);
  expect(given.secret).toBe('given');
  rmSync(folder, { recursive: true, force: true });
});

describeEngines('The sign-in service beside the storage', (engine) => {
  let place: StoragePlace;
  let storage: Storage;
  let auth: Auth;
  const open = async () =>
    openAuth({
      database: await place.openAuthDatabase(),
      storage,
      origins: ['http://localhost'],
      makeId: randomUUID,
      now: () => Date.now(),
      report: (message) => console.error(message),
    });
  beforeAll(async () => {
    place = await engine.make();
    storage = await place.open(testContext());
    await storage.addProgramme(programmes.demo);
    auth = await open();
  });
  afterAll(async () => {
    await auth.close();
    await storage.close();
    await place.remove();
  });
  const account = {
    password: PASSWORD,
    name: 'A',
    programme: 'demo',
    role: 'member',
    team: 'team-1',
  } as const;
  const signIn = async (username: string) => {
    const response = await auth.handle(
      new Request('http://localhost/api/auth/sign-in/username', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, password: PASSWORD }),
      }),
    );
    return new Headers({
      cookie: response.headers
        .getSetCookie()
        .map((text) => text.split(';')[0])
        .join('; '),
    });
  };

  it('refuses a second account of a name, a short password and a name that cannot be typed', async () => {
    await auth.createAccount({ ...account, userName: 'Twice' });
    await expect(auth.createAccount({ ...account, userName: 'tWICE' })).rejects.toMatchObject({
      code: 'account-exists',
    });
    const short = auth.createAccount({ ...account, userName: 'new', password: '1234567' });
    await expect(short).rejects.toMatchObject({ code: 'password' });
    await expect(auth.createAccount({ ...account, userName: 'a b' })).rejects.toMatchObject({
      code: 'user-name',
    });
    expect((await storage.accounts('demo')).map(({ userName }) => userName)).toEqual(['twice']);
  });

  it('signs people in while changes are pushed, and neither undoes the other', async () => {
    await auth.createAccount({ ...account, userName: 'busy' });
    const phone = new TestPhone(actors.ali, countedIds('d')(), countedIds('f'));
    await phone.meet(storage);
    const made = Array.from({ length: 60 }, (_, index) =>
      phone.make({
        record: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
        set: { team: 'team-1' },
      }),
    );
    const pushes = (async () => {
      for (const change of made) {
        await phone.push(storage, [change]);
        // One that fails, and rolls back.
        await storage.addProgramme(programmes.demo).catch(() => undefined);
        await new Promise(setImmediate);
      }
    })();
    const sessions = await Promise.all(Array.from({ length: 5 }, () => signIn('busy')));
    await pushes;
    for (const headers of sessions) expect((await auth.signedIn(headers))?.account.userName).toBe('busy');
    expect((await storage.rowsAfter('demo', 'all', 0, 100)).rows).toHaveLength(60);
  });

  it('forgets sessions that have ended when it starts', async () => {
    await auth.createAccount({ ...account, userName: 'gone' });
    const [ended, standing] = [await signIn('gone'), await signIn('gone')];
    const token = decodeURIComponent(ended.get('cookie') ?? '').split(/[=.]/)[2] ?? '';
    const database = await place.openAuthDatabase();
    const tables = new Kysely<{ auth_session: { token: string; expiresAt: unknown } }>(database);
    const count = async () => (await tables.selectFrom('auth_session').select('token').execute()).length;
    const before = await count();
    await tables
      .updateTable('auth_session')
      .set({ expiresAt: '2021-03-14T00:00:00.000Z' })
      .where('token', '=', token)
      .execute();
    await (await open()).close();
    expect(await count()).toBe(before - 1);
    await database.close();
    expect((await auth.signedIn(standing))?.account.userName).toBe('gone');
  });

  it('is opened by several processes at once, and each reads the cookies of the others', async () => {
    await auth.createAccount({ ...account, userName: 'shared' });
    const others = await Promise.all([open(), open(), open()]);
    const headers = await signIn('shared');
    for (const other of others) {
      expect((await other.signedIn(headers))?.account.userName).toBe('shared');
      await other.close();
    }
  });

  it('is asked about a cookie once in fifteen seconds, and at once again after sign-out', async () => {
    await auth.createAccount({ ...account, userName: 'often' });
    const headers = await signIn('often');
    let asked = 0;
    let now = 0;
    const counting: Auth = {
      ...auth,
      signedIn: (given) => {
        asked += 1;
        return auth.signedIn(given);
      },
    };
    const sessions = createSessionCache(counting, () => now);
    for (const at of [0, 5_000, 14_999]) {
      now = at;
      expect((await sessions.find(headers))?.account.userName).toBe('often');
    }
    expect(asked).toBe(1);
    now = 15_000;
    await sessions.find(headers);
    expect(asked).toBe(2);
    // Another tab's cookies stand beside the same session.
    const beside = new Headers({ cookie: `theme=dark; ${headers.get('cookie')}` });
    await sessions.find(beside);
    expect(asked).toBe(2);
    sessions.forget(beside);
    await sessions.find(headers);
    expect(asked).toBe(3);
    expect(
      await sessions.find(new Headers({ cookie: 'safelane.session_token=forged.signature' })),
    ).toBeUndefined();
    expect(await sessions.find(new Headers())).toBeUndefined();
  });
});
