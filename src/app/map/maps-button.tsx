import type { ComponentType, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useApp } from '../shell/app-context.ts';
import { Icon } from '../shell/icon.tsx';

/** Opens what can lie under the records; loaded when it is first wanted. */
export function MapsButton(): JSX.Element {
  const { say } = useApp();
  const [sheet, setSheet] = useState<{ readonly Show: ComponentType<{ onClose: () => void }> } | null>(null);
  const open = () => {
    import('../basemap/maps-sheet.tsx').then(
      ({ MapsSheet }) => setSheet({ Show: MapsSheet }),
      () => say({ text: 'This part of the app is not on the phone yet. Open it once with a network.' }),
    );
  };
  return (
    <>
      <button type="button" class="button icon" aria-label="Maps" aria-haspopup="dialog" onClick={open}>
        <Icon name="map" />
      </button>
      {sheet ? <sheet.Show onClose={() => setSheet(null)} /> : null}
    </>
  );
}
