import { describe, expect, it } from 'vitest';
import { signInCall } from '#app/shell/sign-in-call.ts';

const signIn = async (answer: () => Response | Promise<never>) =>
  signInCall(async () => answer(), { username: 'team1', password: 'secret' });
const json = (status: number, body: unknown) => () => new Response(JSON.stringify(body), { status });

describe('signing in', () => {
  it('gives the user that the server knows', async () => {
    const result = await signIn(json(200, { token: 't', user: { id: 'u1', name: 'Team 1', email: 'x' } }));
    expect(result).toEqual({ ok: true, user: { id: 'u1', name: 'Team 1' } });
  });

  it.each([
    [
      'a wrong password',
      json(401, { code: 'INVALID_USERNAME_OR_PASSWORD' }),
      /User name or password is wrong/,
    ],
    ['too many tries', json(429, {}), /Wait a minute/],
    [
      'a page of the network in between',
      () => new Response('<html>Welcome to Hotel</html>'),
      /own sign-in first/,
    ],
    ['a server in trouble', () => new Response('oops', { status: 502 }), /has a problem/],
    ['the server’s own sentence', json(403, { detail: 'Use https://x.example instead.' }), /Use https/],
    ['no network', async () => Promise.reject(new TypeError('Failed to fetch')), /cannot be reached/],
  ])('says in one sentence what is wrong: %s', async (_, answer, sentence) => {
    const result = await signIn(answer);
    expect(result.ok ? '' : result.message).toMatch(sentence);
  });
});
