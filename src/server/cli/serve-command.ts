import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { registry } from '#domain/kinds/registry.ts';
import { BASEMAPS } from './basemap-command.ts';
import { CliProblem } from './cli-problem.ts';
import { type DataOptions, dataOption, dataSettings, type OpenData, openData } from './context.ts';

interface ServeOptions extends DataOptions {
  readonly port: number;
  readonly host: string;
  readonly url?: string;
}

const MAIN = join(import.meta.dirname, '../main.ts');
const DIST = join(import.meta.dirname, '../../../dist');

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('serves the app and its data until it is stopped')
    .addOption(new Option('--port <number>', 'port to listen on').env('PORT').default(8080).argParser(port))
    .addOption(new Option('--host <address>', 'address to listen on').env('HOST').default('0.0.0.0'))
    .addOption(
      new Option('--url <address>', 'address that people use (default: http://localhost:PORT)')
        .env('SAFELANE_URL')
        .argParser(siteAddress),
    )
    .addOption(dataOption())
    .action(serve);
}

async function serve(options: ServeOptions): Promise<void> {
  // A server makes much that lives for one request. Left to itself V8 gives it 64 MB to pile that up in before it looks;
  // collected sooner it is as quick (`npm run -s bench -- app`: push1000Ms the same), and 30 MB smaller.
  setFlagsFromString('--semi-space-growth-factor=1');
  const [{ createApp }, { listen }, { createLog }, { commonHeaders }, { siteOf }] = await Promise.all([
    import('../http/app.ts'),
    import('../http/listen.ts'),
    import('../http/request-log.ts'),
    import('../http/security-headers.ts'),
    import('../http/site.ts'),
  ]);
  const site = siteOf(options.url ?? `http://localhost:${options.port}`);
  const now = () => Date.now();
  const log = createLog((text) => void process.stderr.write(text), now);

  // The port is taken before anything is made: a server that cannot start leaves no data folder behind.
  let answer: (request: Request) => Response | Promise<Response> = starting;
  const listening = await listen((request) => answer(request), options, commonHeaders(site));
  let data: OpenData | undefined;
  try {
    data = await openData({ ...dataSettings(options), isServing: true });
    const { folder, storage } = data;
    const auth = await data.auth(site.origins);
    await fillWhenEmpty(data);
    const app = createApp({
      storage,
      auth,
      registry,
      site,
      staticFolder: DIST,
      baseMapFolder: join(folder, 'base-map'),
      basemapsFolder: join(folder, BASEMAPS),
      log,
      now,
      metricsToken: metricsToken(process.env),
    });
    answer = (request) => app.fetch(request);
  } catch (error) {
    await listening.close();
    await data?.close();
    throw error;
  }
  process.stdout.write(`Safelane is at ${site.url} (data in ${data.place}). Stop it with Ctrl+C.\n`);
  log({ level: 'info', event: 'serving', port: listening.port, pid: process.pid });

  const { promise: stopped, resolve: stop } = Promise.withResolvers<string>();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const signal = await stopped;
  await listening.close();
  await data.close();
  log({ level: 'info', event: 'stopped', signal });
}

/**
 * A first start has something to show: the demo programme, with its accounts. One that was cut off is completed. Made
 * by the command of that name in a process of its own: what it takes in memory goes with it.
 */
async function fillWhenEmpty({ folder, isShared, storage }: OpenData): Promise<void> {
  const programmes = await storage.programmes();
  if (isShared) {
    // Several servers may start at once, and nobody tries the program out like this.
    if (programmes.length === 0) process.stdout.write(EMPTY_DATABASE);
    return;
  }
  if (programmes.some(({ synthetic }) => !synthetic)) return;
  if (programmes.length > 0) {
    const { isDemoUnfinished } = await import('../demo/create-demo.ts');
    if (!(await isDemoUnfinished(storage))) return;
  }
  process.stdout.write('The data folder is empty: making the demo programme …\n');
  const child = spawn(process.execPath, [MAIN, 'demo', '--data', folder], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new CliProblem('The demo programme could not be made.');
}

const EMPTY_DATABASE =
  'The database is empty. Make a programme with "programme add", or the demo with "demo".\n';

/** From the environment only, like every secret. @throws CliProblem when it is easily guessed */
function metricsToken({ SAFELANE_METRICS_TOKEN: token }: NodeJS.ProcessEnv): string | undefined {
  if (token === undefined || token === '') return undefined;
  if (token.length >= 16) return token;
  throw new CliProblem('SAFELANE_METRICS_TOKEN is too short: use 16 characters or more.');
}

const starting = () =>
  new Response('The server is starting. Try again in a moment.\n', {
    status: 503,
    headers: { 'retry-after': '2' },
  });

function port(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 65_535) return number;
  throw new InvalidArgumentError('A port is a number from 1 to 65535.');
}

function siteAddress(text: string): string {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/') return text;
  throw new InvalidArgumentError('Give the address without a path, such as https://safelane.example.org.');
}
