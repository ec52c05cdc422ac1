import { type Command, InvalidArgumentError, Option } from 'commander';
import * as v from 'valibot';
import { storableText } from '#domain/fields/schema.ts';
import type { Programme } from '#protocol/wire.ts';
import { type DataOptions, dataOption, withData } from './context.ts';

interface AddOptions extends DataOptions {
  readonly short: string;
  readonly area: Programme['area'];
  readonly timeZone: string;
  readonly tileUrl?: string;
  readonly tileAttribution?: string;
  readonly json?: true;
}

export function addProgrammeCommand(program: Command): void {
  const programme = program
    .command('programme')
    .description('programmes: who owns the data, and where they work');

  programme
    .command('add')
    .description('makes a programme')
    .argument('<name>', 'its name, for people', programmeName)
    .requiredOption('--short <text>', 'its short name, such as ANAMA; used in commands', shortName)
    .requiredOption('--area <w,s,e,n>', 'operating area in degrees: west,south,east,north', area)
    .requiredOption('--time-zone <name>', 'time zone of its working days, such as Asia/Baku', timeZone)
    .option('--tile-url <template>', 'picture tiles to show when online: https://…/{z}/{x}/{y}.png', tileUrl)
    .option('--tile-attribution <text>', 'what the tiles’ owner wants to be shown with them')
    .addOption(dataOption())
    .option('--json', 'print the programme as JSON')
    .action(async (name: string, options: AddOptions) => {
      const made: Programme = {
        id: options.short.toLowerCase(),
        name,
        short: options.short,
        area: options.area,
        timeZone: options.timeZone,
        synthetic: false,
        ...(options.tileUrl === undefined
          ? {}
          : { tileLayer: { url: options.tileUrl, attribution: options.tileAttribution ?? '', maxZoom: 19 } }),
      };
      await withData(options, ({ storage }) => storage.addProgramme(made));
      print(options.json ? JSON.stringify(made) : `Made the programme ${made.short} (${made.name}).`);
    });

  programme
    .command('list')
    .description('lists the programmes')
    .addOption(dataOption())
    .addOption(new Option('--json', 'print them as JSON'))
    .action(async (options: DataOptions & { readonly json?: true }) => {
      const programmes = await withData(options, ({ storage }) => storage.programmes());
      if (options.json) return print(JSON.stringify(programmes));
      for (const {
        short,
        name,
        area: [w, s, e, n],
        timeZone: zone,
        synthetic,
      } of programmes) {
        print(`${short}\t${name}\t${[w, s, e, n].join(',')}\t${zone}${synthetic ? '\tsynthetic' : ''}`);
      }
      if (programmes.length === 0) print('There is no programme yet.');
    });
}

const print = (text: string) => void process.stdout.write(`${text}\n`);

/** The longest that a phone takes. */
const MAX_NAME = 500;

function programmeName(text: string): string {
  const name = text.trim();
  if (name.length > 0 && name.length <= MAX_NAME && v.is(storableText, name)) return name;
  throw new InvalidArgumentError(`Give a name of up to ${MAX_NAME} characters.`);
}

function shortName(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,19}$/.test(text)) return text;
  throw new InvalidArgumentError('Use up to 20 letters (A–Z), digits and hyphens.');
}

function area(text: string): Programme['area'] {
  const [west, south, east, north, ...more] = text
    .split(',')
    .map((part) => (part.trim() ? Number(part) : Number.NaN));
  if (
    west === undefined ||
    south === undefined ||
    east === undefined ||
    north === undefined ||
    more.length > 0
  ) {
    throw new InvalidArgumentError('Give four numbers: west,south,east,north.');
  }
  const ordered = west >= -180 && west < east && east <= 180 && south >= -90 && south < north && north <= 90;
  if (ordered) return [west, south, east, north];
  throw new InvalidArgumentError('West must be less than east and south less than north, in degrees.');
}

function timeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidArgumentError('It is not a time zone such as Asia/Baku.');
  }
}

function tileUrl(text: string): string {
  if (/^https?:\/\/[^\s;,']+$/.test(text) && ['{z}', '{x}', '{y}'].every((part) => text.includes(part)))
    return text;
  throw new InvalidArgumentError('Give an address with {z}, {x} and {y} in it.');
}
