import { type ReadonlySignal, signal } from '@preact/signals';
import type { OpenedPhone, PhoneOptions } from '#store/open-phone.ts';
import { StoreProblem } from '#store/store-problem.ts';
import type { LocalMemory } from './local-memory.ts';
import { signInCall, type SignedInUser } from './sign-in-call.ts';

export type SessionState =
  | { readonly type: 'starting' }
  | { readonly type: 'signed-out'; readonly notice?: string }
  | { readonly type: 'open'; readonly user: SignedInUser; readonly phone: OpenedPhone }
  /** The phone's memory could not be opened; nothing in it is lost by that. */
  | { readonly type: 'failed'; readonly message: string };

export interface Session {
  readonly state: ReadonlySignal<SessionState>;
  /** Opens the remembered user's phone, with or without a network. */
  start(): Promise<void>;
  /** @returns a sentence where it did not work */
  signIn(username: string, password: string): Promise<string | null>;
  signOut(): Promise<void>;
  /** To the sign-in, from a memory that does not open. Deletes nothing. */
  signInAnew(): void;
}

export interface SessionContext {
  readonly memory: LocalMemory;
  readonly fetch: typeof fetch;
  readonly phones: {
    /**
     * Right after a sign-in, or someone who was here before, without a network. Rejects with a sentence where the memory
     * does not open.
     */
    open(user: SignedInUser, start: PhoneOptions['start']): Promise<OpenedPhone>;
    /** Who signed in last and has not signed out; null where that is nobody, or cannot be told. */
    inHand(): Promise<SignedInUser | null>;
    leave(user: SignedInUser): Promise<void>;
  };
}

export function createSession({ memory, fetch: fetchNow, phones }: SessionContext): Session {
  const state = signal<SessionState>({ type: 'starting' });
  async function open(user: SignedInUser, opening: Promise<OpenedPhone>) {
    const phone = await opening;
    memory.rememberUser(user);
    state.value = { type: 'open', user, phone };
  }
  return {
    state,
    async start() {
      // The small settings are written late: a phone that died right after its first sign-in has only its databases.
      const elsewhere = memory.hasLeft() ? null : phones.inHand().catch(() => null);
      const user = memory.user() ?? (await elsewhere);
      if (!user) {
        state.value = { type: 'signed-out' };
        return;
      }
      try {
        await open(user, phones.open(user, 'returning'));
      } catch (error) {
        const message = sentenceOf(error);
        // Remembered, but the browser has cleared the memory: only a sign-in helps.
        const isGone = error instanceof StoreProblem && error.code === 'not-enrolled';
        state.value = isGone ? { type: 'signed-out', notice: clearedNotice } : { type: 'failed', message };
      }
    },
    async signIn(username, password) {
      const current = state.value;
      const result = await signInCall(fetchNow, { username: username.trim(), password });
      if (!result.ok) return result.message;
      if (current.type === 'open') {
        // The sign-in sheet over the running app: the same person goes on where they stopped.
        await current.phone.sendNow();
        return current.user.id === result.user.id
          ? null
          : `This phone is in use by ${current.user.name}. Sign out first, then sign in as somebody else.`;
      }
      try {
        await open(result.user, phones.open(result.user, 'after-sign-in'));
        return null;
      } catch (error) {
        return sentenceOf(error);
      }
    },
    signInAnew() {
      state.value = { type: 'signed-out' };
    },
    async signOut() {
      const current = state.value;
      if (current.type !== 'open') return;
      const { unsent } = current.phone.sync.value;
      current.phone.close();
      memory.rememberUser(null);
      await phones.leave(current.user).catch(() => undefined);
      state.value = {
        type: 'signed-out',
        ...(unsent === 0 ? {} : { notice: keptNotice(unsent, current.user.name) }),
      };
      try {
        await fetchNow('/api/auth/sign-out', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}',
        });
      } catch {
        // Without a network the session ends on the server by its own time; this phone has forgotten it.
        return;
      }
    },
  };
}

/** The plain truth: who reads it may have to log something again. */
const clearedNotice =
  'The phone has cleared what the app kept on it. What was sent is safe with the server and comes back when you sign in, with a network. What was not sent is gone: log it again. Install the app, and the phone keeps it.';

/** What stays behind when somebody signs out. */
export function keptNotice(unsent: number, name: string): string {
  const what = unsent === 1 ? '1 change is' : `${unsent} changes are`;
  return `${what} not sent yet and ${unsent === 1 ? 'stays' : 'stay'} on this phone until ${name} signs in here again.`;
}

export function sentenceOf(error: unknown): string {
  return error instanceof Error && error.message !== ''
    ? error.message
    : 'Something went wrong that has no explanation. Start the app again.';
}
