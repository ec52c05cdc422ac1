import { timingSafeEqual } from 'node:crypto';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Outcome } from '#protocol/wire.ts';
import type { Storage } from '../storage/port.ts';

export interface Metrics {
  readonly request: (method: string, path: string, status: number, seconds: number) => void;
  readonly pushed: (outcomes: readonly Outcome[]) => void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
}

/** So many addresses are told apart; anybody may ask for any. */
const PATHS = /^\/api\/(v1\/(session|push|pull|phones|base-map|basemaps|health|openapi\.json)|auth\b)/;

/** What a monitor wants to know of this process and its data; nothing in it is about a person. */
export function createMetrics(storage: Storage): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const of = { registers: [register] };
  const requests = new Histogram({
    name: 'safelane_request_seconds',
    help: 'How long requests took',
    labelNames: ['method', 'path', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    ...of,
  });
  const changes = new Counter({
    name: 'safelane_changes_total',
    help: 'Changes that phones sent, by what was decided',
    labelNames: ['outcome'],
    ...of,
  });
  const perProgramme = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['programme'], ...of });
  const head = perProgramme('safelane_sequence', 'Where the sequence of a programme stands');
  const backedUp = perProgramme('safelane_backed_up_sequence', 'Up to which sequence a backup holds it');
  const unsent = perProgramme('safelane_unsent_changes', 'Changes that phones said they hold');

  return {
    request: (method, path, status, seconds) => {
      const known = PATHS.exec(path)?.[0] ?? (path.startsWith('/api/') ? '/api/other' : 'app');
      requests.observe({ method, path: known, status }, seconds);
    },
    pushed: (outcomes) => {
      for (const each of outcomes) {
        changes.inc({ outcome: each.outcome === 'refused' ? `refused-${each.reason}` : each.outcome });
      }
    },
    async text() {
      for (const { id: programme } of await storage.programmes()) {
        const [all] = await storage.buckets({ userId: '', programme, role: 'supervisor', team: null });
        head.set({ programme }, all?.head ?? 0);
        backedUp.set({ programme }, (await storage.history(programme)).backedUpSeq);
        const held = (await storage.replicas(programme)).map(
          (phone) => (phone.unsent ?? 0) + phone.announced,
        );
        unsent.set(
          { programme },
          held.reduce((sum, count) => sum + count, 0),
        );
      }
      return register.metrics();
    },
  };
}

/** Whether the header bears the token, told in the same time whatever it bears. */
export function bears(authorization: string | undefined, token: string): boolean {
  const given = Buffer.from(authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
