import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

export interface Peer {
  readonly url: string;
  stop(): void;
}

/** Starts a peer's server in a process of its own. @param script prints its port when it is ready */
export async function startPeer(script: string, count: number): Promise<Peer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) {
    if (/^\d+$/.test(line)) return { url: `http://localhost:${line}`, stop: () => child.kill() };
  }
  throw new Error(`${script} ended before it was ready.`);
}
