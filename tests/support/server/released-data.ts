const first = `
  INSERT INTO programme (id, short, settings, head, backed_up) VALUES ('demo', 'DEMO',
    '{"id":"demo","name":"Demo","short":"DEMO","area":[46,38.8,48,40.6],"timeZone":"Asia/Baku","synthetic":true}', 3, 0);
  INSERT INTO epoch VALUES ('demo', 'epoch-1', 1);
  INSERT INTO epoch VALUES ('demo', 'epoch-2', NULL);
  INSERT INTO team VALUES ('demo', 'team-1', 'Team 1');
  INSERT INTO account VALUES ('demo', 'ali', 'ali', 'Ali', 'member', 'team-1');
  INSERT INTO replica (programme, id, user_id, tag, decided) VALUES ('demo', '00000000-0000-7000-8000-000000000001', 'ali', 'A1', 4);
  INSERT INTO change VALUES
    ('demo', 1, '00000000-0000-7000-8000-000000000011', '00000000-0000-7000-8000-000000000001', 1,
     '00000000-0000-7000-8000-000000000011',
     '{"id":"00000000-0000-7000-8000-000000000011","record":"00000000-0000-7000-8000-000000000011","kind":"ordnance","base":{"epoch":"epoch-1","seq":0},"after":[],"set":{"team":"team-1","note":"first"},"author":"ali","at":"2021-03-14T08:00:00.000Z"}',
     'hash-1', 'applied', NULL, NULL, '2021-03-14T12:00:00.000Z'),
    ('demo', 2, '00000000-0000-7000-8000-000000000012', '00000000-0000-7000-8000-000000000001', 2,
     '00000000-0000-7000-8000-000000000011',
     '{"id":"00000000-0000-7000-8000-000000000012","record":"00000000-0000-7000-8000-000000000011","kind":"ordnance","base":{"epoch":"epoch-1","seq":1},"after":[],"set":{"note":"second"},"author":"ali","at":"2021-03-14T09:00:00.000Z"}',
     'hash-2', 'applied', NULL, NULL, '2021-03-14T12:00:00.000Z'),
    ('demo', 3, '00000000-0000-7000-8000-000000000013', '00000000-0000-7000-8000-000000000001', 3,
     '00000000-0000-7000-8000-000000000011',
     '{"id":"00000000-0000-7000-8000-000000000013","record":"00000000-0000-7000-8000-000000000011","kind":"ordnance","base":{"epoch":"epoch-1","seq":1},"after":[],"set":{"note":"late"},"author":"ali","at":"2021-03-14T09:30:00.000Z"}',
     'hash-3', 'held', '["note"]', 'leyla', '2021-03-14T12:00:00.000Z');
  INSERT INTO refused_change VALUES ('demo', '00000000-0000-7000-8000-000000000001', 4,
    '00000000-0000-7000-8000-000000000014', '"not JSON \\u0000"', 'hash-4', 'unreadable', 'The change is not JSON.',
    '2021-03-14T12:00:00.000Z');
  INSERT INTO record (programme, id, kind, first_seq, seq, status, author, recorded_at, comment, body, writer, holds,
    warnings, flags) VALUES ('demo', '00000000-0000-7000-8000-000000000011', 'ordnance', 1, 3, 'submitted', 'ali',
    '2021-03-14T08:00:00.000Z', NULL, '{"team":"team-1","note":"second"}',
    '{"team":{"seq":1,"change":"00000000-0000-7000-8000-000000000011"},"note":{"seq":2,"change":"00000000-0000-7000-8000-000000000012"}}',
    '[{"id":"00000000-0000-7000-8000-000000000013/note","group":"note","change":"00000000-0000-7000-8000-000000000013","value":"late","author":"ali","at":"2021-03-14T09:30:00.000Z","seq":3}]',
    '[]', '[{"code":"small","message":"Very small."}]');
  INSERT INTO member VALUES ('demo', 'all', '00000000-0000-7000-8000-000000000011', 3, 1);
  INSERT INTO member VALUES ('demo', 'team:team-1', '00000000-0000-7000-8000-000000000011', 3, 1);
  INSERT INTO task_team VALUES ('demo', 'team-1', '00000000-0000-7000-8000-0000000000ff', 1);
  `;

const second = `${first}
  UPDATE replica SET decided = 5, unsent = 2, heard_at = '2021-03-14T12:00:00.000Z';
  INSERT INTO repeated_change VALUES ('demo', '00000000-0000-7000-8000-000000000001', 5,
    '00000000-0000-7000-8000-000000000013');
  `;

/**
 * What a data folder or database of each released version holds, one statement list per version from the first: the same
 * for both engines. A new step in the migrations needs the data of the version before it here; a test counts them.
 */
export const releasedData: readonly string[] = [
  first,
  second,
  // Kept pages are made anew.
  second,
];
