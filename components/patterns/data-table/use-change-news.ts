'use client';

import { useEffect, useRef, useState } from 'react';
import { announce } from '#components/ui/announcements.ts';
import { createChangeNews } from './change-news.ts';

const SAY_EVERY_MS = 2_000;

/** A change of a row in words, or null when it is not worth saying. */
export type DescribeChange<Row> = (before: Row, after: Row) => string | null;

/** Tells screen readers politely what changed in the rows, gathered over two seconds. Does nothing without `tell`. */
export function useChangeNews<Row>(
  what: string,
  rows: readonly Row[],
  idOf: (row: Row) => string,
  tell: DescribeChange<Row> | undefined,
): void {
  const [news] = useState(() => createChangeNews(what));
  const known = useRef<Map<string, Row> | null>(null);
  useEffect(() => {
    if (!tell) {
      return;
    }
    const isFirst = known.current === null;
    const last = known.current ?? new Map<string, Row>();
    known.current = last;
    for (const row of rows) {
      const id = idOf(row);
      const old = last.get(id);
      if (old !== row) {
        last.set(id, row);
        const sentence = isFirst || old === undefined ? null : tell(old, row);
        if (sentence) {
          news.add(sentence);
        }
      }
    }
    if (last.size > rows.length) {
      // Some are gone, or filtered out: what happens to them meanwhile is no news when they come back.
      known.current = new Map(rows.map((row) => [idOf(row), row]));
    }
  }, [rows, idOf, tell, news]);
  useEffect(() => {
    if (!tell) {
      return;
    }
    const timer = setInterval(() => {
      const sentence = news.take();
      if (sentence) {
        announce(sentence, { quiet: true });
      }
    }, SAY_EVERY_MS);
    return () => clearInterval(timer);
  }, [tell, news]);
}
