/** Where distributions put a Chromium that Playwright can drive; `CHROMIUM_PATH` goes first. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** What any launch of the tests' Chromium needs: no sandbox as root, no GPU, no network of its own. */
export const CHROMIUM_ARGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The installed Chromium's executable.
 * @param env `CHROMIUM_PATH` wins where it is set, and is believed: a wrong path fails at launch with its name
 * @param exists tells whether a file is there
 */
export function findChromium(
  env: Readonly<Record<string, string | undefined>>,
  exists: (path: string) => boolean,
): string | undefined {
  const chosen = env['CHROMIUM_PATH'];
  if (chosen !== undefined && chosen !== '') return chosen;
  return PLACES.find((path) => exists(path));
}

export interface Machine {
  readonly isRoot: boolean;
  readonly hasAptGet: boolean;
}

/** How a Chromium gets onto this machine: by ourselves (`run`), or by the one command we tell (`tell`). */
export function installPlan(machine: Machine): { readonly run: string } | { readonly tell: string } {
  if (!machine.hasAptGet) return { tell: 'npx playwright install --with-deps chromium' };
  const install = 'apt-get update && apt-get install -y --no-install-recommends chromium';
  return machine.isRoot ? { run: install } : { tell: `sudo sh -c '${install}'` };
}

/** Packages with the engines of `npm run test:browsers`. */
const OTHER_ENGINES = ['firefox-esr', 'webkit2gtk-driver', 'xvfb'];

/** How the other engines get onto this machine; undefined where they do not, and their tests are skipped and say so. */
export function otherEnginesPlan(machine: Machine): string | undefined {
  if (!machine.isRoot || !machine.hasAptGet) return undefined;
  return `apt-get update && apt-get install -y --no-install-recommends ${OTHER_ENGINES.join(' ')}`;
}

/** The programs of those packages. */
export const OTHER_ENGINE_PROGRAMS: readonly string[] = [
  '/usr/bin/firefox-esr',
  '/usr/bin/WebKitWebDriver',
  '/usr/bin/Xvfb',
];
