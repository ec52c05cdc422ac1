import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../shell/icon.tsx';
import { lateSheet } from '../shell/late-sheet.tsx';

const LayersSheet = lateSheet(async () => (await import('./layers-sheet.tsx')).LayersSheet);

/** Opens what lies under the records and over the map. */
export function LayersButton(): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="button icon"
        aria-label="Layers of the map"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Icon name="layers" />
      </button>
      {isOpen ? <LayersSheet onClose={() => setOpen(false)} /> : null}
    </>
  );
}
