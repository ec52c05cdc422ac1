import type { Command } from 'commander';
import { areaM2 } from '#domain/geo/area.ts';
import { formatPosition } from '#domain/geo/notation.ts';
import { runTraverse } from '#domain/geo/traverse.ts';
import { readJsonFile } from '../geo/json-file.ts';
import { readTraverse } from '../geo/read-traverse.ts';

export function addGeoTraverseCommand(geo: Command): void {
  geo
    .command('traverse')
    .description('where legs by bearing and distance lead, how well they close, and what they enclose')
    .argument(
      '<file>',
      'JSON: {"start": [lon, lat], "legs": [{"bearingDeg", "distanceM"}, …], "north": "true" or "magnetic", "date", "declinationDeg"}',
    )
    .option('--json', 'print {points, misclosureM, ratio, areaM2, declinationDeg}')
    .addHelpText(
      'after',
      '\nMagnetic bearings without "declinationDeg" take it from the World Magnetic Model for the start and the date\n(today where none is given); true ones use none. "ratio" is the n of 1:n, null where the legs close. The area is of the start and the\npoints, as measured: the misclosure is not shared out.',
    )
    .action(async (file: string, options: { readonly json?: true }) => {
      const given = readTraverse(await readJsonFile(file), new Date().toISOString().slice(0, 10));
      const { points, misclosureM, ratio, lengthM } = runTraverse(given);
      const { start, declinationDeg, declinationFrom } = given;
      const enclosedM2 = areaM2({ type: 'Polygon', coordinates: [[start, ...points, start]] });
      const print = (text: string) => void process.stdout.write(`${text}\n`);
      if (options.json) {
        return print(JSON.stringify({ points, misclosureM, ratio, areaM2: enclosedM2, declinationDeg }));
      }
      const line = (label: string, text: string) => print(label.padEnd(13) + text);
      line('Declination', `${written(declinationDeg)}° (${declinationFrom})`);
      points.forEach((point, i) => line(`Point ${i + 1}`, formatPosition(point, 'dd') ?? ''));
      const closeness = ratio === null ? 'closes' : `1:${Math.round(ratio)}`;
      line('Misclosure', `${written(misclosureM)} m over ${written(lengthM)} m (${closeness})`);
      line('Area', `${written(enclosedM2)} m²`);
    });
}

const written = (value: number) =>
  value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
