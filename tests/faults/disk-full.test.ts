/** The disk of the server is full: a small one of its own, filled to the last byte beside a running server. */
import { expect } from '@playwright/test';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { ApiClient } from '#tests/support/server/api-client.ts';
import { freePort, type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import {
  createFieldPhone,
  expectOneSent,
  logItem,
  problemSaid,
  sendAll,
  strip,
} from './support/field-phone.ts';
import { createOfficeEyes } from './support/office-eyes.ts';
import { mountSmallDisk, type SmallDisk, whyNoSmallDisk } from './support/small-disk.ts';

const missing = whyNoSmallDisk();
const sentence = 'The server’s disk is full. Nothing was stored; try again later.';

describe.skipIf(missing !== undefined)(`the server’s disk is full${missing ? ` (${missing})` : ''}`, () => {
  let disk: SmallDisk;
  let server: RunningServer;
  beforeAll(async () => {
    disk = mountSmallDisk(32);
    server = await startServer({ folder: disk.folder, port: await freePort() });
  }, 120_000);
  afterAll(async () => {
    await server?.remove();
    disk?.remove();
  });

  const problemOf = async (response: Response) => {
    const { title } = (await response.json()) as { title: string };
    return { status: response.status, title, retryAfter: response.headers.get('retry-after') };
  };

  it('nothing acknowledged is lost, the phone keeps the rest, and sends it when there is room again', async () => {
    const office = await createOfficeEyes(server.url);
    const phone = await createFieldPhone(server.url);
    try {
      const { page } = phone;
      const other = new ApiClient(server.url);
      await other.signIn('team2', 'safelane-demo');
      const { team } = (await other.session()).user;
      const { pid } = server;

      disk.fill();
      // What data file and log have taken from the disk before is used up first: by large pushes, then by single changes.
      const acknowledged: string[] = [];
      let pending: ReturnType<ApiClient['change']>[] = [];
      let answer = new Response();
      for (const size of [20, 1]) {
        for (let failures = 0, push = 0; failures < 3 && push < 500; push += 1) {
          while (pending.length < size) {
            pending.push(other.change({ set: { team, note: 'x'.repeat(size * 100), code: `full-${push}` } }));
          }
          answer = await other.push(pending.slice(0, size));
          if (answer.ok) acknowledged.push(...pending.slice(0, size).map(({ record }) => record));
          pending = answer.ok ? pending.slice(size) : pending;
          failures = answer.ok ? 0 : failures + 1;
        }
      }
      expect(await problemOf(answer)).toEqual({ status: 503, title: sentence, retryAfter: '300' });

      const code = await logItem(page);
      await expect(strip(page)).toContainText('1 not sent');
      await expect(strip(page)).toContainText('Offline');
      expect(await problemSaid(page)).toContain(sentence);

      // Who has to sign in hears the reason, and who is signed in goes on reading.
      const late = new ApiClient(server.url);
      let signedIn = await late.signIn('team2', 'safelane-demo');
      for (let more = 0; more < 50 && signedIn.ok; more += 1) {
        signedIn = await late.signIn('team2', 'safelane-demo');
      }
      expect(await problemOf(signedIn)).toMatchObject({
        status: 503,
        title: sentence,
      });
      expect((await other.session()).user.team).toBe(team);
      const records = (await office.newRecords()).map(({ id }) => id);
      expect(records).toEqual(acknowledged);
      expect(server.pid).toBe(pid);

      disk.makeRoom();
      await sendAll(page);
      await expectOneSent(page, code);
      const { outcomes } = await other.pushed(pending);
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(pending.map(() => 'applied'));
      expect((await late.signIn('team2', 'safelane-demo')).status).toBe(200);
      const all = await office.newRecords();
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      expect(all).toHaveLength(acknowledged.length + pending.length + 1);
      expect(server.pid).toBe(pid);
      await server.stop();
      const { code: exit, stdout, stderr } = await server.cli('check');
      expect(exit, stdout + stderr).toBe(0);
    } finally {
      await phone.remove();
    }
  }, 120_000);
});
