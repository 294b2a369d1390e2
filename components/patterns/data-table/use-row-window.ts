'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';

const ROW_HEIGHT = 36;
/** What the server draws: as many rows as any laptop shows, without waiting for the browser. */
export const FIRST_ROWS = 20;
const OVERSCAN = 8;
const HEAD_HEIGHT = 40;

export type RowWindow = {
  start: number;
  /** One past the last. */
  end: number;
  /** px of rows that are not drawn. */
  before: number;
  after: number;
  show: (index: number) => void;
};

const useBrowserLayoutEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/** The height of a row comes from CSS, which makes cards of rows on narrow screens. */
function useGeometry(body: RefObject<HTMLElement | null>): { rowHeight: number; top: number; isMeasured: boolean } {
  const [geometry, setGeometry] = useState({ rowHeight: ROW_HEIGHT, top: 0, isMeasured: false });
  useBrowserLayoutEffect(() => {
    const measure = () => {
      const element = body.current;
      if (element) {
        const rowHeight = Number.parseFloat(getComputedStyle(element).getPropertyValue('--row-height')) || ROW_HEIGHT;
        const top = element.getBoundingClientRect().top + window.scrollY;
        setGeometry((known) =>
          known.isMeasured && known.rowHeight === rowHeight && Math.abs(known.top - top) < 1
            ? known
            : { rowHeight, top, isMeasured: true },
        );
      }
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [body]);
  return geometry;
}

/** Which rows to draw for where the page is scrolled to. The page scrolls, not the table, so its head can stick. */
export function useRowWindow(count: number, body: RefObject<HTMLElement | null>): RowWindow {
  const { rowHeight, top, isMeasured } = useGeometry(body);
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollMargin: top,
    scrollPaddingStart: HEAD_HEIGHT + 16,
    scrollPaddingEnd: 80,
    initialOffset: 0,
    initialRect: { width: 0, height: FIRST_ROWS * ROW_HEIGHT },
    useFlushSync: false,
  });
  useBrowserLayoutEffect(() => virtualizer.measure(), [rowHeight]);

  const items = virtualizer.getVirtualItems();
  const start = isMeasured ? (items[0]?.index ?? 0) : 0;
  const end = isMeasured ? (items.at(-1)?.index ?? -1) + 1 : Math.min(count, FIRST_ROWS);
  return {
    start,
    end,
    before: start * rowHeight,
    after: (count - end) * rowHeight,
    show: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}
