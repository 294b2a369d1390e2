'use client';

import { useEffect, useState } from 'react';
import type { PaletteItem } from './palette-item.ts';

/** What can be gone to, and by name what nobody can tell of now, so that nothing found is not taken for nothing there. */
export type Findable = { items: readonly PaletteItem[]; unknown: readonly string[] };

export type PaletteProvider = {
  /** All but what there is too much of; called each time the palette opens. */
  all(signal: AbortSignal): Promise<Findable>;
  /** What there is too much of, as far as it matches what is typed. */
  matching(query: string, signal: AbortSignal): Promise<Findable>;
};

export type PaletteItems = Findable & { state: 'loading' | 'ready' | 'failed' };

const NOTHING: Findable = { items: [], unknown: [] };
const NOTHING_ASKED: PaletteItems = { ...NOTHING, state: 'ready' };
let last = NOTHING;

/** The items, beginning with those of the last time while fresh ones come. */
export function usePaletteItems(provider: PaletteProvider): PaletteItems {
  const [result, setResult] = useState<PaletteItems>({ ...last, state: 'loading' });
  useEffect(() => {
    const abort = new AbortController();
    provider.all(abort.signal).then(
      (found) => {
        last = found;
        setResult({ ...found, state: 'ready' });
      },
      () => {
        if (!abort.signal.aborted) {
          setResult({ ...last, state: 'failed' });
        }
      },
    );
    return () => abort.abort();
  }, [provider]);
  return result;
}

/** One letter is in nearly every name. */
const LEAST_LETTERS = 2;
const AFTER_TYPING_MS = 150;

/** What is looked up for what is typed, once nothing more is typed; what was found before stays until then. */
export function useLookedUp(provider: PaletteProvider, query: string): PaletteItems {
  const [result, setResult] = useState(NOTHING_ASKED);
  const asked = query.trim();
  useEffect(() => {
    if (asked.length < LEAST_LETTERS) {
      setResult(NOTHING_ASKED);
      return;
    }
    setResult((before) => ({ ...before, state: 'loading' }));
    const abort = new AbortController();
    const timer = setTimeout(() => {
      provider.matching(asked, abort.signal).then(
        (found) => setResult({ ...found, state: 'ready' }),
        () => {
          if (!abort.signal.aborted) {
            setResult({ ...NOTHING, state: 'failed' });
          }
        },
      );
    }, AFTER_TYPING_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [provider, asked]);
  return result;
}
