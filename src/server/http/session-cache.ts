import type { Auth, SignedIn } from '../auth/open-auth.ts';

/** How long a session's end by another process may go unnoticed. */
const KEEP_MS = 15_000;
const MAX_KEPT = 5_000;

/** The session's own cookie: others come and go beside it. */
const SESSION = /(?:^|;\s*)(?:__Secure-)?safelane\.session_token=([^;]*)/;
const sessionOf = (headers: Headers) => SESSION.exec(headers.get('cookie') ?? '')?.[1];

/** Remembers for a few seconds who a cookie stands for: asking the sign-in service costs more than the rest of a request. */
export function createSessionCache(auth: Auth, now: () => number) {
  interface Kept {
    readonly until: number;
    readonly who: Promise<SignedIn | undefined>;
  }
  const kept = new Map<string, Kept>();
  const isKept = (session: string, entry: Kept) => kept.get(session) === entry;

  return {
    async find(headers: Headers): Promise<SignedIn | undefined> {
      const session = sessionOf(headers);
      if (session === undefined) return undefined;
      const known = kept.get(session);
      if (known && known.until > now()) {
        const who = await known.who;
        // A prolonged session's cookie is handed on once.
        return who && { ...who, cookies: [] };
      }
      // The promise is kept, not its value: a look-up that is under way at sign-out is not remembered after it.
      const entry: Kept = { until: now() + KEEP_MS, who: auth.signedIn(headers) };
      kept.delete(session);
      kept.set(session, entry);
      const [oldest] = kept.keys();
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
      try {
        const who = await entry.who;
        if (!who && isKept(session, entry)) kept.delete(session);
        return who;
      } catch (error) {
        if (isKept(session, entry)) kept.delete(session);
        throw error;
      }
    },
    forget(headers: Headers): void {
      kept.delete(sessionOf(headers) ?? '');
    },
  };
}
