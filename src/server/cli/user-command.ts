import { randomInt } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import { type Role, roles } from '#protocol/wire.ts';
import type { Named, Storage } from '../storage/port.ts';
import { CliProblem } from './cli-problem.ts';
import { type DataOptions, dataOption, withData } from './context.ts';
import { findProgramme } from './find-programme.ts';

interface AddOptions extends DataOptions {
  readonly programme?: string;
  readonly role: Role;
  readonly team?: string;
  readonly fullName?: string;
  readonly password?: string;
  readonly json?: true;
}

export function addUserCommand(program: Command): void {
  const user = program.command('user').description('the people who sign in');
  user
    .command('add')
    .description('makes an account')
    .argument('<name>', 'the user name; capitals make no difference')
    .option('--programme <short>', 'its programme; may be left out where there is one')
    .addOption(new Option('--role <role>', 'what it may do').choices(roles).makeOptionMandatory())
    .option('--team <team>', 'the team of a member; made when it is new')
    .option('--full-name <text>', 'the person’s name, as others see it')
    .option(
      '--password <text>',
      'the password; "-" reads it from standard input; made up and printed when left out',
    )
    .addOption(dataOption())
    .option('--json', 'print the account as JSON')
    .action(async (userName: string, options: AddOptions, command: Command) => {
      const { role, fullName, json } = options;
      if (role === 'member' && !options.team) command.error('A member needs --team.', { exitCode: 2 });
      if (role === 'supervisor' && options.team) command.error('A supervisor has no team.', { exitCode: 2 });
      const password = await passwordOf(options.password);
      const account = await withData(options, async ({ storage, accounts }) => {
        const programme = await findProgramme(storage, options.programme);
        const team = options.team ? await teamOf(storage, programme.id, options.team) : null;
        const name = fullName ?? userName;
        const made = { userName, password, name, programme: programme.id, role, team: team?.id ?? null };
        const stored = await accounts.createAccount(made);
        if (team) await storage.addTeams(programme.id, [team]);
        return stored;
      });
      const generated = options.password === undefined ? { password } : {};
      if (json) return print(JSON.stringify({ ...account, ...generated }));
      print(`Made the account ${account.userName} (${account.role}).`);
      if ('password' in generated) print(`Password: ${password}`);
    });
}

const print = (line: string) => void process.stdout.write(`${line}\n`);

/** The team of that id or name, or a new one. */
async function teamOf(storage: Storage, programme: string, wanted: string): Promise<Named> {
  const same = ({ id, name }: Named) => [id, name].some((own) => own.toLowerCase() === wanted.toLowerCase());
  const known = (await storage.teams(programme)).find(same);
  if (known) return known;
  const id = wanted.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
  if (id.length > 80 || id === '-') throw new CliProblem(`"${wanted}" cannot be the name of a team.`);
  return { id, name: wanted };
}

async function passwordOf(given: string | undefined): Promise<string> {
  if (given === '-') return (await text(process.stdin)).replace(/\r?\n$/, '');
  return given ?? madeUpPassword();
}

/** About 77 bits, without letters that are taken for others when it is read out. */
function madeUpPassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 5 }, () => letters.charAt(randomInt(letters.length))).join('');
  return [group(), group(), group()].join('-');
}
