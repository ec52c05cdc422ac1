import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { dayIn } from '#domain/dates.ts';
import type { TakenIn } from '#store/hand-over.ts';
import { useApp, usePhone } from './app-context.ts';
import { saveFile } from './save-file.ts';
import { sentenceOf } from './session.ts';

type Told = { readonly look: 'ok' | 'bad'; readonly lines: readonly string[] };

/** For a phone that reaches no network: what it holds as a file, and such files of others taken in. */
export function HandOver(): JSX.Element {
  const { now } = useApp();
  const { phone } = usePhone();
  const [told, setTold] = useState<Told | null>(null);
  const chooser = useRef<HTMLInputElement>(null);

  async function exportUnsent() {
    try {
      const file = await phone.exportUnsent();
      if (!file) {
        setTold({ look: 'ok', lines: ['Nothing is unsent: there is nothing to export.'] });
        return;
      }
      const { programme, replica } = phone.session.value;
      saveFile(`safelane-unsent-${replica.tag}-${dayIn(programme.timeZone, now())}.json`, file.text);
      setTold({ look: 'ok', lines: [exportedText(file.changes)] });
    } catch (error) {
      setTold({ look: 'bad', lines: [sentenceOf(error)] });
    }
  }

  async function importFile(input: HTMLInputElement) {
    const [file] = input.files ?? [];
    // So that the same file can be chosen again.
    const text = await file?.text().catch(() => '');
    input.value = '';
    if (text === undefined) return;
    try {
      const taken = await phone.importChanges(text);
      setTold({ look: taken.damaged.length > 0 ? 'bad' : 'ok', lines: takenTexts(taken) });
    } catch (error) {
      setTold({ look: 'bad', lines: [sentenceOf(error)] });
    }
  }

  return (
    <section class="stack" aria-label="By file">
      <div class="buttons">
        <button type="button" class="button" onClick={() => void exportUnsent()}>
          Export unsent
        </button>
        <button type="button" class="button" onClick={() => chooser.current?.click()}>
          Import
        </button>
        <input
          ref={chooser}
          type="file"
          hidden
          accept=".json,application/json"
          aria-label="File of changes"
          onChange={({ currentTarget }) => void importFile(currentTarget)}
        />
      </div>
      {told ? (
        <div class={`notice ${told.look}`} role="status">
          {told.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      ) : null}
    </section>
  );
}

const changesText = (count: number) => (count === 1 ? '1 change' : `${count} changes`);

export const exportedText = (changes: number) =>
  `${changesText(changes)} in the file. Bring it to the office or to any phone with a network, which takes it in by "Import". They stay on this phone too.`;

/** What came of a file, in sentences. */
export function takenTexts({ taken, known, damaged }: TakenIn): readonly string[] {
  const lines: string[] = [];
  if (taken > 0)
    lines.push(
      `${changesText(taken)} taken in. This phone sends ${taken === 1 ? 'it' : 'them'} with its own.`,
    );
  if (known > 0)
    lines.push(`${changesText(known)} of the file ${known === 1 ? 'was' : 'were'} here already.`);
  for (const { entry, message } of damaged)
    lines.push(`Number ${entry} in the file cannot be used. ${message}`);
  if (lines.length === 0) lines.push('There is no change in the file.');
  return lines;
}
