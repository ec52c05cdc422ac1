/** Which properties of a feature name it; the first that it has does. */
const nameKeys = ['name', 'title', 'label', 'code', 'reference', 'ref', 'local_id', 'id', 'objectid', 'fid'];
const descriptionKeys = ['description', 'desc', 'comment', 'comments', 'remark', 'remarks', 'note', 'notes'];

/** Name and description among properties, whatever the case of their keys. */
export function textOf(properties: Readonly<Record<string, unknown>>): {
  readonly name?: unknown;
  readonly description?: unknown;
} {
  const byKey = new Map(Object.entries(properties).map(([key, value]) => [key.toLowerCase(), value]));
  const first = (keys: readonly string[]) =>
    keys.map((key) => byKey.get(key)).find((value) => value !== undefined && value !== null && value !== '');
  return { name: first(nameKeys), description: first(descriptionKeys) };
}
