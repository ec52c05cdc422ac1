import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';

const root = join(import.meta.dirname, '../../..');
/** The build that `npm run build` made: the version that is running. */
export const thisVersion = join(root, 'dist');

export interface NextVersion {
  readonly folder: string;
  remove(): void;
}

const versionsEnd = '\n];\n\nexport function openWorkDatabase';

/** What differs in it: its page says that it is the next one, and its database has a version more. */
const difference: Plugin = {
  name: 'next-version',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('src/store/work-database.ts')) return null;
    if (!code.includes(versionsEnd))
      throw new Error('The versions of the work database are not where they were.');
    return code.replace(versionsEnd, `\n  { stores: { addedByNext: 'user' } },${versionsEnd}`);
  },
  transformIndexHtml: (html) => html.replace('<head>', '<head><meta name="app-version" content="next">'),
};

/** Builds the app as a later version would be, into a folder of its own. */
export async function buildNextVersion(): Promise<NextVersion> {
  const folder = mkdtempSync(join(tmpdir(), 'safelane-next-'));
  await build({
    configFile: join(root, 'vite.config.ts'),
    root: join(root, 'src/app'),
    logLevel: 'error',
    build: { outDir: folder },
    plugins: [difference],
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
