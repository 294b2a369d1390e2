'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { changedColumns } from './changed-columns.ts';
import type { Column } from './column.ts';

const MARKED_MS = 1_500;
const timers = new WeakMap<Element, ReturnType<typeof setTimeout>>();

function markForAMoment(cell: Element) {
  clearTimeout(timers.get(cell));
  cell.setAttribute('data-changed', '');
  timers.set(
    cell,
    setTimeout(() => cell.removeAttribute('data-changed'), MARKED_MS),
  );
}

/** Marks the cells of a row whose value changed since it was last drawn. Sets attributes only, so nothing renders again. */
export function useChangeMarks<Row>(
  element: RefObject<HTMLElement | null>,
  columns: readonly Column<Row>[],
  row: Row,
): void {
  const shown = useRef(row);
  useEffect(() => {
    const changed = changedColumns(columns, shown.current, row);
    shown.current = row;
    for (const id of changed) {
      const cell = element.current?.querySelector(`[data-column="${CSS.escape(id)}"]`);
      if (cell) {
        markForAMoment(cell);
      }
    }
  }, [element, columns, row]);
}
