import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Registry } from '#domain/kinds/registry.ts';
import { userHeader } from '#protocol/wire.ts';
import type { Auth } from '../auth/open-auth.ts';
import type { Storage } from '../storage/port.ts';
import { ApiProblem, problemOf } from './api-problem.ts';
import { type ApiEnv, apiRoutes } from './api-routes.ts';
import { authRoutes } from './auth-routes.ts';
import { basemapRoutes } from './basemap-routes.ts';
import { jsonResponse } from './compressed.ts';
import { openApiDocument } from './openapi.ts';
import { bears, createMetrics } from './metrics.ts';
import { maxBodyBytes, tooLarge } from './read-json.ts';
import { anonymousPath, type Log } from './request-log.ts';
import { contentSecurityPolicy } from './security-headers.ts';
import { createSessionCache } from './session-cache.ts';
import type { Site } from './site.ts';
import { createStaticFiles } from './static-files.ts';

export interface AppOptions {
  readonly storage: Storage;
  readonly auth: Auth;
  readonly registry: Registry;
  readonly site: Site;
  /** Of the built app. */
  readonly staticFolder: string;
  readonly baseMapFolder: string;
  /** Where an administrator puts map archives. */
  readonly basemapsFolder: string;
  readonly log: Log;
  readonly now: () => number;
  /** What a monitor has to bear to read the metrics; without it there are none. */
  readonly metricsToken?: string | undefined;
}

/** Everything that is answered, as a function from request to answer. */
export function createApp(options: AppOptions): Hono<ApiEnv> {
  const { storage, auth, registry, site, log, now } = options;
  const app = new Hono<ApiEnv>();
  const sessions = createSessionCache(auth, now);
  const staticFiles = createStaticFiles(options.staticFolder);
  const { metricsToken } = options;
  const metrics = metricsToken === undefined ? undefined : createMetrics(storage);

  app.use(async (c, next) => {
    const start = performance.now();
    await next();
    const { method, path } = c.req;
    const ms = Math.round(performance.now() - start);
    metrics?.request(method, path, c.res.status, (performance.now() - start) / 1_000);
    log({ level: 'info', event: 'request', method, path: anonymousPath(path), status: c.res.status, ms });
  });

  app.onError((error, c) => {
    const problem = problemOf(error);
    if (problem) return problem.response();
    const { message, stack = '' } = error;
    log({ level: 'error', event: 'fault', path: anonymousPath(c.req.path), message, stack });
    return new ApiProblem(500, 'fault', 'Something went wrong on the server. Nothing was stored.').response();
  });

  // Asked by monitors under whatever address they know.
  app.get('/api/v1/health', async (c) => {
    await storage.programmes();
    return c.json({ status: 'ok' }, 200, { 'cache-control': 'no-store' });
  });

  if (metrics && metricsToken !== undefined) {
    app.get('/api/v1/metrics', async (c) => {
      if (!bears(c.req.header('authorization'), metricsToken)) {
        throw new ApiProblem(401, 'token-wrong', 'The metrics are for whoever bears their token.');
      }
      const headers = {
        'content-type': 'text/plain; version=0.0.4; charset=utf-8',
        'cache-control': 'no-store',
      };
      return new Response(await metrics.text(), { headers });
    });
  }

  app.use(async (c, next) => {
    if (!site.isOwnHost(c.req.header('host'))) throw wrongHost(site, c.req.path);
    const origin = c.req.header('origin');
    const writes = !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);
    if (writes && origin !== undefined && !site.origins.includes(origin)) {
      throw new ApiProblem(403, 'foreign-origin', 'Another site may not write here.');
    }
    await next();
  });

  const refuse = () => {
    throw tooLarge();
  };
  const limitStream: MiddlewareHandler<ApiEnv> = bodyLimit({ maxSize: maxBodyBytes, onError: refuse });
  const limitBody: MiddlewareHandler<ApiEnv> = (c, next) => {
    if (c.req.header('transfer-encoding') !== undefined) return limitStream(c, next);
    // A body whose length is given is not touched before it is wanted: as a stream it costs more than all the rest.
    return Number(c.req.header('content-length') ?? 0) > maxBodyBytes ? refuse() : next();
  };
  app.use('/api/*', limitBody);
  app.route(
    '/api/auth',
    authRoutes(auth, now, (headers) => sessions.forget(headers)),
  );

  let openApi: string | undefined;
  app.get('/api/v1/openapi.json', (c) => {
    openApi ??= JSON.stringify(openApiDocument(registry, site.url));
    return jsonResponse(c.req.raw, openApi, { 'cache-control': 'no-cache' });
  });

  app.use('/api/v1/*', async (c, next) => {
    const who = await sessions.find(c.req.raw.headers);
    if (!who) throw new ApiProblem(401, 'signed-out', 'You are signed out. Sign in again; nothing is lost.');
    const named = c.req.header(userHeader);
    if (named !== undefined && named !== who.account.userId) {
      throw new ApiProblem(409, 'other-user', 'Somebody else is signed in in this browser.');
    }
    c.set('account', who.account);
    await next();
    for (const cookie of who.cookies) c.res.headers.append('set-cookie', cookie);
  });
  app.route('/api/v1/basemaps', basemapRoutes(options.basemapsFolder));
  app.route('/api/v1', apiRoutes({ ...options, ...(metrics && { pushed: metrics.pushed }) }));

  const unknown = () => {
    throw new ApiProblem(404, 'unknown-path', 'The server has nothing at this address.');
  };
  app.all('/api/*', unknown);
  app.get('*', (c) =>
    staticFiles(c.req.raw, async () => ({
      'content-security-policy': contentSecurityPolicy(await storage.programmes()),
    })),
  );
  app.all('*', unknown);
  return app;
}

function wrongHost(site: Site, path: string): Error {
  const sentence = `This server answers as ${site.url} only. To reach it by another address, set SAFELANE_URL to that address and start it again.`;
  const problem = new ApiProblem(421, 'wrong-host', sentence);
  if (path.startsWith('/api/')) return problem;
  // A person in a browser: the sentence alone.
  const plain = new ApiProblem(421, 'wrong-host', sentence);
  plain.response = () =>
    new Response(`${sentence}\n`, { status: 421, headers: { 'content-type': 'text/plain; charset=utf-8' } });
  return plain;
}
