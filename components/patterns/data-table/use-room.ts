'use client';

import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import type { Room } from './column-choice.ts';

/** The widths at which the classes of `cellStyle` change, in rem. */
const CARDS_BELOW = 40;
const WIDE_FROM = 56;

const useBrowserLayoutEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/** How much room a table has; null until that is measured, as on the server. */
export function useRoom(table: RefObject<HTMLElement | null>): Room | null {
  const [room, setRoom] = useState<Room | null>(null);
  useBrowserLayoutEffect(() => {
    const element = table.current;
    if (element === null) {
      return;
    }
    const measure = () => setRoom(roomOf(element));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [table]);
  return room;
}

function roomOf(table: HTMLElement): Room {
  if (!window.matchMedia(`(min-width: ${CARDS_BELOW}rem)`).matches) {
    return 'card';
  }
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return table.clientWidth >= WIDE_FROM * rem ? 'wide' : 'row';
}
