import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type DataOptions, dataOption } from './context.ts';

/** Within the data folder. */
export const BASEMAPS = 'basemaps';

interface AddOptions extends DataOptions {
  readonly name?: string;
  readonly replace?: true;
}
type ListOptions = DataOptions & { readonly json?: true };

/** They are files in a folder: no database is opened, and a running server sees them at once. */
export function addBasemapCommand(program: Command): void {
  const basemap = program
    .command('basemap')
    .description('map archives (PMTiles) that phones can download and draw without a network');

  basemap
    .command('add')
    .description('checks an archive and copies it into the data folder')
    .argument('<file>', 'a PMTiles file, vector (MVT) or raster')
    .option('--name <text>', 'what people call it (default: the name of the file)', name)
    .option('--replace', 'take the place of the one that has this name; phones are offered the new one')
    .addOption(dataOption())
    .action(async (file: string, options: AddOptions) => {
      const { addArchive } = await import('../map-archives/change-folder.ts');
      const added = await addArchive(resolve(file), folderOf(options), options);
      print(
        `Added "${added.id}": ${added.type}, zoom ${added.minZoom} to ${added.maxZoom}, ${megabytes(added.bytes)}.`,
      );
    });

  basemap
    .command('list')
    .description('lists the archives, and why one is not served')
    .addOption(dataOption())
    .option('--json', 'print them as JSON')
    .action(async (options: ListOptions) => {
      const { createArchiveFolder } = await import('../map-archives/archive-folder.ts');
      const answer = await createArchiveFolder(folderOf(options)).list();
      if (options.json) return print(JSON.stringify(answer));
      for (const { id, type, minZoom, maxZoom, bytes } of answer.basemaps) {
        print(`${id}\t${type}\tzoom ${minZoom}–${maxZoom}\t${megabytes(bytes)}`);
      }
      for (const { id, problem } of answer.broken) print(`${id}\tNOT SERVED\t${problem}`);
      if (answer.basemaps.length + answer.broken.length === 0) print('There is no map archive yet.');
    });

  basemap
    .command('remove')
    .description('removes an archive; phones that have it keep it until it is deleted there')
    .argument('<name>', 'its name, as "basemap list" has it')
    .addOption(dataOption())
    .action(async (id: string, options: DataOptions) => {
      const { removeArchive } = await import('../map-archives/change-folder.ts');
      await removeArchive(id, folderOf(options));
      print(`Removed "${id}".`);
    });
}

const folderOf = ({ data }: DataOptions) => join(resolve(data), BASEMAPS);
const print = (text: string) => void process.stdout.write(`${text}\n`);
const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

function name(text: string): string {
  const given = text.trim();
  if (given !== '') return given;
  throw new InvalidArgumentError('Give a name.');
}
