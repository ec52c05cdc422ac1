/** Lines beyond each edge that are ready before they are scrolled to. */
const spare = 8;

/** Which lines of a long list are in the page, `first` included and `last` not. All lines are of one height. */
export function windowOf(
  count: number,
  rowPx: number,
  scrollTopPx: number,
  heightPx: number,
): { readonly first: number; readonly last: number } {
  const first = Math.max(0, Math.min(count, Math.floor(scrollTopPx / rowPx)) - spare);
  const last = Math.min(count, Math.ceil((scrollTopPx + heightPx) / rowPx) + spare);
  return { first: Math.min(first, last), last };
}
