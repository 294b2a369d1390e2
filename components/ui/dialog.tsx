'use client';

import { type ReactNode, useEffect, useId, useRef } from 'react';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';

export type DialogProps = {
  open: boolean;
  /** Escape, the close button or a click beside it. */
  onClose: () => void;
  title: string;
  /** Buttons at the foot, the main one last. */
  footer?: ReactNode;
  width?: 'md' | 'lg';
  children: ReactNode;
};

/**
 * A native modal dialog: the browser keeps the focus inside and gives it back afterwards. It begins at the element with
 * `data-first-focus`, else at the first one.
 */
export function Dialog({ open, onClose, title, footer, width = 'md', children }: DialogProps) {
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (open && element && !element.open) {
      element.showModal();
      element.querySelector<HTMLElement>('[data-first-focus]:not(:disabled)')?.focus();
    } else if (!open && element?.open) {
      element.close();
    }
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      closedby="any"
      onClose={onClose}
      className={classNames(
        'm-auto max-h-[85dvh] w-[calc(100vw-2rem)] flex-col rounded-lg border border-line-strong bg-raised open:flex',
        width === 'md' ? 'max-w-lg' : 'max-w-3xl',
      )}
    >
      <header className="flex items-center justify-between gap-4 border-line border-b py-2 ps-4 pe-2">
        <h2 id={titleId} className="font-medium text-base">
          {title}
        </h2>
        <IconButton icon="close" label="Close" onClick={onClose} />
      </header>
      <div className="min-h-0 overflow-y-auto p-4">{open && children}</div>
      {footer && <footer className="flex justify-end gap-2 border-line border-t px-4 py-3">{footer}</footer>}
    </dialog>
  );
}
