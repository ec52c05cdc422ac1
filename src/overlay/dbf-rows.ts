import { decodeText } from './decode-text.ts';

type Row = Readonly<Record<string, string>>;

/**
 * Texts of a shapefile's attributes (dBASE III), row by row. What is cut off has none.
 * @param encoding as in the `.cpg` file
 */
export function dbfRows(bytes: Uint8Array, encoding: string | undefined): (number: number) => Row {
  if (bytes.length < 33) return () => ({});
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [headBytes, rowBytes] = [view.getUint16(8, true), view.getUint16(10, true)];
  const textOf = (from: number, length: number) =>
    decodeText(bytes.subarray(from, from + length), encoding)
      .text.replace(/\0.*$/s, '')
      .trim();
  const fields: { readonly name: string; readonly from: number; readonly length: number }[] = [];
  // The first byte of a row says whether it is deleted.
  let from = 1;
  for (let at = 32; at + 32 <= Math.min(headBytes, bytes.length) && bytes[at] !== 0x0d; at += 32) {
    const length = view.getUint8(at + 16);
    fields.push({ name: textOf(at, 11), from, length });
    from += length;
  }
  return (number) => {
    const start = headBytes + (number - 1) * rowBytes;
    if (start + rowBytes > bytes.length) return {};
    return Object.fromEntries(fields.map((field) => [field.name, textOf(start + field.from, field.length)]));
  };
}
