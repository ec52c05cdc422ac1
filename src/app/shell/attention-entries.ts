import type { Attention } from '#store/phone.ts';

/** What needs attention, entry by entry: all that waits on a record for a choice is one. */
export function attentionEntries(all: readonly Attention[]): readonly Attention[] {
  const shown = new Set<string>();
  return all.filter((item) => {
    if (item.type !== 'held') return true;
    const isFirst = !shown.has(item.record);
    shown.add(item.record);
    return isFirst;
  });
}
