import type { Unsubscribe, Watched } from './phone.ts';

export interface Watchable<T> extends Watched<T> {
  set(value: T): void;
}

/** A value with listeners. One that throws does not keep the others from hearing. */
export function watchable<T>(initial: T): Watchable<T> {
  let current = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get value() {
      return current;
    },
    set: (value) => {
      if (Object.is(value, current)) return;
      current = value;
      callAll(listeners, value);
    },
    subscribe: (listener) => subscribeTo(listeners, listener),
  };
}

export function subscribeTo<T>(
  listeners: Set<(value: T) => void>,
  listener: (value: T) => void,
): Unsubscribe {
  const own = (value: T) => {
    listener(value);
  };
  listeners.add(own);
  return () => {
    listeners.delete(own);
  };
}

export function callAll<T>(listeners: ReadonlySet<(value: T) => void>, value: T): void {
  const thrown: unknown[] = [];
  for (const listener of listeners) {
    try {
      listener(value);
    } catch (error) {
      thrown.push(error);
    }
  }
  if (thrown.length > 0) console.error('A listener failed.', ...thrown);
}
