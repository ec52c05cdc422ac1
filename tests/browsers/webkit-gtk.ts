import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Builder, Capabilities, Origin, type WebDriver } from 'selenium-webdriver';
import { freePort } from '#tests/support/server/start-server.ts';
import type { Engine, Missing } from './engine.ts';

const driverPath = '/usr/bin/WebKitWebDriver';
const screenPath = '/usr/bin/Xvfb';

/** WebKitGTK in its MiniBrowser, over WebDriver, on a screen of its own. */
export async function startWebKitGtk(): Promise<Engine | Missing> {
  const [binary] = globSync('/usr/lib/*/webkit2gtk-4.*/MiniBrowser');
  if (!existsSync(driverPath) || !existsSync(screenPath) || binary === undefined)
    return { missing: 'WebKitGTK is not installed (Debian: webkit2gtk-driver xvfb).' };
  const screen = await startScreen();
  const port = await freePort();
  const driverProcess = spawn(driverPath, [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: screen.display, GDK_BACKEND: 'x11', LIBGL_ALWAYS_SOFTWARE: '1' },
  });
  await answering(port);
  const capabilities = new Capabilities();
  capabilities.set('browserName', 'MiniBrowser');
  capabilities.set('webkitgtk:browserOptions', { binary, args: ['--automation'] });
  const driver: WebDriver = await new Builder()
    .usingServer(`http://127.0.0.1:${port}`)
    .withCapabilities(capabilities)
    .build();
  return {
    name: 'WebKitGTK',
    open: async (url) => driver.get(url),
    run: async (work, ...args) => driver.executeScript(work, ...args),
    touch: async (x, y) => {
      const at = { x: Math.round(x), y: Math.round(y), origin: Origin.VIEWPORT };
      await driver.actions().move(at).click().perform();
    },
    type: async (text) => driver.actions().sendKeys(text).perform(),
    close: async () => {
      await driver.quit();
      await ended(driverProcess);
      await ended(screen.process);
    },
  };
}

/** An X server that draws into memory, on a number that it finds itself. */
async function startScreen(): Promise<{ readonly display: string; readonly process: ChildProcess }> {
  const child = spawn(screenPath, ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const said = child.stdio[3];
  if (!said) throw new Error('Xvfb has no way to say its number.');
  const [number] = (await once(said, 'data')) as [Buffer];
  return { display: `:${number.toString().trim()}`, process: child };
}

async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => undefined);
    if (answer?.ok) return;
    await wait(50);
  }
  throw new Error('WebKitWebDriver does not answer.');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill();
  await exit;
}
