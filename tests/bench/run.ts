/** `npm run -s bench -- <name> [--json]`: measures, and prints what it measured. */
import { benchApp } from './app.ts';
import { benchMap } from './map.ts';
import { benchServer } from './server.ts';
import { benchSlow } from './slow.ts';
import { benchSync } from './sync.ts';

const benches: Readonly<Record<string, () => Promise<Readonly<Record<string, unknown>>>>> = {
  app: benchApp,
  map: benchMap,
  server: benchServer,
  slow: benchSlow,
  sync: benchSync,
};

const [name = '', ...rest] = process.argv.slice(2).filter((word) => word !== '--json');
const bench = benches[name];
if (bench === undefined || rest.length > 0) {
  console.error(
    `Use: npm run -s bench -- <name> [--json], where <name> is one of: ${Object.keys(benches).join(', ')}`,
  );
  process.exit(2);
}
const figures = await bench();
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(figures)}\n`);
else
  for (const [key, value] of Object.entries(figures))
    process.stdout.write(`${key.padEnd(24)} ${JSON.stringify(value)}\n`);
