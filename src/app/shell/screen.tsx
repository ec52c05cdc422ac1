import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from './app-context.ts';
import { Icon } from './icon.tsx';

interface ScreenProps {
  readonly title: string;
  /** Beside the title. */
  readonly head?: ComponentChildren;
  readonly foot?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly bodyClass?: string;
  /** The children fill the screen themselves. */
  readonly bare?: boolean;
}

/** A screen over the map: a head with the way back, a body that scrolls, a foot that stays. */
export function Screen(props: ScreenProps): JSX.Element {
  const { title, head, foot, children, bodyClass = '', bare = false } = props;
  const { router } = useApp();
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
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {head}
      </header>
      {bare ? children : <main class={`screen-body ${bodyClass}`}>{children}</main>}
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
