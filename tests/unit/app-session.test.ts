import { describe, expect, it } from 'vitest';
import { createLocalMemory } from '#app/shell/local-memory.ts';
import { createSession } from '#app/shell/session.ts';
import type { OpenedPhone } from '#store/open-phone.ts';
import { StoreProblem } from '#store/store-problem.ts';

const user = { id: 'u1', name: 'Team 1' };

/** A session whose server knows one user, and whose phone holds `unsent` changes. */
function sessionWith({
  answer = user,
  unsent = 0,
  enrolment = '',
  opening = undefined as Error | undefined,
  inHand = null as typeof user | null,
} = {}) {
  const kept = new Map<string, string>();
  const memory = createLocalMemory(
    () =>
      ({
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
        removeItem: (key) => void kept.delete(key),
      }) as Storage,
  );
  const log: string[] = [];
  const phone = {
    sync: { value: { unsent } },
    sendNow: async () => Promise.resolve(void log.push('send')),
    close: () => void log.push('close'),
  } as unknown as OpenedPhone;
  const session = createSession({
    memory,
    fetch: async (input) => {
      log.push(String(input instanceof Request ? input.url : input));
      return Promise.resolve(new Response(JSON.stringify({ user: answer })));
    },
    phones: {
      inHand: async () => Promise.resolve(inHand),
      leave: async ({ id }) => Promise.resolve(void log.push(`leave ${id}`)),
      open: async ({ id }, start) => {
        log.push(`open ${id} ${start}`);
        if (start === 'after-sign-in' && enrolment !== '') return Promise.reject(new Error(enrolment));
        return opening ? Promise.reject(opening) : Promise.resolve(phone);
      },
    },
  });
  return { session, memory, log };
}

describe('who uses the phone', () => {
  it('opens the remembered user without asking the server', async () => {
    const { session, memory, log } = sessionWith();
    memory.rememberUser(user);
    await session.start();
    expect(session.state.value).toMatchObject({ type: 'open', user });
    expect(log).toEqual(['open u1 returning']);
  });

  it('opens whoever the databases know, where the browser has lost its settings', async () => {
    const { session, memory, log } = sessionWith({ inHand: user });
    await session.start();
    expect(session.state.value).toMatchObject({ type: 'open', user });
    expect(log).toEqual(['open u1 returning']);
    expect(memory.user()).toEqual(user);
  });

  it('opens nobody after a sign-out, also where the databases have not heard of it yet', async () => {
    const { session, memory } = sessionWith({ inHand: user });
    memory.rememberUser(null);
    await session.start();
    expect(session.state.value.type).toBe('signed-out');
  });

  it('asks to sign in where nobody is remembered, and remembers who did', async () => {
    const { session, memory } = sessionWith();
    await session.start();
    expect(session.state.value.type).toBe('signed-out');
    expect(await session.signIn(' team1 ', 'secret')).toBeNull();
    expect(session.state.value.type).toBe('open');
    expect(memory.user()).toEqual(user);
  });

  it('asks to sign in again where the browser has cleared what the app had stored', async () => {
    const opening = new StoreProblem('not-enrolled', 'Sign in once with a network.');
    const { session, memory } = sessionWith({ opening });
    memory.rememberUser(user);
    await session.start();
    expect(session.state.value).toMatchObject({ type: 'signed-out' });
    expect(session.state.value).toHaveProperty(
      'notice',
      expect.stringContaining('What was not sent is gone'),
    );
  });

  it('says what is wrong with a memory that does not open, and lets the person try or sign in', async () => {
    const { session, memory } = sessionWith({ opening: new Error('The phone is full.') });
    memory.rememberUser(user);
    await session.start();
    expect(session.state.value).toEqual({ type: 'failed', message: 'The phone is full.' });
    session.signInAnew();
    expect(session.state.value.type).toBe('signed-out');
    expect(memory.user()).toEqual(user);
  });

  it('stays signed out, with the reason, where the first enrolment does not get through', async () => {
    const { session, memory } = sessionWith({ enrolment: 'The server cannot be reached.' });
    await session.start();
    expect(await session.signIn('team1', 'secret')).toBe('The server cannot be reached.');
    expect(session.state.value.type).toBe('signed-out');
    expect(memory.user()).toBeNull();
  });

  it('says at sign-out what stays on the phone, and forgets the user', async () => {
    const { session, memory, log } = sessionWith({ unsent: 2 });
    await session.signIn('team1', 'secret');
    await session.signOut();
    expect(session.state.value).toMatchObject({
      type: 'signed-out',
      notice: expect.stringMatching(/^2 changes/),
    });
    expect(memory.user()).toBeNull();
    expect(log.slice(-3)).toEqual(['close', 'leave u1', '/api/auth/sign-out']);
  });

  it('goes on sending when the same person signs in again over the running app', async () => {
    const { session, log } = sessionWith();
    await session.signIn('team1', 'secret');
    expect(await session.signIn('team1', 'secret')).toBeNull();
    expect(log.at(-1)).toBe('send');
  });

  it('does not mix two people: somebody else has to wait for a sign-out', async () => {
    const { session, memory } = sessionWith({ answer: { id: 'u2', name: 'Team 2' } });
    memory.rememberUser(user);
    await session.start();
    expect(await session.signIn('team2', 'secret')).toMatch(/in use by Team 1/);
    expect(session.state.value).toMatchObject({ type: 'open', user });
  });
});
