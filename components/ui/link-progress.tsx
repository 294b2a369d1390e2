'use client';

import { useLinkStatus } from 'next/link';
import { useLayoutEffect } from 'react';
import { createPortal } from 'react-dom';
import { beginGoing } from './going.ts';

/**
 * The page that somebody asked for is on its way: a line at the upper edge, over everything. Shows after a moment, so
 * that quick pages bring no flicker.
 */
export function GoingBar() {
  useLayoutEffect(beginGoing, []);
  return createPortal(<div aria-hidden="true" className="going" />, document.body);
}

/** Inside a link: shows that its page is on its way, from the click until the page is there. */
export function LinkProgress() {
  return useLinkStatus().pending ? (
    <>
      <span data-going hidden />
      <GoingBar />
    </>
  ) : null;
}
