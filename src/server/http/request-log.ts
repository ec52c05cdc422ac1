/** One line of the log. No names, bodies or query values: the log may be read by people who may not read the records. */
type LogLine = Readonly<Record<string, string | number>>;
export type Log = (line: LogLine) => void;

/** JSON lines with the time of the server's clock. */
export function createLog(write: (text: string) => void, now: () => number): Log {
  return (line) => write(`${JSON.stringify({ time: new Date(now()).toISOString(), ...line })}\n`);
}

/** A path without the ids in it. */
export const anonymousPath = (path: string) =>
  path.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, ':id').slice(0, 120);
