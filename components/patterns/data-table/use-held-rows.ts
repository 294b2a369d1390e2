'use client';

import { useRef } from 'react';
import { holdOrder } from './row-order.ts';

/**
 * The rows in a steady order while `isHeld`. Another `orderKey` (sort, filter, search) means the person asked for a new
 * order, which is taken at once.
 */
export function useHeldRows<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  isHeld: boolean,
  orderKey: string,
): readonly Row[] {
  const held = useRef<{ ids: string[]; orderKey: string; rows: readonly Row[]; shown: readonly Row[] } | null>(null);
  if (!isHeld) {
    held.current = null;
    return rows;
  }
  if (held.current?.orderKey !== orderKey) {
    held.current = { ids: rows.map(idOf), orderKey, rows, shown: rows };
  } else if (held.current.rows !== rows) {
    const shown = holdOrder(held.current.ids, rows, idOf);
    held.current = { ids: shown.map(idOf), orderKey, rows, shown };
  }
  return held.current.shown;
}
