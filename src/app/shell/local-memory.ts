import * as v from 'valibot';
import type { SignedInUser } from './sign-in-call.ts';

/**
 * The few settings outside the databases: who uses this phone, which task is in hand, which theme. Where the browser
 * denies storage they last as long as the page.
 */
export interface LocalMemory {
  user(): SignedInUser | null;
  /** null: whoever it was has signed out. */
  rememberUser(user: SignedInUser | null): void;
  /** Whether somebody signed out: then nobody is to be looked for elsewhere. */
  hasLeft(): boolean;
  get(key: string): string | null;
  set(key: string, value: string | null): void;
}

const userSchema = v.object({ id: v.string(), name: v.string() });

export function createLocalMemory(storage: () => Storage): LocalMemory {
  const page = new Map<string, string>();
  const get = (key: string) => {
    try {
      return storage().getItem(`safelane.${key}`) ?? page.get(key) ?? null;
    } catch {
      return page.get(key) ?? null;
    }
  };
  const set = (key: string, value: string | null) => {
    if (value === null) page.delete(key);
    else page.set(key, value);
    try {
      if (value === null) storage().removeItem(`safelane.${key}`);
      else storage().setItem(`safelane.${key}`, value);
    } catch {
      // Kept for the page only.
      return;
    }
  };
  return {
    get,
    set,
    user() {
      const text = get('user');
      if (text === null) return null;
      try {
        const read = v.safeParse(userSchema, JSON.parse(text));
        return read.success ? read.output : null;
      } catch {
        return null;
      }
    },
    hasLeft: () => get('left') !== null,
    rememberUser(user) {
      set('user', user && JSON.stringify(user));
      set('left', user ? null : 'yes');
    },
  };
}
