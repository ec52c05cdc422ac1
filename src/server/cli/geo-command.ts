import { createInterface } from 'node:readline';
import { type Command, InvalidArgumentError } from 'commander';
import { formatPosition, type Notation, notations, parsePosition } from '#domain/geo/notation.ts';
import { GeoProblem } from '../geo/geo-problem.ts';
import { addGeoAreaCommand } from './geo-area-command.ts';
import { addGeoTraverseCommand } from './geo-traverse-command.ts';

interface JsonOption {
  readonly json?: true;
}

/** Positions, areas and traverses as the app reads and computes them. They need no data and no server. */
export function addGeoCommand(program: Command): void {
  const geo = program.command('geo').description('positions, areas and traverses; without any data');
  addParse(geo);
  addFormat(geo);
  addGeoAreaCommand(geo);
  addGeoTraverseCommand(geo);
}

function addParse(geo: Command): void {
  geo
    .command('parse')
    .description('reads a position in degrees (DD, DDM, DMS), UTM or MGRS')
    .argument('[text...]', 'the position; without one, positions are read from standard input, one a line')
    .option('--json', 'print {lon, lat, format}; of a line that cannot be read, {error}')
    .addHelpText('after', '\nExit code 1 where a line cannot be read; the others are answered all the same.')
    // `-4.5, -72.1` is a position.
    .allowUnknownOption()
    .action(async (words: readonly string[], options: JsonOption, command: Command) => {
      const unknown = words.find((word) => /^--?[a-z]/i.test(word));
      if (unknown !== undefined) command.error(`error: unknown option '${unknown}'`, { exitCode: 2 });
      if (words.length === 0) return parseLines(options);
      const reading = parsePosition(words.join(' '));
      if (!reading.ok) throw new GeoProblem(reading.message);
      print(options.json ? toJson(reading) : toText(reading));
    });
}

async function parseLines({ json }: JsonOption): Promise<void> {
  let number = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    const reading = parsePosition(line);
    if (!reading.ok) process.exitCode = 1;
    if (reading.ok) print(json ? toJson(reading) : toText(reading));
    else if (json) print(JSON.stringify({ error: reading.message }));
    else process.stderr.write(`Line ${number}: ${reading.message}\n`);
  }
}

type Read = Extract<ReturnType<typeof parsePosition>, { readonly ok: true }>;

function toJson({ position: [lon, lat], notation }: Read): string {
  return JSON.stringify({ lon, lat, format: notation });
}

function toText({ position, notation }: Read): string {
  return `${formatPosition(position, 'dd') ?? ''} (${notation.toUpperCase()})`;
}

function addFormat(geo: Command): void {
  geo
    .command('format')
    .description('writes a position in all five notations')
    .argument('<lon>', 'longitude in degrees, west negative', degrees(180))
    .argument('<lat>', 'latitude in degrees, south negative', degrees(90))
    .option('--json', 'print {dd, ddm, dms, utm, mgrs}; null where a grid does not reach')
    .action((lon: number, lat: number, options: JsonOption) => {
      const written = notations.map((notation) => [notation, formatPosition([lon, lat], notation)] as const);
      if (options.json) return print(JSON.stringify(Object.fromEntries(written)));
      for (const [notation, text] of written) print(`${titleOf(notation)}  ${text ?? 'does not reach here'}`);
    });
}

const titleOf = (notation: Notation) => notation.toUpperCase().padEnd(4);

function degrees(limit: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Math.abs(value) <= limit) return value;
    throw new InvalidArgumentError(`Give degrees between -${limit} and ${limit}, such as 12.3456.`);
  };
}

const print = (text: string) => void process.stdout.write(`${text}\n`);
