import type { Command } from 'commander';
import { areaM2, perimeterM } from '#domain/geo/area.ts';
import { crossingOf } from '#domain/geo/crossing.ts';
import { polygonsOf } from '#domain/geo/shape.ts';
import { readJsonFile } from '../geo/json-file.ts';
import { type NamedPolygon, readPolygons } from '../geo/read-polygons.ts';

export function addGeoAreaCommand(geo: Command): void {
  geo
    .command('area')
    .description('geodesic area and perimeter of polygons, each and together')
    .argument('<file>', 'a GeoJSON Polygon, MultiPolygon, Feature or FeatureCollection')
    .option('--json', 'print {areaM2, perimeterM, polygons: [{name, areaM2, perimeterM}]}')
    .addHelpText(
      'after',
      '\nHoles are taken off the area and add to the perimeter. Land that two polygons share is counted twice.',
    )
    .action(async (file: string, options: { readonly json?: true }) => {
      const read = readPolygons(await readJsonFile(file));
      read.forEach(warnOfCrossing);
      const polygons = read.map(({ name, shape }) => ({
        name,
        areaM2: areaM2(shape),
        perimeterM: perimeterM(shape),
      }));
      const sum = (of: 'areaM2' | 'perimeterM') => polygons.reduce((total, each) => total + each[of], 0);
      const whole = { areaM2: sum('areaM2'), perimeterM: sum('perimeterM') };
      if (options.json) return void process.stdout.write(`${JSON.stringify({ ...whole, polygons })}\n`);
      const rows = polygons.length > 1 ? [...polygons, { name: 'Together', ...whole }] : polygons;
      const width = Math.max(...rows.map(({ name }) => name.length));
      for (const row of rows) {
        const figures = [row.areaM2, row.perimeterM].map((value) => written(value).padStart(16));
        process.stdout.write(`${row.name.padEnd(width)}${figures[0]} m²${figures[1]} m\n`);
      }
    });
}

/** The lobes of an 8 cancel one another out in its area. */
function warnOfCrossing({ name, shape }: NamedPolygon): void {
  const sides = polygonsOf(shape)
    .flat()
    .flatMap((ring) => crossingOf(ring)?.sides ?? []);
  const [a, b] = sides;
  if (a === undefined || b === undefined) return;
  process.stderr.write(
    `${name} crosses itself (side ${a + 1} meets side ${b + 1}): its area means little.\n`,
  );
}

const written = (value: number) =>
  value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
