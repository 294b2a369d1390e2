'use client';

import { useEffect, useState } from 'react';
import { announce } from '#components/ui/announcements.ts';
import { createChangeNews } from './change-news.ts';
import { createRowMemory } from './row-memory.ts';

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
  const [changesOf] = useState(() => createRowMemory(idOf));
  useEffect(() => {
    if (tell) {
      for (const [before, after] of changesOf(rows)) {
        const sentence = tell(before, after);
        if (sentence) {
          news.add(sentence);
        }
      }
    }
  }, [rows, changesOf, tell, news]);
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
