import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { DangerInSheet } from '../danger/danger-slot.tsx';
import { Icon } from './icon.tsx';

/** A dialog from the lower edge. The browser keeps the focus inside, closes on Escape and gives the focus back. */
export function Sheet(props: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Before the effects of what is inside: a map has to find its size.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) props.onClose();
      }}
    >
      <DangerInSheet />
      <div class="sheet-head">
        <h2 id={titleId}>{props.title}</h2>
        <button type="button" class="button icon plain" aria-label="Close" onClick={props.onClose}>
          <Icon name="close" />
        </button>
      </div>
      <div class="sheet-body">{props.children}</div>
    </dialog>
  );
}
