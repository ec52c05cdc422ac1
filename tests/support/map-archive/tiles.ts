/** Tiles for the archives of tests: as small as they can be, and told apart by their colours. */
import { crc32, deflateSync } from 'node:zlib';
import { varint } from './make-archive.ts';

/** A PNG of 256 × 256 pixels in one colour, which is what a test looks for on the map. */
export function pngTile([red, green, blue]: readonly [number, number, number]): Uint8Array {
  const size = 256;
  const row = [0, ...Array.from({ length: size }, () => [red, green, blue]).flat()];
  const pixels = deflateSync(Buffer.from(Array.from({ length: size }, () => row).flat()));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2], 8);
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const bytes = Buffer.alloc(body.length + 8);
    bytes.writeUInt32BE(data.length, 0);
    bytes.set(body, 4);
    bytes.writeUInt32BE(crc32(body), body.length + 4);
    return bytes;
  };
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

interface TileLayer {
  readonly name: string;
  /** Rings or lines of tile coordinates, 0 to 4096; a point has one position. */
  readonly shapes: readonly {
    readonly type: 'point' | 'line' | 'polygon';
    readonly at: readonly Position[];
  }[];
  /** Properties of all its shapes, as text. */
  readonly tags?: Readonly<Record<string, string>>;
}
type Position = readonly [x: number, y: number];

/** A vector tile (MVT 2.1). */
export function vectorTile(layers: readonly TileLayer[]): Uint8Array {
  return Buffer.from(layers.flatMap((layer) => message(3, layerBytes(layer))));
}

function layerBytes({ name, shapes, tags = {} }: TileLayer): number[] {
  const pairs = Object.keys(tags).flatMap((_, index) => [index, index]);
  const features = shapes.flatMap(({ type, at }) =>
    message(2, [
      ...message(2, pairs.flatMap(varint)),
      ...number(3, ['point', 'line', 'polygon'].indexOf(type) + 1),
      ...message(4, geometry(type, at).flatMap(varint)),
    ]),
  );
  return [
    ...number(15, 2),
    ...text(1, name),
    ...features,
    ...Object.keys(tags).flatMap((key) => text(3, key)),
    ...Object.values(tags).flatMap((value) => message(4, text(1, value))),
    ...number(5, 4096),
  ];
}

function geometry(type: string, at: readonly Position[]): number[] {
  let [x, y] = [0, 0];
  const steps = at.map(([toX, toY]) => {
    const step = [zigzag(toX - x), zigzag(toY - y)];
    [x, y] = [toX, toY];
    return step;
  });
  const [first = [], ...others] = steps;
  const lines = others.length > 0 ? [(others.length << 3) | 2, ...others.flat()] : [];
  return [(1 << 3) | 1, ...first, ...lines, ...(type === 'polygon' ? [(1 << 3) | 7] : [])];
}

const zigzag = (value: number) => (value << 1) ^ (value >> 31);
const number = (field: number, value: number) => [...varint(field << 3), ...varint(value)];
const message = (field: number, bytes: readonly number[]) => [
  ...varint((field << 3) | 2),
  ...varint(bytes.length),
  ...bytes,
];
const text = (field: number, value: string) => message(field, [...Buffer.from(value)]);
