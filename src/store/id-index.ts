import { type Ids, readUuid } from '#protocol/id-column.ts';

/** Where each record is, by id: a table of numbers, because a hundred thousand strings and map entries cost ten times it. */
export interface IdIndex {
  get(id: string): number | undefined;
  set(id: string, place: number): void;
  getAt(ids: Ids, at: number): number | undefined;
  setAt(ids: Ids, at: number, place: number): void;
}

const firstSlots = 1024;

export function createIdIndex(): IdIndex {
  let slots = firstSlots;
  let keys = new Uint32Array(4 * slots);
  /** One more than the place; 0 where the slot is free. */
  let places = new Uint32Array(slots);
  let taken = 0;
  /** Ids that are not UUIDs in small letters. */
  const others = new Map<string, number>();
  const read = new Uint32Array(4);

  /** The slot of the four words, or the free one where they belong. Random ids differ in their last word. */
  const slotOf = (words: Uint32Array, from: number): number => {
    const a = words[from] as number;
    const b = words[from + 1] as number;
    const c = words[from + 2] as number;
    const d = words[from + 3] as number;
    let mixed = Math.imul(d ^ Math.imul(c ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b), 0xc2b2ae35);
    mixed ^= mixed >>> 15;
    for (let slot = mixed & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      if (places[slot] === 0) return slot;
      const at = 4 * slot;
      if (keys[at + 3] === d && keys[at + 2] === c && keys[at + 1] === b && keys[at] === a) return slot;
    }
  };

  const put = (words: Uint32Array, from: number, place: number) => {
    const slot = slotOf(words, from);
    if (places[slot] === 0) {
      taken += 1;
      for (let word = 0; word < 4; word += 1) keys[4 * slot + word] = words[from + word] as number;
    }
    places[slot] = place + 1;
    if (taken * 4 > slots * 3) grow();
  };

  const grow = () => {
    const before = { keys, places };
    slots *= 2;
    keys = new Uint32Array(4 * slots);
    places = new Uint32Array(slots);
    taken = 0;
    for (let slot = 0; slot < before.places.length; slot += 1) {
      const place = before.places[slot] as number;
      if (place > 0) put(before.keys, 4 * slot, place - 1);
    }
  };

  const find = (words: Uint32Array, from: number): number | undefined => {
    const place = places[slotOf(words, from)] ?? 0;
    return place === 0 ? undefined : place - 1;
  };

  const index: IdIndex = {
    get: (id) => (readUuid(id, read) ? find(read, 0) : others.get(id)),
    set: (id, place) => {
      if (readUuid(id, read)) put(read, 0, place);
      else others.set(id, place);
    },
    getAt: (ids, at) => (ids.words ? find(ids.words, 4 * at) : index.get(ids.texts[at] ?? '')),
    setAt: (ids, at, place) => {
      if (ids.words) put(ids.words, 4 * at, place);
      else index.set(ids.texts[at] ?? '', place);
    },
  };
  return index;
}
