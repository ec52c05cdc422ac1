import { type Command, InvalidArgumentError, Option } from 'commander';
import { isReducedDate } from '#domain/dates.ts';
import { registry } from '#domain/kinds/registry.ts';
import { type Series, series } from '#domain/ledger.ts';
import { type TallyFigures, tallyProgramme } from '../tally/tally-programme.ts';
import { type DataOptions, dataOption, withData } from './context.ts';
import { findProgramme } from './find-programme.ts';

interface TallyOptions extends DataOptions {
  readonly programme?: string;
  readonly from?: string;
  readonly to?: string;
  readonly status: Series;
  readonly json?: true;
}

export function addTallyCommand(program: Command): void {
  program
    .command('tally')
    .description('what was cleared, found and destroyed in a period; over all time where none is given')
    .option('--programme <short>', 'the programme; may be left out where there is one')
    .option('--from <date>', 'first day, such as 2020-11-10', day)
    .option('--to <date>', 'last day, which counts too', day)
    .addOption(
      new Option('--status <status>', 'which records count').choices(series).default('approved+submitted'),
    )
    .addOption(dataOption())
    .option('--json', 'print the figures as one JSON object; areas in m²')
    .addHelpText('after', '\nA date given as a month or a year counts where the period holds all of it.')
    .action(async (options: TallyOptions, command: Command) => {
      const { from, to, status } = options;
      if (from !== undefined && to !== undefined && from > to) {
        command.error(`error: --from ${from} is after --to ${to}`, { exitCode: 2 });
      }
      const { name, figures } = await withData(options, async ({ storage }) => {
        const programme = await findProgramme(storage, options.programme);
        const query = { programme: programme.id, period: { from, to }, series: status };
        const { name: title, synthetic } = programme;
        return {
          name: synthetic ? `${title} (made-up records)` : title,
          figures: await tallyProgramme(storage, registry, query),
        };
      });
      if (options.json) return print(JSON.stringify(figures));
      const period = `${from ?? 'the beginning'} to ${to ?? 'now'}`;
      print([`${name}: ${period}, ${status}`, '', ...tableOf(figures)].join('\n'));
    });
}

const print = (text: string) => void process.stdout.write(`${text}\n`);

function day(text: string): string {
  if (isReducedDate(text) && text.length === 10) return text;
  throw new InvalidArgumentError('Give a day such as 2021-03-14.');
}

function tableOf(figures: TallyFigures): string[] {
  const number = (value: number, digits = 0) =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const line = (label: string, ...cells: string[]) =>
    label.padEnd(24) + cells.map((cell) => cell.padStart(14)).join('');
  const items = [
    ['AP mines', figures.apMines],
    ['AT mines', figures.atMines],
    ['UXO', figures.uxo],
    ['Small arms ammunition', figures.saa],
  ] as const;
  return [
    line('', 'found', 'destroyed'),
    ...items.map(([label, { found, destroyed }]) => line(label, number(found), number(destroyed))),
    '',
    line('Cleared, net', `${number(figures.netAreaHa, 1)} ha`, `${number(figures.netAreaM2)} m²`),
    line('Cleared, gross', '', `${number(figures.grossAreaM2)} m²`),
    line('Reduced, net', '', `${number(figures.reducedNetAreaM2)} m²`),
    line('Cancelled, net', '', `${number(figures.cancelledNetAreaM2)} m²`),
    line('Records with a figure', number(figures.records)),
  ];
}
