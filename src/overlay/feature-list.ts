import { checkGeometry, type ToLonLat, UnreadableFeature } from './check-geometry.ts';
import { limits } from './limits.ts';
import { cornersOf, type OverlayFeature, type OverlayProblem } from '#domain/overlay.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** What is read of a file so far. A feature that cannot be read is noted, and the next one is read. */
export interface FeatureList {
  /**
   * @param where as `Placemark 3`, for the list of problems
   * @param geometry of which nothing is believed, or how to get it
   */
  add(where: string, geometry: unknown, text: { name?: unknown; description?: unknown }): void;
  /** For what is left out. @param name of the feature, as the file has it */
  skip(where: string, message: string, name?: unknown): void;
  readonly features: readonly OverlayFeature[];
  readonly problems: readonly OverlayProblem[];
}

/** @param onFeature called with how many were looked at */
export function createFeatureList(toLonLat: ToLonLat, onFeature: (seen: number) => void): FeatureList {
  const features: OverlayFeature[] = [];
  const problems: OverlayProblem[] = [];
  let [seen, corners, unsaid] = [0, 0, 0];
  const note = (where: string, message: string) => {
    if (problems.length < limits.problems) problems.push({ where, message });
    else unsaid += 1;
  };
  return {
    add(where, geometry, text) {
      seen += 1;
      onFeature(seen);
      const name = plainText(text.name, limits.nameLength);
      const description = plainText(text.description, limits.descriptionLength);
      try {
        const raw: unknown = typeof geometry === 'function' ? (geometry as () => unknown)() : geometry;
        for (const shape of checkGeometry(raw, toLonLat)) {
          corners += cornersOf(shape);
          if (features.length >= limits.features || corners > limits.corners) throw tooMany();
          features.push({ geometry: shape, ...(name && { name }), ...(description && { description }) });
        }
      } catch (error) {
        if (error instanceof UnreadableFile) throw error;
        note(
          placeOf(where, name),
          error instanceof UnreadableFeature ? error.message : 'It is cut off or damaged.',
        );
      }
    },
    skip: (where, message, name) => note(placeOf(where, plainText(name, limits.nameLength)), message),
    features,
    get problems() {
      if (unsaid === 0) return problems;
      return [...problems, { where: 'Further on', message: `There are ${unsaid} more like these.` }];
    },
  };
}

const placeOf = (where: string, name: string) => (name === '' ? where : `${where} (${name})`);

const tooMany = () =>
  new UnreadableFile(
    `The file has more than ${limits.features} places or ${limits.corners} corners: cut out the area that matters.`,
  );

/** Text as a person would read it in one line; what is no text is none. */
function plainText(value: unknown, most: number): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  const text = String(value)
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
