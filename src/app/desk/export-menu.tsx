import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../shell/app-context.ts';
import { saveFile } from '../shell/save-file.ts';
import { sentenceOf } from '../shell/session.ts';
import type { Desk } from './use-desk.ts';

type ExportFiles = typeof import('./export-files.ts');

/** Files of what is shown. What writes them is loaded when it is first needed. */
export function ExportMenu({ desk }: { desk: Desk }): JSX.Element {
  const { registry, now } = useApp();
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!isOpen || !element || !button.current) return undefined;
    // Below its button, and in front of everything: the browser keeps the focus inside and closes on Escape.
    const { bottom, right } = button.current.getBoundingClientRect();
    element.style.setProperty('inset-block-start', `${bottom + 4}px`);
    element.style.setProperty('inset-inline-end', `${document.documentElement.clientWidth - right}px`);
    element.showModal();
    return () => element.close();
  }, [isOpen]);
  const save = (make: (files: ExportFiles) => { readonly name: string; readonly text: string }) => {
    setOpen(false);
    import('./export-files.ts').then(
      (files) => {
        const { name, text } = make(files);
        saveFile(name, text, 'text/csv;charset=utf-8');
        setProblem(null);
      },
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  };
  return (
    <div class="desk-export">
      <button
        ref={button}
        type="button"
        class="button primary"
        aria-expanded={isOpen}
        aria-haspopup="menu"
        onClick={() => setOpen(true)}
      >
        Export
      </button>
      {isOpen ? (
        <dialog
          ref={dialog}
          class="desk-menu"
          aria-label="Export"
          onClose={() => setOpen(false)}
          onClick={({ target }) => {
            if (target === dialog.current) setOpen(false);
          }}
        >
          <div role="menu" aria-label="Export">
            <button
              type="button"
              role="menuitem"
              onClick={() => save((files) => files.tallyFile(desk, now()))}
            >
              Tally (CSV)
            </button>
            <button
              type="button"
              role="menuitem"
              onClick={() => save((files) => files.recordsFile(desk, registry))}
            >
              Records (CSV)
            </button>
          </div>
        </dialog>
      ) : null}
      {problem === null ? null : (
        <p class="notice bad" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
