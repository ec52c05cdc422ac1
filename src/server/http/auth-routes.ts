import { Hono } from 'hono';
import * as v from 'valibot';
import { createAttemptLimit } from '../auth/attempt-limit.ts';
import type { Auth } from '../auth/open-auth.ts';
import { ApiProblem } from './api-problem.ts';
import { readJson } from './read-json.ts';

const text = v.pipe(v.string(), v.maxLength(200));
const signInSchema = v.object({ username: text, password: text });

/** Sentences for the sign-in service's own codes; others are said in its words. */
const sentences: Readonly<Record<string, string>> = {
  INVALID_USERNAME_OR_PASSWORD: 'The user name or the password is wrong.',
  INVALID_ORIGIN: 'This address is not the server’s own. Set SAFELANE_URL to the address that people use.',
};
const badName = 'The user name or the password is wrong.';

/** Signing in and out: of the sign-in service's many paths only those that the app uses. */
export function authRoutes(auth: Auth, now: () => number, forget: (headers: Headers) => void): Hono {
  const limit = createAttemptLimit(now);
  const routes = new Hono();
  const answered = async (request: Request) => {
    const response = await auth.handle(request);
    if (response.ok) return response;
    const { code = '', message = '' } = (await response.json().catch(() => ({}))) as Record<string, string>;
    if (response.status >= 500) throw new Error(`the sign-in service answered ${response.status} ${code}`);
    const status = response.status === 401 ? 401 : response.status === 403 ? 403 : 400;
    // A name that no account can have is no more than a wrong name.
    const sentence =
      sentences[code] ?? (status === 401 || /USERNAME/.test(code) ? badName : message || badName);
    throw new ApiProblem(status === 400 && /USERNAME/.test(code) ? 401 : status, slug(code), sentence);
  };

  routes.post('/sign-in/username', async (c) => {
    const body = await readJson(c.req.raw.clone(), signInSchema);
    const name = body.username.toLowerCase();
    const waitS = limit.waitS(name);
    if (waitS > 0) {
      const minutes = Math.ceil(waitS / 60);
      throw new ApiProblem(
        429,
        'too-many-attempts',
        `Too many wrong passwords for this user name. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
        { 'retry-after': String(waitS) },
      );
    }
    // Counted before it is looked at: of a hundred at once each would find that none has failed.
    const takeBack = limit.failed(name);
    try {
      const response = await answered(c.req.raw);
      limit.succeeded(name);
      return response;
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 401)) takeBack();
      throw error;
    }
  });
  routes.post('/sign-out', async (c) => {
    // The sign-in service wants a body, of which it reads nothing.
    const { url, headers: sent } = c.req.raw;
    const headers = new Headers({ cookie: sent.get('cookie') ?? '', 'content-type': 'application/json' });
    headers.set('origin', sent.get('origin') ?? new URL(url).origin);
    const response = await answered(new Request(url, { method: 'POST', headers, body: '{}' }));
    forget(sent);
    return response;
  });
  routes.get('/get-session', (c) => answered(c.req.raw));
  return routes;
}

const slug = (code: string) => (code === '' ? 'sign-in-failed' : code.toLowerCase().replaceAll('_', '-'));
