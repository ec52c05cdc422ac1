/**
 * Random tests print their seed when they fail (fast-check's default) and run again with it:
 * `FC_SEED=-12345 npm run -s test:unit -- --project property`. `FC_RUNS` sets how many cases are tried.
 */
import fc from 'fast-check';

function integerOf(name: string): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isInteger(value)) throw new Error(`${name} must be a whole number, not "${text}"`);
  return value;
}

const seed = integerOf('FC_SEED');
const numRuns = integerOf('FC_RUNS');

fc.configureGlobal({
  ...(seed === undefined ? {} : { seed }),
  ...(numRuns === undefined ? {} : { numRuns }),
});
