import { expect, test } from 'vitest';
import { exportedText, takenTexts } from '#app/shell/hand-over.tsx';

test('what came of a file of changes is said in sentences', () => {
  expect(
    takenTexts({ taken: 2, known: 1, damaged: [{ entry: 3, message: 'It is not as it was.' }] }),
  ).toEqual([
    '2 changes taken in. This phone sends them with its own.',
    '1 change of the file was here already.',
    'Number 3 in the file cannot be used. It is not as it was.',
  ]);
  expect(takenTexts({ taken: 0, known: 0, damaged: [] })).toEqual(['There is no change in the file.']);
  expect(exportedText(1)).toMatch(/^1 change in the file\./);
});
