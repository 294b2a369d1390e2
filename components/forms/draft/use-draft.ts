'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { hasMasked, withoutMasked } from '#lib/domain/template/masked.ts';
import type { FormPage } from '#lib/domain/template/template.ts';
import { initialValues } from '../schema/form-values.ts';
import type { FormValues } from '../schema/values.ts';
import {
  type Draft,
  type DraftStorage,
  onDraftElsewhere,
  type Replaced,
  type Replacing,
  readDraft,
  removeDraft,
  writeDraft,
} from './draft-store.ts';
import type { Clash } from './merge-drafts.ts';
import { asKept, replaceAll, type TabDraft, takeIn, typeIn } from './tab-draft.ts';
import { useOtherTabs } from './use-other-tabs.ts';

/** `loading` until the browser's storage was read; `restored` when it held a draft; `lost` when nothing can be kept. */
export type DraftState = 'loading' | 'fresh' | 'restored' | 'kept' | 'lost';

/** What another tab with the same form did: typed in it too, or sent it or began it anew. */
export type Elsewhere = { kind: 'typed'; clashes: Clash[] } | { kind: 'ended' };

export type DraftHandle = {
  values: FormValues;
  setValues: (values: FormValues) => void;
  /** Replaces all values at once; what they were filled in over is kept beside them. */
  replace: (values: FormValues, replacing: Replacing) => void;
  /** null while nobody replaced the values, or since the draft was discarded. */
  replaced: Replaced | null;
  state: DraftState;
  /** When the restored draft was last typed in, ms since 1970; null once something else was filled in over it. */
  restoredFrom: number | null;
  /** Whether the form has fields that are never kept. */
  hasMasked: boolean;
  /** null while no other tab was heard of, and once those that typed are closed. */
  elsewhere: Elsewhere | null;
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
 * The values of a form that outlive reload and back: kept in this browser under `key`, never masked fields. All tabs with
 * the form have one draft: what is typed in one appears in the others, and where two differ, each keeps its own and is
 * told. Use a key with the person and the template in it. Keep `pages` the same array between renders.
 */
export function useDraft(key: string, pages: FormPage[]): DraftHandle {
  const [first] = useState<FormValues>(() => initialValues(pages));
  const [{ values, replaced }, show] = useState<Pick<TabDraft, 'values' | 'replaced'>>({
    values: first,
    replaced: null,
  });
  const held = useRef<TabDraft>({
    values: first,
    common: withoutMasked({ pages }, first),
    clashes: [],
    replaced: null,
  });
  /** What was changed before the draft was read; null from then on. */
  const early = useRef<FormValues | null>(first);
  const [state, setState] = useState<DraftState>('loading');
  const [restoredFrom, setRestoredFrom] = useState<number | null>(null);
  const [elsewhere, setElsewhere] = useState<Elsewhere | null>(null);

  const hold = useCallback((next: TabDraft) => {
    held.current = next;
    show(next);
  }, []);

  useEffect(() => {
    const storage = browserStorage();
    const draft = storage && readDraft(storage, key, Date.now());
    // What somebody typed while the page was still coming is newer than the draft.
    const typed = Object.entries(early.current ?? first).filter(([name, value]) => value !== first[name]);
    early.current = null;
    const common = draft?.values ?? withoutMasked({ pages }, first);
    const clashes = draft?.clashes ?? [];
    const restored = { ...first, ...draft?.values, ...Object.fromEntries(typed) };
    hold({ values: restored, common, clashes, replaced: held.current.replaced ?? draft?.replaced ?? null });
    setRestoredFrom(draft?.savedAt ?? null);
    setElsewhere(clashes.length > 0 ? { kind: 'typed', clashes } : null);
    setState(storage ? (draft ? 'restored' : 'fresh') : 'lost');
    if (storage !== null && typed.length > 0) {
      // Nobody may type any more in what is complete already.
      const isKept = writeDraft(storage, key, pages, held.current, Date.now());
      held.current = isKept ? asKept(pages, held.current) : held.current;
      setState(isKept ? 'kept' : 'lost');
    }
    return onDraftElsewhere(key, (theirs) => {
      if (theirs === null) {
        held.current = { ...held.current, clashes: [] };
        setElsewhere({ kind: 'ended' });
      } else {
        hold(takeIn(pages, held.current, theirs));
        setElsewhere({ kind: 'typed', clashes: held.current.clashes });
      }
    });
  }, [key, first, pages, hold]);

  const forgetOthers = useCallback(() => {
    held.current = { ...held.current, clashes: [] };
    const storage = browserStorage();
    if (storage !== null && readDraft(storage, key, Date.now()) !== null) {
      // Else a reload would tell of them again.
      writeDraft(storage, key, pages, held.current, Date.now());
    }
    setElsewhere((now) => (now?.kind === 'typed' ? null : now));
  }, [key, pages]);
  useOtherTabs(key, elsewhere?.kind === 'typed', forgetOthers);

  const change = useCallback(
    (changed: (tab: TabDraft, kept: Draft | null) => TabDraft) => {
      const storage = browserStorage();
      const before = held.current;
      hold(changed(before, storage && readDraft(storage, key, Date.now())));
      if (held.current.common !== before.common || held.current.clashes.length < before.clashes.length) {
        setElsewhere({ kind: 'typed', clashes: held.current.clashes });
      }
      if (storage && writeDraft(storage, key, pages, held.current, Date.now())) {
        held.current = asKept(pages, held.current);
        setState('kept');
      } else {
        setState('lost');
      }
    },
    [key, pages, hold],
  );

  const setValues = useCallback(
    (next: FormValues) => {
      if (early.current === null) {
        change((tab, kept) => typeIn(pages, tab, next, kept));
      } else {
        hold({ ...held.current, values: next });
        early.current = next;
      }
    },
    [pages, change, hold],
  );

  const replace = useCallback(
    (next: FormValues, over: Replacing) => {
      if (early.current === null) {
        // What was filled in has taken the place of what was typed: that is not what is back.
        setRestoredFrom(null);
        change((tab, kept) => replaceAll(pages, tab, next, over, kept));
      } else {
        hold({ ...held.current, values: next, replaced: { ...over, isTouched: false } });
        early.current = next;
      }
    },
    [pages, change, hold],
  );

  const discard = useCallback(
    (reset = false) => {
      const storage = browserStorage();
      if (storage) {
        removeDraft(storage, key);
      }
      setRestoredFrom(null);
      setElsewhere(null);
      hold({ ...held.current, ...(reset ? { values: initialValues(pages) } : {}), clashes: [], replaced: null });
      if (reset) {
        setState('fresh');
      }
    },
    [key, pages, hold],
  );
  const masked = useMemo(() => hasMasked({ pages }), [pages]);
  return { hasMasked: masked, values, setValues, replace, replaced, state, restoredFrom, elsewhere, discard };
}
