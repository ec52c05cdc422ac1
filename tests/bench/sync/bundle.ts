import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';

/** The app as it stands: the server serves what was built. */
export async function buildApp(): Promise<void> {
  await build({ configFile: join(import.meta.dirname, '../../../vite.config.ts'), logLevel: 'error' });
}

/** Bundles a script of `in-browser/` as the app is bundled, into one that can be run in any page. */
export async function bundled(name: string): Promise<string> {
  const built = (await build({
    configFile: false,
    publicDir: false,
    // PouchDB wants Node's events in the browser.
    resolve: { alias: { events: createRequire(import.meta.url).resolve('events/') } },
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    build: {
      write: false,
      minify: true,
      target: 'es2023',
      lib: {
        entry: join(import.meta.dirname, 'in-browser', `${name}.ts`),
        formats: ['iife'],
        name: 'benched',
      },
    },
  })) as Rolldown.RolldownOutput[];
  const code = built[0]?.output.find((part) => part.type === 'chunk')?.code;
  if (code === undefined) throw new Error(`${name} could not be bundled.`);
  return code;
}
