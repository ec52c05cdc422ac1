import type { JSX } from 'preact';
import { useContext, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { DangerContext } from './danger-context.ts';

/** Where the banner stands over the screens: they give it room, so that it covers nothing. */
export function DangerOverScreens(): JSX.Element {
  const danger = useContext(DangerContext);
  const element = useRef<HTMLDivElement>(null);
  const isCovered = (danger?.sheets.value.length ?? 0) > 0;
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return undefined;
    const root = document.documentElement;
    const measured = new ResizeObserver(() => {
      root.style.setProperty('--danger-block', `${current.offsetHeight}px`);
    });
    measured.observe(current);
    return () => {
      measured.disconnect();
      root.style.removeProperty('--danger-block');
    };
  }, []);
  return (
    <div ref={element} class="danger-over">
      {isCovered ? null : <Banner />}
      {danger?.problem.value ? (
        <p class="notice bad" role="alert">
          No warnings: a part of the app is not on the phone yet. Open it once with a network.
        </p>
      ) : null}
    </div>
  );
}

/** The same in a sheet, where it is the topmost: a sheet makes everything behind it untouchable. */
export function DangerInSheet(): JSX.Element | null {
  const danger = useContext(DangerContext);
  const sheet = useMemo(() => ({}), []);
  useLayoutEffect(() => danger?.cover(sheet), [danger, sheet]);
  return danger?.sheets.value.at(-1) === sheet ? <Banner /> : null;
}

function Banner(): JSX.Element | null {
  const loaded = useContext(DangerContext)?.loaded.value;
  return loaded ? <loaded.parts.DangerBanner watch={loaded.watch} /> : null;
}

/** One line on the map where there can be no warnings. */
export function DangerNote(): JSX.Element | null {
  const loaded = useContext(DangerContext)?.loaded.value;
  return loaded ? <loaded.parts.PositionNote watch={loaded.watch} /> : null;
}

export function DangerSettings(): JSX.Element | null {
  const loaded = useContext(DangerContext)?.loaded.value;
  return loaded ? <loaded.parts.WarningDistance watch={loaded.watch} /> : null;
}
