/** The newest of many, without sorting all of them: by day, then by moment, then by which came first. */
export interface NewestOf<T> {
  /** @param day as text that sorts by time @param ms since 1970 */
  offer(day: string, ms: number, item: T): void;
  /** Newest first. */
  items(): T[];
}

interface Entry<T> {
  readonly day: string;
  readonly ms: number;
  readonly order: number;
  readonly item: T;
}

const isOlder = <T>(a: Entry<T>, b: Entry<T>) =>
  a.day < b.day || (a.day === b.day && (a.ms < b.ms || (a.ms === b.ms && a.order > b.order)));

export function createNewest<T>(most: number): NewestOf<T> {
  /** A binary heap: none is older than its root. */
  const heap: Entry<T>[] = [];
  let offered = 0;

  const sinkRoot = (entry: Entry<T>) => {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const [a, b] = [heap[left], heap[left + 1]];
      const child = a && b && isOlder(b, a) ? left + 1 : left;
      const below = heap[child];
      if (!below || !isOlder(below, entry)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = entry;
  };
  const rise = (entry: Entry<T>) => {
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (!above || !isOlder(entry, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  };

  return {
    offer: (day, ms, item) => {
      const entry = { day, ms, order: offered, item };
      offered += 1;
      const [oldest] = heap;
      if (heap.length < most) rise(entry);
      else if (oldest && isOlder(oldest, entry)) sinkRoot(entry);
    },
    items: () => heap.toSorted((a, b) => (isOlder(a, b) ? 1 : -1)).map(({ item }) => item),
  };
}
