import type { LonLat, Polygon, Ring } from '#domain/geo/shape.ts';
import fc from 'fast-check';

/** South-west corner of the land on which the records lie, near Aghdam. */
export const origin: LonLat = [46.93, 39.99];

/** A ring around a centre, as teams walk them: 20 to 150 m across, never crossing itself, either way round. */
export const walkedRing: fc.Arbitrary<Ring> = fc
  .record({
    east: fc.double({ min: 0, max: 0.003, noNaN: true }),
    north: fc.double({ min: 0, max: 0.003, noNaN: true }),
    radii: fc.array(fc.double({ min: 0.0001, max: 0.0008, noNaN: true }), { minLength: 3, maxLength: 12 }),
    clockwise: fc.boolean(),
  })
  .map(({ east, north, radii, clockwise }) => {
    const ring = radii.map((radius, i): LonLat => {
      const angle = ((clockwise ? -i : i) * 2 * Math.PI) / radii.length;
      return [origin[0] + east + radius * Math.cos(angle), origin[1] + north + radius * Math.sin(angle)];
    });
    return close(ring);
  });

/** A box on a coarse lattice, so that boxes share sides and corners. */
export const snappedBox: fc.Arbitrary<Ring> = fc
  .tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 3 }))
  .map(([x, y, size]) => {
    const [w, s] = [origin[0] + x * 0.0003, origin[1] + y * 0.0003];
    const [e, n] = [origin[0] + (x + size) * 0.0003, origin[1] + (y + size) * 0.0003];
    return close([[w, s], [e, s], [e, n], [w, n]]); // biome-ignore format: a box reads best on one line
  });

export function close(corners: LonLat[]): Ring {
  return corners[0] === undefined ? [] : [...corners, corners[0]];
}

/** Near Aghdam, on the equator in Colombia, in the far north, and south of the equator west of Greenwich. */
export const sites: readonly LonLat[] = [origin, [-74.002, -0.001], [25.7, 69.1], [-12.3, -33.4]];

/** Records that overlap, somewhere on Earth; valid in every program's eyes. */
export const walkedSet: fc.Arbitrary<readonly Polygon[]> = fc
  .tuple(fc.constantFrom(...sites), fc.array(walkedRing, { minLength: 2, maxLength: 8 }))
  .map(([site, rings]) =>
    rings.map(
      (ring): Polygon => ({
        type: 'Polygon',
        coordinates: [ring.map(([lon, lat]) => [lon - origin[0] + site[0], lat - origin[1] + site[1]])],
      }),
    ),
  );
