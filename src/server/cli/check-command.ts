import type { Command } from 'commander';
import { registry } from '#domain/kinds/registry.ts';
import { type DataOptions, dataOption, withData } from './context.ts';

export function addCheckCommand(program: Command): void {
  program
    .command('check')
    .description('whether what is kept holds together; reads, and changes nothing')
    .addOption(dataOption())
    .option('--json', 'print what was found as JSON')
    .addHelpText('after', '\nExit code 1 where anything is wrong. A server may be running.')
    .action(async (options: DataOptions & { readonly json?: true }) => {
      const { checkData } = await import('../check/check-data.ts');
      const programmes = await withData(options, async ({ storage }) => {
        const snapshot = await storage.snapshot();
        try {
          return await checkData(snapshot, registry);
        } finally {
          await snapshot.close();
        }
      });
      const problems = programmes.reduce((sum, { problemCount }) => sum + problemCount, 0);
      if (problems > 0) process.exitCode = 1;
      if (options.json) {
        return void process.stdout.write(`${JSON.stringify({ ok: problems === 0, programmes })}\n`);
      }
      for (const { programme, changes, records, problems: told, problemCount } of programmes) {
        const verdict = problemCount === 0 ? 'all right' : `${problemCount} problems`;
        process.stdout.write(`${programme}: ${records} records, ${changes} changes: ${verdict}\n`);
        for (const sentence of told) process.stdout.write(`  ${sentence}\n`);
        if (problemCount > told.length) process.stdout.write(`  … and ${problemCount - told.length} more\n`);
      }
      if (programmes.length === 0) process.stdout.write('There is no programme yet.\n');
    });
}
