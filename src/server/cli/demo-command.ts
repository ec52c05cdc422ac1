import type { Command } from 'commander';
import { createDemo, demoAccountLines, demoAccounts, demoPassword } from '../demo/create-demo.ts';
import { type DataOptions, dataOption, withData } from './context.ts';

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('makes the demo programme: made-up records whose sums are official figures')
    .addOption(dataOption())
    .option('--json', 'print what was made as JSON')
    .action(async (options: DataOptions & { readonly json?: true }) => {
      const { programme, records } = await withData(options, ({ storage, accounts }) =>
        createDemo(storage, (made) => accounts.createAccount(made)),
      );
      if (options.json) {
        const accounts = demoAccounts.map((account) => ({ ...account, password: demoPassword }));
        return print(JSON.stringify({ programme, records, accounts }));
      }
      print(`Made the programme "${programme.name}" with ${records} made-up records.`);
      for (const line of demoAccountLines()) print(line);
    });
}

const print = (text: string) => void process.stdout.write(`${text}\n`);
