import { resolve } from 'node:path';
import type { Command } from 'commander';
import { restoreBackup } from '../backup/restore-backup.ts';
import { writeBackup } from '../backup/backup-file.ts';
import { type DataOptions, dataOption, restorePlace, withData } from './context.ts';
import { makeUuid } from './make-uuid.ts';

export function addBackupCommands(program: Command): void {
  program
    .command('backup')
    .description('writes everything that is kept to one file; a server may be running')
    .argument('<file>', 'where to; it appears when it is whole')
    .addOption(dataOption())
    .option('--json', 'print what was written as JSON')
    .addHelpText(
      'after',
      '\nThe file holds passwords’ hashes and personal data: keep it as carefully as the data.\nPhones keep what they sent until a backup holds it.',
    )
    .action(async (file: string, options: DataOptions & { readonly json?: true }) => {
      const path = resolve(file);
      const createdAt = new Date().toISOString();
      const { rows, heads } = await withData(options, async ({ storage }) => {
        const snapshot = await storage.snapshot();
        const written = await writeBackup(snapshot, path, createdAt, counter('rows written'));
        await snapshot.close();
        await storage.backedUp(written.heads);
        return written;
      });
      if (options.json) {
        return print(JSON.stringify({ file: path, createdAt, rows, heads: Object.fromEntries(heads) }));
      }
      print(`Wrote ${rows.toLocaleString('en')} rows to ${path}.`);
    });

  program
    .command('restore')
    .description(
      'puts a backup in the place of what is kept now, which is set aside; no server may be running',
    )
    .argument('<file>', 'a file that "backup" wrote, of either kind of storage')
    .addOption(dataOption())
    .option('--json', 'print what was restored as JSON')
    .addHelpText('after', '\nPhones then bring back what they had sent after the backup, by themselves.')
    .action(async (file: string, options: DataOptions & { readonly json?: true }) => {
      const now = Date.now();
      const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-');
      const place = await restorePlace(options, stamp);
      const restored = await restoreBackup(resolve(file), place, () => makeUuid(now), counter('rows read'));
      const { header, rows, aside } = restored;
      if (options.json) return print(JSON.stringify({ createdAt: header.createdAt, rows, aside }));
      print(`Restored ${rows.toLocaleString('en')} rows, as they were on ${header.createdAt}.`);
      if (aside !== null) print(`What was there before is kept: ${aside}`);
    });
}

const print = (text: string) => void process.stdout.write(`${text}\n`);

/** On a terminal only. */
function counter(what: string): (rows: number) => void {
  const { stderr } = process;
  if (!stderr.isTTY) return () => undefined;
  return (rows) => void stderr.write(`\r${rows.toLocaleString('en')} ${what}  `);
}
