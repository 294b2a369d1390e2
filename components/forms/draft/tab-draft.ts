import { withoutMasked } from '#lib/domain/template/masked.ts';
import type { FormPage } from '#lib/domain/template/template.ts';
import { isSame } from '#lib/domain/value/same.ts';
import type { FormValues } from '../schema/values.ts';
import type { Draft, Replaced, Replacing } from './draft-store.ts';
import { type Clash, mergeDrafts } from './merge-drafts.ts';

/** A form in one of the tabs that share its draft. */
export type TabDraft = {
  values: FormValues;
  /** What is kept for all tabs, as this one knows it. */
  common: FormValues;
  /** Where this tab and another differ, until they agree. */
  clashes: Clash[];
  /** What the form was filled in over, for the way back; null when nobody filled it in. */
  replaced: Replaced | null;
};

/** What another tab kept, under what is here. What either of them holds for a clash stays one while they differ. */
export function takeIn(pages: FormPage[], { values, common, clashes, replaced }: TabDraft, draft: Draft): TabDraft {
  const open = new Set([...clashes, ...draft.clashes].map(({ field }) => field));
  const merged = mergeDrafts(pages, { base: common, mine: values, theirs: draft.values, open });
  // The one that is here has the passwords, too.
  const isKnown = replaced !== null && isSame(withoutMasked({ pages }, replaced.other), draft.replaced?.other);
  const isHere = isKnown && replaced.isUndone === draft.replaced?.isUndone;
  const isTouched = replaced?.isTouched === true || draft.replaced?.isTouched === true;
  return { ...merged, common: draft.values, replaced: isHere ? { ...replaced, isTouched } : draft.replaced };
}

/** What was typed here. A tab that slept may not have heard of what the others `kept`. */
export function typeIn(pages: FormPage[], before: TabDraft, next: FormValues, kept: Draft | null): TabDraft {
  const tab = { ...before, replaced: before.replaced && { ...before.replaced, isTouched: true } };
  if (kept !== null && !isSame(kept.values, tab.common)) {
    return takeIn(pages, { ...tab, values: next }, kept);
  }
  const now = withoutMasked({ pages }, next);
  return { ...tab, values: next, clashes: tab.clashes.filter(({ field, theirs }) => !isSame(now[field], theirs)) };
}

/** All values were replaced at once by those of something else. */
export function replaceAll(
  pages: FormPage[],
  tab: TabDraft,
  next: FormValues,
  replacing: Replacing,
  kept: Draft | null,
): TabDraft {
  return { ...typeIn(pages, tab, next, kept), replaced: { ...replacing, isTouched: false } };
}

/** What is there to go back to when something is filled in over `values`: not an example that nobody has touched. */
export function wayBack(replaced: Replaced | null, values: FormValues): FormValues {
  return replaced === null || replaced.isUndone || replaced.isTouched ? values : replaced.other;
}

/** What is there was kept: from now on it is what all tabs have. */
export function asKept(pages: FormPage[], tab: TabDraft): TabDraft {
  return { ...tab, common: withoutMasked({ pages }, tab.values) };
}
