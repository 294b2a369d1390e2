'use client';

import type { MouseEvent } from 'react';
import { Link, type LinkProps } from './link.tsx';

export type SoftLinkProps = LinkProps & {
  /** Does in place what the address would bring; without it the link is an ordinary one. */
  onSelect?: (() => void) | undefined;
};

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
}

/** A link whose plain click is handled in place; its address can still be copied and opened elsewhere. */
export function SoftLink({ onSelect, ...rest }: SoftLinkProps) {
  const handle = (event: MouseEvent) => {
    if (onSelect && isPlainClick(event)) {
      event.preventDefault();
      onSelect();
    }
  };
  return <Link onClick={handle} {...rest} />;
}
