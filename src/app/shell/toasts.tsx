import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useApp } from './app-context.ts';

/** Long enough to read; longer where there is something to do. */
const shownForMs = 4_000;
const withActionMs = 10_000;

/** The short message, and the offer of a new version where no form is open. */
export function Toasts(): JSX.Element {
  const { toast, say, newVersion, router } = useApp();
  // Over a form it would lie on the fields.
  const inForm = router.route.value.screen === 'new';
  const shown = inForm ? null : toast.value;
  useEffect(() => {
    if (!shown) return undefined;
    const timer = setTimeout(
      () => {
        if (toast.peek() === shown) say(null);
      },
      shown.action ? withActionMs : shownForMs,
    );
    return () => clearTimeout(timer);
  }, [shown, toast, say]);
  const offer = newVersion.ready.value && !inForm;
  return (
    <>
      <div role="status">
        {shown ? (
          <div class="toast">
            <span>{shown.text}</span>
            {shown.action ? (
              <button
                type="button"
                class="button"
                onClick={() => {
                  shown.action?.run();
                  say(null);
                }}
              >
                {shown.action.label}
              </button>
            ) : null}
          </div>
        ) : null}
      </div>
      <div role="status">
        {offer ? (
          <div class="banner">
            <span>A new version is ready</span>
            <button
              type="button"
              class="button"
              onClick={() => {
                void newVersion.use().then((problem) => {
                  if (problem !== null) say({ text: problem });
                });
              }}
            >
              Use it now
            </button>
          </div>
        ) : null}
      </div>
    </>
  );
}
