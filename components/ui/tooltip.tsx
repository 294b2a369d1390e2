'use client';

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';

const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]';

export type TooltipProps = { text: string /** Holds one thing that can be focused. */; children: ReactNode };

/** Words beside a control, on hover and on focus; Escape puts them away. Never the only place where something is said. */
export function Tooltip({ text, children }: TooltipProps) {
  const id = useId();
  const wrapper = useRef<HTMLSpanElement>(null);
  const tip = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const control = wrapper.current?.querySelector(FOCUSABLE);
    control?.setAttribute('aria-describedby', id);
    return () => control?.removeAttribute('aria-describedby');
  }, [id]);

  const show = () => {
    const source = wrapper.current?.querySelector<HTMLElement>(FOCUSABLE);
    if (tip.current && source && !tip.current.matches(':popover-open')) {
      tip.current.showPopover({ source });
    }
  };
  const hide = () => tip.current?.hidePopover();
  const hideOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && tip.current?.matches(':popover-open')) {
      event.stopPropagation();
      hide();
    }
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens for the control inside; it is none itself.
    <span
      ref={wrapper}
      className="inline-flex"
      onPointerEnter={show}
      onPointerLeave={hide}
      onFocus={show}
      onBlur={hide}
      onKeyDown={hideOnEscape}
    >
      {children}
      <span
        ref={tip}
        id={id}
        role="tooltip"
        popover="manual"
        className="float-tip max-w-72 rounded-md border border-line-strong bg-raised px-2 py-1 text-xs"
      >
        {text}
      </span>
    </span>
  );
}
