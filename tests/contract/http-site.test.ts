import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tileOrigin, contentSecurityPolicy } from '#server/http/security-headers.ts';
import { siteOf } from '#server/http/site.ts';
import { createStaticFiles } from '#server/http/static-files.ts';
import { type SeededServer, startSeededServer } from '#tests/support/server/seeded-server.ts';
import { programmes } from '#tests/support/server/storage-engines.ts';

describe('the address of the server', () => {
  let seeded: SeededServer;
  beforeAll(async () => {
    seeded = await startSeededServer();
  });
  afterAll(() => seeded.remove());

  const ask = (host: string, path = '/') =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      request({ host: '127.0.0.1', port: seeded.server.port, path, headers: { host } }, (response) => {
        text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
      })
        .on('error', reject)
        .end();
    });

  it('answers another host name with the setting that has to be changed', async () => {
    for (const path of ['/', '/api/v1/session']) {
      const { status, body } = await ask('safelane.example.org', path);
      expect(status).toBe(421);
      expect(body).toContain('set SAFELANE_URL');
      expect(body).toContain(seeded.server.url);
    }
  });

  it('answers to each name of this machine, at its own port only', async () => {
    const { port } = seeded.server;
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`]) {
      expect((await ask(host, '/api/v1/session')).status).toBe(401);
    }
    expect((await ask('localhost:1', '/api/v1/session')).status).toBe(421);
  });

  it('tells a monitor that it is well, whatever name it is asked by', async () => {
    expect(await ask('10.0.0.7', '/api/v1/health')).toEqual({ status: 200, body: '{"status":"ok"}' });
  });

  it('sends headers that keep other sites out', async () => {
    const { headers } = await fetch(`${seeded.server.url}/api/v1/health`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  });

  it('logs each request in one line, without ids or query', async () => {
    await fetch(
      `${seeded.server.url}/api/v1/records/0190b2f0-0000-7000-8000-000000000001/history?who=secret`,
    );
    // The log comes through another pipe than the answer.
    await expect.poll(() => seeded.server.output, { timeout: 10_000 }).toContain('history');
    const lines = seeded.server.output.split('\n').filter((line) => line.includes('history'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ path: '/api/v1/records/:id/history', status: 401 });
    expect(seeded.server.output).not.toContain('secret');
  });

  it('ends cleanly when it is told to', async () => {
    expect(await seeded.server.stop()).toBe(0);
    expect(seeded.server.output).toContain('"event":"stopped"');
  });
});

describe('a site behind a name of its own', () => {
  it('takes that name with or without the port that its scheme implies, and no local one', () => {
    const site = siteOf('https://safelane.example.org/');
    const hosts = [
      'safelane.example.org',
      'safelane.example.org:443',
      'SAFELANE.example.org',
      'localhost',
      'x:y',
    ];
    expect(hosts.map((host) => site.isOwnHost(host))).toEqual([true, true, true, false, false]);
    expect(site.origins).toEqual(['https://safelane.example.org']);
    expect(site.isSecure).toBe(true);
  });
});

describe('what pages may load', () => {
  it('is their own, and pictures from where the programme’s tiles are', () => {
    expect(tileOrigin('https://{s}.tile.example.org/{z}/{x}/{y}.png')).toEqual([
      'https://*.tile.example.org',
    ]);
    expect(tileOrigin('https://tiles.example.org:8443/{z}/{x}/{y}.png')).toEqual([
      'https://tiles.example.org:8443',
    ]);
    expect(tileOrigin("https://evil.example;script-src'x'/")).toEqual(['https://evil.example']);
    expect(tileOrigin(undefined)).toEqual([]);
    const tileLayer = { url: 'https://tiles.example.org/{z}/{x}/{y}.png', attribution: '', maxZoom: 19 };
    const policy = contentSecurityPolicy([{ ...programmes.demo, tileLayer }]);
    expect(policy).toContain("img-src 'self' data: blob: https://tiles.example.org;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("script-src 'unsafe-inline'");
  });
});

describe('files of the app', () => {
  let folder: string;
  let answer: ReturnType<typeof createStaticFiles>;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'safelane-dist-'));
    mkdirSync(join(folder, 'dist/assets'), { recursive: true });
    writeFileSync(join(folder, 'dist/index.html'), '<title>Safelane</title>');
    writeFileSync(join(folder, 'dist/sw.js'), '//');
    writeFileSync(join(folder, 'dist/assets/app-1a2b.js'), 'x'.repeat(5_000));
    writeFileSync(join(folder, 'secret.txt'), 'not for you');
    answer = createStaticFiles(join(folder, 'dist'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const get = (path: string, headers: Record<string, string> = {}) =>
    answer(new Request(`http://localhost${path}`, { headers }), async () => ({ 'x-page': 'yes' }));

  it('gives the app’s page for every screen, asked for anew each time', async () => {
    for (const path of ['/', '/desk', '/records/0190b2f0', '/index.html']) {
      const response = await get(path);
      expect(await response.text()).toBe('<title>Safelane</title>');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(response.headers.get('x-page')).toBe('yes');
    }
    expect((await get('/sw.js')).headers.get('cache-control')).toBe('no-cache');
  });

  it('lets what carries a hash in its name be kept for ever, and sends it compressed', async () => {
    const response = await get('/assets/app-1a2b.js', { 'accept-encoding': 'br, gzip' });
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect((await response.arrayBuffer()).byteLength).toBeLessThan(500);
    const etag = response.headers.get('etag') ?? '';
    expect((await get('/assets/app-1a2b.js', { 'if-none-match': etag })).status).toBe(304);
  });

  it('gives nothing outside its folder, and no page in place of a file', async () => {
    for (const path of ['/..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets/../../secret.txt', '/gone.js']) {
      const response = await get(path);
      expect(response.status).toBe(404);
    }
  });

  it('says what to do when the app is not built', async () => {
    const bare = createStaticFiles(join(folder, 'none'));
    const response = await bare(new Request('http://localhost/'), async () => ({}));
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npm run build');
  });
});
