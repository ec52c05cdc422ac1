import { randomBytes } from 'node:crypto';
import { freezeChange } from '#protocol/change.ts';
import type { PushRequest } from '#protocol/wire.ts';

/** UUIDv7 (RFC 9562 §5.7). */
function makeId(nowMs: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export interface SampleAuthor {
  readonly author: string;
  readonly team: string;
  readonly task: string;
  readonly epoch: string;
  readonly tag: string;
}

/** New cleared areas of four corners, as a phone would send them. */
export function sampleChanges(count: number, by: SampleAuthor): PushRequest['changes'] {
  const startMs = Date.now();
  return Array.from({ length: count }, (_, index) => {
    const id = makeId(startMs + index);
    const lon = 46.9 + (index % 40) * 0.0004;
    const lat = 39.9 + Math.floor(index / 40) * 0.0004;
    const corner = (east: number, north: number) => [
      Math.round((lon + east) * 1e7) / 1e7,
      Math.round((lat + north) * 1e7) / 1e7,
    ];
    const ring = [corner(0, 0), corner(0.0003, 0), corner(0.0003, 0.0003), corner(0, 0.0003), corner(0, 0)];
    const change = freezeChange({
      id,
      record: id,
      kind: 'clearance',
      base: { epoch: by.epoch, seq: 0 },
      after: [],
      set: {
        code: `BENCH-C-260101-${by.tag}-${index + 1}`,
        team: by.team,
        task: by.task,
        date: '2026-01-01',
        place: { shape: { type: 'Polygon', coordinates: [ring] }, source: 'drawn', accuracyM: null },
        work: { product: 'cleared', method: 'manual', searchClass: 'subsurface', depthCm: 20 },
        area: { areaBasis: 'computed' },
      },
      author: by.author,
      at: new Date(startMs + index).toISOString(),
    });
    return { n: index + 1, ...change };
  });
}
