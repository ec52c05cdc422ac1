import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../shell/icon.tsx';
import { lateSheet } from '../shell/late-sheet.tsx';

const MapsSheet = lateSheet(async () => (await import('../basemap/maps-sheet.tsx')).MapsSheet);

/** Opens what can lie under the records. */
export function MapsButton(): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="button icon"
        aria-label="Maps"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Icon name="map" />
      </button>
      {isOpen ? <MapsSheet onClose={() => setOpen(false)} /> : null}
    </>
  );
}
