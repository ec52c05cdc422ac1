import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../shell/app-context.ts';
import { sentenceOf } from '../shell/session.ts';
import type { Desk } from './use-desk.ts';

type ExportFiles = typeof import('./export-files.ts');

/** Files of what is shown. What writes them is loaded when it is first needed. */
export function ExportMenu({ desk }: { desk: Desk }): JSX.Element {
  const { registry, now } = useApp();
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const close = (event: Event) => {
      const outside = event.target instanceof Node && !box.current?.contains(event.target);
      if (outside || (event instanceof KeyboardEvent && event.key === 'Escape')) setOpen(false);
    };
    globalThis.addEventListener('pointerdown', close);
    globalThis.addEventListener('keydown', close);
    return () => {
      globalThis.removeEventListener('pointerdown', close);
      globalThis.removeEventListener('keydown', close);
    };
  }, [isOpen]);
  const save = (make: (files: ExportFiles) => { readonly name: string; readonly text: string }) => {
    setOpen(false);
    import('./export-files.ts').then(
      (files) => {
        const { name, text } = make(files);
        download(name, text);
        setProblem(null);
      },
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  };
  return (
    <div class="desk-export" ref={box}>
      <button
        type="button"
        class="button primary"
        aria-expanded={isOpen}
        aria-haspopup="menu"
        onClick={() => setOpen(!isOpen)}
      >
        Export
      </button>
      {isOpen ? (
        <div class="desk-menu" role="menu">
          <button
            type="button"
            role="menuitem"
            onClick={() => save((files) => files.tallyFile(desk, registry, now()))}
          >
            Tally (CSV)
          </button>
          <button
            type="button"
            role="menuitem"
            onClick={() => save((files) => files.recordsFile(desk, registry, now()))}
          >
            Records (CSV)
          </button>
        </div>
      ) : null}
      {problem === null ? null : (
        <p class="notice bad" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
