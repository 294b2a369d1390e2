'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { useShortcut } from '#components/ui/shortcuts/use-shortcut.ts';

const GROUP = 'In lists';

/**
 * `j` and `k` move through the rows, also through those not drawn yet. What has the focus is the row's own link, so
 * Enter opens it and screen readers read it. `show` scrolls to a row.
 */
export function useRowKeys(
  body: RefObject<HTMLElement | null>,
  count: number,
  show: (index: number) => void,
  isOn: boolean,
): void {
  const at = useRef(-1);
  const wanted = useRef<number | null>(null);

  const focusWanted = () => {
    const link =
      wanted.current === null ? null : body.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] a`);
    if (link) {
      wanted.current = null;
      link.focus({ preventScroll: true });
    }
  };
  // After each drawing: a row that was scrolled to may have appeared.
  useEffect(focusWanted);

  const move = (by: number) => {
    const row = document.activeElement?.closest('[data-index]');
    const focused = row && body.current?.contains(row) ? Number(row.getAttribute('data-index')) : at.current;
    // Keys can come faster than rows are drawn: then it goes on from the row that is still waited for.
    const from = wanted.current ?? focused;
    const next = Math.min(count - 1, Math.max(0, from + by));
    at.current = next;
    wanted.current = next;
    show(next);
    focusWanted();
  };
  useShortcut('j', 'Next row', GROUP, () => move(1), isOn);
  useShortcut('k', 'Previous row', GROUP, () => move(-1), isOn);
}
