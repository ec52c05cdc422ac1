/** Tracks as a phone records them while someone walks round an area: the way is known, the noise is made. */
import type { Fix } from '#app/shell/locator.ts';
import { localPlane, type Metres } from '#domain/geo/local-metres.ts';
import type { LonLat } from '#domain/geo/shape.ts';

export interface TrackOptions {
  /** Turning points in metres from the origin; the way goes back to the first. */
  readonly way: readonly Metres[];
  readonly seed: number;
  /** What the receiver is off by for a minute or so, and by how much it trembles from fix to fix. Standard deviations. */
  readonly driftM?: number;
  readonly trembleM?: number;
  readonly accuracyM?: number;
  /** Metres walked on past the start. */
  readonly pastStartM?: number;
}

const trackOrigin: LonLat = [46.93, 39.99];
const plane = localPlane(trackOrigin);
const startedAt = Date.UTC(2021, 2, 14, 9);
const paceMetresPerSecond = 1.2;
const driftSeconds = 60;

export const toLonLat = (at: Metres): LonLat => plane.toLonLat(at);

/** A fix a second along the way. */
export function trackAlong(options: TrackOptions): readonly Fix[] {
  const { way, seed, driftM = 0, trembleM = 0, accuracyM = 4, pastStartM = 0 } = options;
  const random = randomFrom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const legs = way.map((from, i) => ({ from, to: way[(i + 1) % way.length] ?? from }));
  const lengthM = legs.reduce((sum, { from, to }) => sum + Math.hypot(to.x - from.x, to.y - from.y), 0);
  const fixes: Fix[] = [];
  let drift = { x: driftM * normal(), y: driftM * normal() };
  const keep = Math.exp(-1 / driftSeconds);
  const stir = driftM * Math.sqrt(1 - keep * keep);
  for (let second = 0; second * paceMetresPerSecond <= lengthM + pastStartM; second += 1) {
    const at = along(legs, (second * paceMetresPerSecond) % lengthM);
    drift = { x: drift.x * keep + stir * normal(), y: drift.y * keep + stir * normal() };
    const [lon, lat] = toLonLat({
      x: at.x + drift.x + trembleM * normal(),
      y: at.y + drift.y + trembleM * normal(),
    });
    fixes.push({ lon, lat, accuracyM, takenAt: startedAt + second * 1_000 });
  }
  return fixes;
}

/** The same fix somewhere else. */
export function displaced(fix: Fix, { x, y }: Metres): Fix {
  const local = localPlane([fix.lon, fix.lat]);
  const [lon, lat] = local.toLonLat({ x, y });
  return { ...fix, lon, lat };
}

function along(legs: readonly { readonly from: Metres; readonly to: Metres }[], walkedM: number): Metres {
  let left = walkedM;
  for (const { from, to } of legs) {
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (left <= length) {
      return { x: from.x + ((to.x - from.x) * left) / length, y: from.y + ((to.y - from.y) * left) / length };
    }
    left -= length;
  }
  return legs[0]?.from ?? { x: 0, y: 0 };
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
