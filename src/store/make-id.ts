/**
 * Makes UUIDv7 (RFC 9562 §5.7): ids that grow with time, so that the server appends instead of scattering its writes.
 * @param now milliseconds since 1970
 * @param fillRandom as `crypto.getRandomValues`
 */
export function createMakeId(
  now: () => number,
  fillRandom: (bytes: Uint8Array<ArrayBuffer>) => unknown,
): () => string {
  return () => {
    const bytes = new Uint8Array(16);
    fillRandom(bytes);
    const time = now();
    for (let index = 0; index < 6; index += 1)
      bytes[index] = Math.floor(time / 2 ** (8 * (5 - index))) & 0xff;
    bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
    bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  };
}
