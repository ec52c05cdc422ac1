/**
 * Which corners have room for a handle of their own at this zoom: the selected one, the first, and those that are far
 * enough from all that have one already. A walked ring has more corners than fingers can tell apart.
 *
 * @param pixels where the corners are on the screen
 * @param apartPx how wide a handle is: none covers another
 */
export function roomyCorners(
  pixels: readonly { readonly x: number; readonly y: number }[],
  apartPx: number,
  selected: number | null,
): readonly number[] {
  const order = pixels.map((_, n) => n);
  if (selected !== null && pixels[selected]) order.unshift(...order.splice(selected, 1));
  // A cell is as wide as the room that a handle needs: only the nine around it can be too near.
  const cells = new Map<string, { x: number; y: number }[]>();
  const cellOf = (value: number) => Math.floor(value / apartPx);
  return order.filter((n) => {
    const at = pixels[n];
    if (!at) return false;
    const [column, row] = [cellOf(at.x), cellOf(at.y)];
    for (let x = column - 1; x <= column + 1; x += 1) {
      for (let y = row - 1; y <= row + 1; y += 1) {
        const near = cells.get(`${x},${y}`) ?? [];
        if (near.some((other) => Math.max(Math.abs(other.x - at.x), Math.abs(other.y - at.y)) < apartPx))
          return false;
      }
    }
    const key = `${column},${row}`;
    cells.set(key, [...(cells.get(key) ?? []), at]);
    return true;
  });
}
