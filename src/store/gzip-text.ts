/** Texts as gzip files (RFC 1952), by what the browser brings. */
export const canUnpack = typeof DecompressionStream !== 'undefined';

/** No JSON begins like that. */
export const isPacked = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** @throws TypeError when the file is damaged or cut short */
export async function unpackedText(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  // A damaged file is said by whoever reads.
  writer.write(bytes).catch(() => undefined);
  writer.close().catch(() => undefined);
  return new Response(readable).text();
}
