import { Command, CommanderError } from 'commander';
import { addBackupCommands } from './backup-command.ts';
import { addBasemapCommand } from './basemap-command.ts';
import { addCheckCommand } from './check-command.ts';
import { addDemoCommand } from './demo-command.ts';
import { addGeoCommand } from './geo-command.ts';
import { addImportCommand } from './import-command.ts';
import { addProgrammeCommand } from './programme-command.ts';
import { addServeCommand } from './serve-command.ts';
import { addTallyCommand } from './tally-command.ts';
import { addUserCommand } from './user-command.ts';

const USAGE = 2;

/** Reads the command line, does what it says, and sets the exit code. */
export async function run(): Promise<void> {
  const program = new Command('safelane')
    .description('Offline-first field reporting for mine action: the server and its commands.')
    .addHelpText('after', '\nExit codes: 0 done, 1 failed (the reason is on standard error), 2 wrong usage.')
    .showHelpAfterError('(add --help for how to use it)')
    // Commander ends the process itself otherwise, and with 1 for wrong usage.
    .exitOverride();
  addServeCommand(program);
  addProgrammeCommand(program);
  addUserCommand(program);
  addBasemapCommand(program);
  addDemoCommand(program);
  addImportCommand(program);
  addTallyCommand(program);
  addBackupCommands(program);
  addCheckCommand(program);
  addGeoCommand(program);

  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  // It has said what was wrong itself.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  const isForPeople = error instanceof Error && error.name.endsWith('Problem');
  const text = isForPeople
    ? error.message
    : error instanceof Error
      ? (error.stack ?? error.message)
      : String(error);
  process.stderr.write(`${text}\n`);
  return 1;
}
