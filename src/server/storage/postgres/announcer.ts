import pg from 'pg';
import type { Pool } from './connection.ts';

const CHANNEL = 'safelane';
/** At most ten a second: each is a transaction of its own. */
const EVERY_MS = 100;

/** Tells other processes on this database which programmes have moved. */
export function createAnnouncer(pool: Pool) {
  const moved = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  const announce = () => {
    timer = undefined;
    const payloads = [...moved].map(([programme, seq]) => JSON.stringify({ programme, seq }));
    moved.clear();
    // Nothing is lost where it fails: the others look by themselves every other second.
    pool
      .query('SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload', [CHANNEL, payloads])
      .catch(() => undefined);
  };
  return {
    moved(programme: string, seq: number): void {
      moved.set(programme, seq);
      timer ??= setTimeout(announce, EVERY_MS).unref();
    },
    close: () => clearTimeout(timer),
  };
}

/** Hears what other processes announce, on a connection of its own. One that broke is made again when it is asked for. */
export function createEar(url: string, heard: () => void) {
  let client: pg.Client | undefined;
  const drop = (broken: pg.Client) => {
    if (client === broken) client = undefined;
    void broken.end().catch(() => undefined);
  };
  return {
    /** @throws what is wrong with the connection */
    async listen(): Promise<void> {
      if (client) return;
      const made = new pg.Client({ connectionString: url, application_name: 'safelane', keepAlive: true });
      client = made;
      made.on('error', () => drop(made)).on('end', () => drop(made));
      made.on('notification', heard);
      try {
        await made.connect();
        await made.query(`LISTEN ${CHANNEL}`);
      } catch (error) {
        drop(made);
        throw error;
      }
    },
    async close(): Promise<void> {
      const open = client;
      client = undefined;
      await open?.end();
    },
  };
}
