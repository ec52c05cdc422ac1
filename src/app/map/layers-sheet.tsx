import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Grounds } from '../basemap/grounds.tsx';
import { AddOverlaySheet } from '../overlay/add-overlay-sheet.tsx';
import { LaidOver } from '../overlay/laid-over.tsx';
import { usePhone } from '../shell/app-context.ts';
import { Sheet } from '../shell/sheet.tsx';

/** What lies under the records, and what is laid over the map. */
export function LayersSheet({ onClose }: { onClose: () => void }): JSX.Element {
  const task = usePhone().taskInHand.task.value;
  const [adding, setAdding] = useState(false);
  // One sheet in place of the other: two over one another cannot be told apart.
  if (adding && task) return <AddOverlaySheet task={task} onClose={() => setAdding(false)} />;
  return (
    <Sheet title="Layers of the map" onClose={onClose}>
      <Grounds />
      <LaidOver onAdd={() => setAdding(true)} />
    </Sheet>
  );
}
