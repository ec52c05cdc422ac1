import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useApp } from './app-context.ts';

interface SheetProps {
  readonly onClose: () => void;
}
type SheetComponent = ComponentType<SheetProps>;

/** A sheet whose code is loaded when it is first opened. Where it cannot be, it closes again and a sentence says why. */
export function lateSheet(load: () => Promise<SheetComponent>): (props: SheetProps) => JSX.Element | null {
  return ({ onClose }) => {
    const { say } = useApp();
    const [loaded, setLoaded] = useState<{ readonly Show: SheetComponent } | null>(null);
    useEffect(() => {
      load().then(
        (Show) => setLoaded({ Show }),
        () => {
          onClose();
          say({ text: 'This part of the app is not on the phone yet. Open it once with a network.' });
        },
      );
      // Once: what becomes of it does not depend on who asks.
      // oxlint-disable-next-line react/exhaustive-deps
    }, []);
    return loaded ? <loaded.Show onClose={onClose} /> : null;
  };
}
