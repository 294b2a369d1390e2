'use client';

import { useVirtualizer, useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';

const ROW_HEIGHT = 36;
/** What the server draws: as many rows as any laptop shows, without waiting for the browser. */
export const FIRST_ROWS = 20;
const OVERSCAN = 4;
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

export type RowWindowOptions = {
  count: number;
  body: RefObject<HTMLElement | null>;
  /** What scrolls, where that is not the page. */
  box: RefObject<HTMLElement | null> | null;
  /** Lines that a card has more than usual; with another number every row has another height. */
  moreLines: number;
};

const useBrowserLayoutEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/** The height of a row comes from CSS, which makes cards of rows on narrow screens. */
function useGeometry({ body, box, moreLines }: RowWindowOptions): {
  rowHeight: number;
  top: number;
  isMeasured: boolean;
} {
  const [geometry, setGeometry] = useState({ rowHeight: ROW_HEIGHT, top: 0, isMeasured: false });
  useBrowserLayoutEffect(() => {
    const measure = () => {
      const element = body.current;
      if (element) {
        const rowHeight = Number.parseFloat(getComputedStyle(element).getPropertyValue('--row-height')) || ROW_HEIGHT;
        const top = element.getBoundingClientRect().top + scrolledFrom(box?.current ?? null);
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
  }, [body, box, moreLines]);
  return geometry;
}

function scrolledFrom(box: HTMLElement | null): number {
  return box === null ? window.scrollY : box.scrollTop - box.getBoundingClientRect().top;
}

/** Which rows to draw for where the page, or the table's own box, is scrolled to. */
export function useRowWindow(options: RowWindowOptions): RowWindow {
  const { count, box } = options;
  const { rowHeight, top, isMeasured } = useGeometry(options);
  const common = {
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollMargin: top,
    scrollPaddingStart: HEAD_HEIGHT + 16,
    scrollPaddingEnd: box === null ? 80 : 16,
    initialOffset: 0,
    initialRect: { width: 0, height: FIRST_ROWS * ROW_HEIGHT },
  };
  const ofPage = useWindowVirtualizer({ ...common, count: box === null ? count : 0, enabled: box === null });
  const ofBox = useVirtualizer<HTMLElement, Element>({
    ...common,
    count: box === null ? 0 : count,
    enabled: box !== null,
    getScrollElement: () => box?.current ?? null,
  });
  const virtualizer = box === null ? ofPage : ofBox;
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
