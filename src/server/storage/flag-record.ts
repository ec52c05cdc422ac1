import { checkRecord } from '#domain/check-record.ts';
import { dayIn } from '#domain/dates.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import { valuesOf } from '#domain/merge-groups.ts';
import type { Flag } from '#protocol/change.ts';
import type { FlagRecord } from './port.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** What the server has to say about a record. It refuses nothing for what it finds: a reviewer reads it. */
export function createFlagRecord(registry: Registry, now: () => number): FlagRecord {
  return (record, programme, task) => {
    const kind = registry.get(record.kind);
    if (!kind) {
      return [flag('kind-unknown', `This version of the server does not know the kind "${record.kind}".`)];
    }
    const flags: Flag[] = [];
    if (typeof record.body.task === 'string' && task?.kind !== 'task') {
      flags.push(flag('task-unknown', 'The server does not know the task that the record names.', 'task'));
    }
    if (Date.parse(record.recordedAt) > now() + DAY_MS) {
      flags.push(flag('clock-ahead', 'The clock of the device was more than a day ahead.'));
    }
    const taskKind = task && registry.get(task.kind);
    const problems = checkRecord({
      kind,
      values: valuesOf(kind.fields, record.body),
      today: dayIn(programme.timeZone, now()),
      area: programme.area,
      ...(task && taskKind ? { task: valuesOf(taskKind.fields, task.body) } : {}),
    });
    return [...flags, ...problems.map(({ code, message, field }) => flag(code, message, field))];
  };
}

const flag = (code: string, message: string, field?: string): Flag => ({
  code,
  message: message.slice(0, 500),
  ...(field === undefined ? {} : { field }),
});
