'use client';

import { useEffect, useRef, useState } from 'react';
import type { Replaced, Replacing } from '#components/forms/draft/draft-store.ts';
import { wayBack } from '#components/forms/draft/tab-draft.ts';
import type { DraftHandle } from '#components/forms/draft/use-draft.ts';
import { initialValues } from '#components/forms/schema/form-values.ts';
import type { FormValues } from '#components/forms/schema/values.ts';
import type { FormPage } from '#lib/domain/template/template.ts';
import type { FormStart } from '#lib/views/templates/read.ts';

export type Filling = {
  /** What the form was filled in from, and what it would hold otherwise; null when nobody filled it in. */
  filled: Replaced | null;
  /** Counts the times that all values were replaced: what a form remembers of its fields is over then. */
  beginnings: number;
  fill: (values: FormValues, from: string) => void;
  /** Changes what is there for what was there before, and back: nothing that was typed is lost, nor by a reload. */
  swap: () => void;
  /** Begins with an empty form. */
  clear: () => void;
};

/** Replaces all values of a form at once, with a way back. `start` is filled in when the page opens. */
export function useFilling(draft: DraftHandle, pages: FormPage[], start: FormStart | null): Filling {
  const [beginnings, setBeginnings] = useState(0);
  const isStarted = useRef(false);
  const filled = draft.replaced;
  const replace = (values: FormValues, over: Replacing) => {
    draft.replace(values, over);
    setBeginnings((count) => count + 1);
  };
  const fill = (values: FormValues, from: string) =>
    replace({ ...initialValues(pages), ...values }, { from, other: wayBack(filled, draft.values), isUndone: false });
  useEffect(() => {
    if (start !== null && draft.state !== 'loading' && !isStarted.current) {
      isStarted.current = true;
      fill(start.values, start.change);
      // A reload brings back what was typed since, as for any other form.
      window.history.replaceState(null, '', window.location.pathname);
    }
  });
  return {
    filled,
    beginnings,
    fill,
    swap() {
      if (filled !== null) {
        replace(filled.other, { from: filled.from, other: draft.values, isUndone: !filled.isUndone });
      }
    },
    clear() {
      draft.discard(true);
      setBeginnings((count) => count + 1);
    },
  };
}
