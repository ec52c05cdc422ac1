import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp, usePhone } from './app-context.ts';
import { Icon } from './icon.tsx';
import { signalOf } from './watched-signal.ts';

interface ScreenProps {
  readonly title: string;
  /** Beside the title. */
  readonly head?: ComponentChildren;
  readonly foot?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly bodyClass?: string;
  /** Nothing in it takes the focus: the text itself does, so that it can be scrolled by keys. */
  readonly textOnly?: boolean;
  /** The children fill the screen themselves. */
  readonly bare?: boolean;
}

/** A screen over the map: a head with the way back, a body that scrolls, a foot that stays. */
export function Screen(props: ScreenProps): JSX.Element {
  const { title, head, foot, children, bodyClass = '', bare = false, textOnly = false } = props;
  const { router } = useApp();
  const { phone } = usePhone();
  const { synthetic } = signalOf(phone.session).value.programme;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Safelane`;
    // The new screen is read out, and the keyboard starts at its top.
    heading.current?.focus();
  }, [title]);
  return (
    <div class="screen">
      <header class="screen-head">
        <button type="button" class="button icon plain" aria-label="Back" onClick={() => router.back()}>
          <Icon name="back" />
        </button>
        <div class="screen-title">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {synthetic ? <span class="demo-mark">Demo data</span> : null}
        </div>
        {head}
      </header>
      {bare ? (
        children
      ) : (
        <main class={`screen-body ${bodyClass}`} {...(textOnly ? { tabIndex: 0 } : {})}>
          {children}
        </main>
      )}
      {foot === undefined ? null : <footer class="screen-foot">{foot}</footer>}
    </div>
  );
}

/** A link inside the app, with a real address. */
export function Link(props: { to: string; class?: string; children: ComponentChildren }): JSX.Element {
  const { router } = useApp();
  return (
    <a
      href={props.to}
      class={props.class ?? ''}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        router.go(props.to);
      }}
    >
      {props.children}
    </a>
  );
}
