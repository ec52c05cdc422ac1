import { useEffect, useState } from 'preact/hooks';
import type { LonLat } from '#domain/geo/shape.ts';

type Model = (at: LonLat, date: string) => number | null;

/** The model's declination at a place and day; null while it is being loaded, and where the model does not reach. */
export function useDeclination(at: LonLat | null, date: string): number | null {
  const [model, setModel] = useState<{ readonly ask: Model } | null>(null);
  const isWanted = at !== null;
  useEffect(() => {
    if (!isWanted || model) return;
    import('#domain/geo/declination.ts').then(
      ({ declinationDeg }) => setModel({ ask: declinationDeg }),
      // Then it is asked for, as where the model does not reach.
      () => undefined,
    );
  }, [isWanted, model]);
  return at && model ? model.ask(at, date) : null;
}
