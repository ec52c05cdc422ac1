import type { Programme } from '#protocol/wire.ts';
import type { Storage } from '../storage/port.ts';
import { CliProblem } from './cli-problem.ts';

/**
 * The programme of that short name, or the only one there is.
 * @throws CliProblem when there is none of that name, or several and none was named
 */
export async function findProgramme(storage: Storage, named: string | undefined): Promise<Programme> {
  const programmes = await storage.programmes();
  const names = programmes.map(({ short }) => short).join(', ');
  if (named === undefined) {
    const [only, ...others] = programmes;
    if (only && others.length === 0) return only;
    throw new CliProblem(
      only
        ? `There are several programmes (${names}). Say which with --programme.`
        : 'There is no programme yet. Make one with "programme add".',
    );
  }
  const wanted = named.toLowerCase();
  const found = programmes.find(({ id, short }) => id === wanted || short.toLowerCase() === wanted);
  if (found) return found;
  throw new CliProblem(
    `There is no programme "${named}". ${names ? `There are: ${names}.` : 'There is none yet.'}`,
  );
}
