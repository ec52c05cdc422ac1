import { dbfRows } from './dbf-rows.ts';
import type { FeatureList } from './feature-list.ts';
import { textOf } from './feature-text.ts';
import { UnreadableFile } from './unreadable-file.ts';
import { asDegrees, type Projection, projectionOf } from './projection.ts';
import { shpRecords } from './shp-records.ts';
import type { ArchiveFiles } from './unzip.ts';

/** What belongs to one shapefile, among the files of an archive. */
export interface Shapefile {
  /** Without its ending. */
  readonly name: string;
  readonly projection: Projection;
  /** What a reader has to know of all of it. */
  readonly notes: readonly string[];
  fill(list: FeatureList): void;
}

/** The shapefiles of an archive. @throws UnreadableFile */
export function openShapefiles(files: ArchiveFiles): readonly Shapefile[] {
  return files
    .filter(({ name }) => /\.shp$/i.test(name))
    .map(({ name, bytes }) => {
      const stem = name.slice(0, -4);
      const part = (ending: string) =>
        files.find((file) => file.name.toLowerCase() === `${stem}.${ending}`.toLowerCase())?.bytes;
      const [prj, dbf, cpg] = [part('prj'), part('dbf'), part('cpg')];
      const encoding = cpg && new TextDecoder().decode(cpg.subarray(0, 40));
      const rows = dbf ? dbfRows(dbf, encoding) : () => ({});
      const projection = prj ? projectionOf(new TextDecoder().decode(prj)) : unsaid(bytes);
      const notes = [
        ...(prj
          ? []
          : ['It has no .prj file: its coordinates were taken as longitude and latitude in WGS 84.']),
        ...(dbf ? [] : ['It has no .dbf file, so that nothing in it has a name.']),
      ];
      return {
        name: stem,
        projection,
        notes,
        fill: (list: FeatureList) => {
          for (const record of shpRecords(bytes)) {
            list.add(
              `Record ${record.number} of ${name}`,
              () => record.geometry(),
              textOf(rows(record.number)),
            );
          }
        },
      };
    });
}

/** Without a `.prj`, degrees are all that can be told from the box in the file's head. */
function unsaid(shp: Uint8Array): Projection {
  if (shp.length >= 100) {
    const view = new DataView(shp.buffer, shp.byteOffset, 100);
    const [west, south, east, north] = [36, 44, 52, 60].map((at) => view.getFloat64(at, true));
    const isDegrees =
      [west, east].every((lon) => Math.abs(lon ?? NaN) <= 180) &&
      [south, north].every((lat) => Math.abs(lat ?? NaN) <= 90);
    if (isDegrees) return { toLonLat: asDegrees };
  }
  throw new UnreadableFile(
    'The shapefile has no .prj file, and its coordinates are not degrees: nobody can tell where it lies.',
  );
}
