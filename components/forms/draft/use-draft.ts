'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { hasMasked } from '#lib/domain/template/masked.ts';
import type { FormPage } from '#lib/domain/template/template.ts';
import { initialValues } from '../schema/form-values.ts';
import type { FormValues } from '../schema/values.ts';
import { type DraftStorage, readDraft, removeDraft, writeDraft } from './draft-store.ts';

/** `loading` until the browser's storage was read; `restored` when it held a draft; `lost` when nothing can be kept. */
export type DraftState = 'loading' | 'fresh' | 'restored' | 'kept' | 'lost';

export type DraftHandle = {
  values: FormValues;
  setValues: (values: FormValues) => void;
  state: DraftState;
  /** When the restored draft was last typed in, ms since 1970. */
  restoredFrom: number | null;
  /** Whether the form has fields that are never kept. */
  hasMasked: boolean;
  /** Forgets the draft; with `reset` the form begins anew too. Call without it once the form was sent. */
  discard: (reset?: boolean) => void;
};

/** Browsers with storage turned off throw on touching it. */
function browserStorage(): DraftStorage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/**
 * The values of a form that outlive reload and back: kept in this browser under `key`, never masked fields. Use a key
 * with the person and the template in it. `start` holds values that come before the defaults, as from the URL. Keep `pages` the same array between renders.
 */
export function useDraft(key: string, pages: FormPage[], start: FormValues = {}): DraftHandle {
  const [first] = useState<FormValues>(() => ({ ...initialValues(pages), ...start }));
  const [values, setHeld] = useState(first);
  /** What was changed before the draft was read; null from then on. */
  const early = useRef<FormValues | null>(first);
  const [state, setState] = useState<DraftState>('loading');
  const [restoredFrom, setRestoredFrom] = useState<number | null>(null);

  useEffect(() => {
    const storage = browserStorage();
    const draft = storage && readDraft(storage, key, Date.now());
    // What somebody typed while the page was still coming is newer than the draft.
    const typed = Object.entries(early.current ?? first).filter(([name, value]) => value !== first[name]);
    early.current = null;
    setHeld({ ...first, ...draft?.values, ...Object.fromEntries(typed) });
    setRestoredFrom(draft?.savedAt ?? null);
    setState(storage ? (draft ? 'restored' : 'fresh') : 'lost');
  }, [key, first]);

  const setValues = useCallback(
    (next: FormValues) => {
      setHeld(next);
      if (early.current !== null) {
        early.current = next;
        return;
      }
      const storage = browserStorage();
      setState(storage && writeDraft(storage, key, pages, next, Date.now()) ? 'kept' : 'lost');
    },
    [key, pages],
  );

  const discard = useCallback(
    (reset = false) => {
      const storage = browserStorage();
      if (storage) {
        removeDraft(storage, key);
      }
      setRestoredFrom(null);
      if (reset) {
        setHeld(initialValues(pages));
        setState('fresh');
      }
    },
    [key, pages],
  );
  const masked = useMemo(() => hasMasked({ pages }), [pages]);
  return { hasMasked: masked, values, setValues, state, restoredFrom, discard };
}
