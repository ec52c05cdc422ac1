import type { JSX } from 'preact';
import { Grounds } from '../basemap/grounds.tsx';
import { LaidOver } from '../overlay/laid-over.tsx';
import { Sheet } from '../shell/sheet.tsx';

/** What lies under the records, and what is laid over the map. */
export function LayersSheet({ onClose }: { onClose: () => void }): JSX.Element {
  return (
    <Sheet title="Layers of the map" onClose={onClose}>
      <Grounds />
      <LaidOver />
    </Sheet>
  );
}
