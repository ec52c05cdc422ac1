import { type ReadonlySignal, signal } from '@preact/signals';

/** The addresses of the app. */
export type Route =
  | { readonly screen: 'home' }
  | { readonly screen: 'records' }
  | { readonly screen: 'record'; readonly id: string }
  | { readonly screen: 'today' }
  | { readonly screen: 'attention' }
  | { readonly screen: 'help' }
  | { readonly screen: 'sign-in' }
  | { readonly screen: 'desk' }
  | {
      readonly screen: 'new';
      readonly kind: string;
      readonly draft?: string;
      /** The record to change, where it is not a new one. */
      readonly record?: string;
    }
  | { readonly screen: 'unknown' };

const plain = ['records', 'today', 'attention', 'help', 'sign-in'] as const;

/** @param address path and query, as `/records/0190…` or `/new/ordnance?record=0190…` */
export function parseRoute(address: string): Route {
  const url = new URL(address, 'http://app.invalid');
  const [first, second, third, ...rest] = url.pathname.split('/').filter(Boolean).map(readSegment);
  if (rest.length > 0) return { screen: 'unknown' };
  if (first === undefined) return { screen: 'home' };
  if (first === 'desk') return { screen: 'desk' };
  if (first === 'new' && second !== undefined) {
    const record = url.searchParams.get('record');
    return {
      screen: 'new',
      kind: second,
      ...(third === undefined ? {} : { draft: third }),
      ...(record === null ? {} : { record }),
    };
  }
  if (first === 'records' && second !== undefined && third === undefined) {
    return { screen: 'record', id: second };
  }
  const screen = plain.find((name) => name === first);
  return screen !== undefined && second === undefined ? { screen } : { screen: 'unknown' };
}

/** A segment that is not proper percent-encoding is taken as it stands: it then leads to "unknown", not to a crash. */
function readSegment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export interface Router {
  readonly route: ReadonlySignal<Route>;
  go(address: string): void;
  /** The same place under another address: "back" does not come here twice. */
  replace(address: string): void;
  /** To where the person came from, or home when the app was started here. */
  back(): void;
}

/** A router over the browser's history. */
export function createRouter(win: Window): Router {
  const addressNow = () => win.location.pathname + win.location.search;
  const route = signal(parseRoute(addressNow()));
  const follow = () => {
    route.value = parseRoute(addressNow());
  };
  // How many of our own addresses lie behind this one; kept in the history, so that a reload does not forget it.
  const depth = () => (win.history.state as { depth?: number } | null)?.depth ?? 0;
  win.addEventListener('popstate', follow);
  return {
    route,
    go(address) {
      if (address === addressNow()) return;
      win.history.pushState({ depth: depth() + 1 }, '', address);
      follow();
    },
    replace(address) {
      win.history.replaceState({ depth: depth() }, '', address);
      follow();
    },
    back() {
      if (depth() > 0) win.history.back();
      else this.replace('/');
    },
  };
}
