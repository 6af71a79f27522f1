// A field that floats over the page, modal: it takes the focus, and is left by Esc or by a press beside it, with
// nothing behind it changed.

import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface DialogProps {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Dialog({ label, onClose, children }: DialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog class="finder" ref={dialog} aria-label={label} closedby="any" onClose={onClose}>
      {children}
    </dialog>
  );
}
