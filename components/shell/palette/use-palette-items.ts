'use client';

import { useEffect, useState } from 'react';
import type { PaletteItem } from './palette-item.ts';

/** Gives everything that can be found; called each time the palette opens. */
export type PaletteProvider = (signal: AbortSignal) => Promise<readonly PaletteItem[]>;

export type PaletteItems = { items: readonly PaletteItem[]; state: 'loading' | 'ready' | 'failed' };

const NOTHING: readonly PaletteItem[] = [];
let lastItems = NOTHING;

/** The items, beginning with those of the last time while fresh ones come. */
export function usePaletteItems(provider: PaletteProvider): PaletteItems {
  const [result, setResult] = useState<PaletteItems>({ items: lastItems, state: 'loading' });
  useEffect(() => {
    const abort = new AbortController();
    provider(abort.signal).then(
      (items) => {
        lastItems = items;
        setResult({ items, state: 'ready' });
      },
      () => {
        if (!abort.signal.aborted) {
          setResult({ items: lastItems, state: 'failed' });
        }
      },
    );
    return () => abort.abort();
  }, [provider]);
  return result;
}
