import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '#server/demo/random.ts';

const rows = 25_000;
const mapping = join(import.meta.dirname, '../../docs/examples/colombia-events.json');

/** A made-up file of as many points as a national data set has, for the mapping of the events of Colombia. */
export function importSample(folder: string) {
  const file = join(folder, 'events.geojson');
  const random = createRandom(7);
  const features = Array.from({ length: rows }, () =>
    JSON.stringify({
      type: 'Feature',
      properties: {
        TIPO_AREA: 'Rural',
        TIPO_EVENTO: String(4 + Math.floor(random.next() * 3)),
        AÑO: String(1990 + Math.floor(random.next() * 23)),
        DEPARTAMENTO: `Department ${Math.floor(random.next() * 30)}`,
        MUNICIPIO: `Municipality ${Math.floor(random.next() * 40)}`,
      },
      geometry: { type: 'Point', coordinates: [-80 + random.next() * 12, -3 + random.next() * 14] },
    }),
  );
  writeFileSync(file, `{"type":"FeatureCollection","features":[\n${features.join(',\n')}\n]}\n`);
  return { file, mapping, area: '-82,-5,-66,14' };
}
