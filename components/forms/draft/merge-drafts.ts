import { withoutMasked } from '#lib/domain/template/masked.ts';
import type { FormPage } from '#lib/domain/template/template.ts';
import { isSame } from '#lib/domain/value/same.ts';
import type { FormValues } from '../schema/values.ts';

/** A field that was changed in two tabs to different values. */
export type Clash = { field: string; theirs: unknown };

/**
 * One form in two tabs: each field that only the other tab changed becomes theirs, each that was changed here stays. One
 * that both changed stays, too, and is told with what they have. Masked values are in no draft and always stay.
 * @param base what both tabs had last in common, as it was kept
 * @param open fields that the two tabs have differed in before: they stay clashes until the values agree
 */
export function mergeDrafts(
  pages: FormPage[],
  { base, mine, theirs, open }: { base: FormValues; mine: FormValues; theirs: FormValues; open: ReadonlySet<string> },
): { values: FormValues; clashes: Clash[] } {
  const kept = withoutMasked({ pages }, mine);
  const values = { ...mine };
  const clashes: Clash[] = [];
  for (const field of new Set([...Object.keys(base), ...Object.keys(theirs), ...open])) {
    if (isSame(theirs[field], kept[field]) || (isSame(theirs[field], base[field]) && !open.has(field))) {
      continue;
    }
    const hasSecret = !isSame(kept[field], mine[field]);
    if (open.has(field) || !isSame(kept[field], base[field]) || hasSecret) {
      clashes.push({ field, theirs: theirs[field] });
    } else if (theirs[field] === undefined) {
      delete values[field];
    } else {
      values[field] = theirs[field];
    }
  }
  return { values, clashes };
}
