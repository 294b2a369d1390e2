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
  const known = useRef<ReadonlyMap<string, Row> | null>(null);
  useEffect(() => {
    if (!tell) {
      return;
    }
    const before = known.current;
    const now = new Map(rows.map((row) => [idOf(row), row]));
    known.current = now;
    for (const [id, row] of before ? now : []) {
      const old = before?.get(id);
      const sentence = old !== undefined && old !== row ? tell(old, row) : null;
      if (sentence) {
        news.add(sentence);
      }
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
