import type { DatabaseSync } from 'node:sqlite';
import type { RecordState } from '#protocol/record.ts';

export type TaskTeamTable = ReturnType<typeof createTaskTeamTable>;

/** Which team holds which task, and which ones held it before. */
export function createTaskTeamTable(db: DatabaseSync) {
  const put = db.prepare(`
    INSERT INTO task_team (programme, team, task, present) VALUES (?, ?, ?, ?)
    ON CONFLICT (programme, team, task) DO UPDATE SET present = excluded.present`);
  const ever = db.prepare('SELECT 1 FROM task_team WHERE programme = ? AND team = ? AND task = ?');
  const now = db.prepare(
    'SELECT task FROM task_team WHERE programme = ? AND team = ? AND present = 1 ORDER BY task',
  );
  return {
    /** Follows a task from one state to the next. Other kinds are passed over. */
    follow(programme: string, before: RecordState | null, after: RecordState): void {
      if (after.kind !== 'task' || before?.body.team === after.body.team) return;
      if (typeof before?.body.team === 'string') put.run(programme, before.body.team, after.id, 0);
      if (typeof after.body.team === 'string') put.run(programme, after.body.team, after.id, 1);
    },
    everHeld: (programme: string, team: string, task: string) =>
      ever.get(programme, team, task) !== undefined,
    heldNow: (programme: string, team: string) => now.all(programme, team).map((row) => String(row.task)),
  };
}
