import { withoutMasked } from '#lib/domain/template/masked.ts';
import type { FormPage } from '#lib/domain/template/template.ts';
import { fieldsOf, flagOf, itemsOf, numberOf } from '#lib/domain/value/fields.ts';
import type { FormValues } from '../schema/values.ts';
import type { Clash } from './merge-drafts.ts';

/** The part of `localStorage` that drafts need. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What the form was filled in from, what it would hold otherwise, and whether anybody typed since. */
export type Replaced = Replacing & { isTouched: boolean };
export type Replacing = { from: string; other: FormValues; isUndone: boolean };

export type Draft = {
  values: FormValues;
  /** Where the tab that kept it differed from another, with what stood there. */
  clashes: Clash[];
  /** null when nobody filled it in. */
  replaced: Replaced | null;
  savedAt: number;
};

const PREFIX = 'portolan-draft/';
const KEPT_MS = 30 * 24 * 3_600_000;
const MOST_CHARACTERS = 200_000;

/** A draft that was kept, unless it is old, foreign or broken. */
export function readDraft(storage: DraftStorage, key: string, now: number): Draft | null {
  return parseDraft(storage.getItem(PREFIX + key), now);
}

/** Tells of each time that another tab keeps or removes a draft of this key; gives how to end that. */
export function onDraftElsewhere(key: string, heard: (draft: Draft | null) => void): () => void {
  const listen = (event: StorageEvent) => {
    if (event.storageArea === window.localStorage && event.key === PREFIX + key) {
      heard(parseDraft(event.newValue, Date.now()));
    }
  };
  window.addEventListener('storage', listen);
  return () => window.removeEventListener('storage', listen);
}

function parseDraft(text: string | null, now: number): Draft | null {
  if (text === null || text.length > MOST_CHARACTERS) {
    return null;
  }
  const draft = fieldsOf(parseJson(text));
  const savedAt = numberOf(draft.savedAt, 0);
  const isUsable = typeof draft.values === 'object' && draft.values !== null && now - savedAt < KEPT_MS;
  return isUsable
    ? {
        values: fieldsOf(draft.values),
        clashes: clashesOf(draft.clashes),
        replaced: replacedOf(draft.replaced),
        savedAt,
      }
    : null;
}

function clashesOf(value: unknown): Clash[] {
  return itemsOf(value)
    .map(fieldsOf)
    .flatMap(({ field, theirs }) => (typeof field === 'string' ? [{ field, theirs }] : []));
}

function replacedOf(value: unknown): Replaced | null {
  const { from, other, isUndone, isTouched } = fieldsOf(value);
  return typeof from === 'string' && typeof other === 'object' && other !== null
    ? { from, other: fieldsOf(other), isUndone: flagOf(isUndone), isTouched: flagOf(isTouched) }
    : null;
}

/** Anything may stand in the browser's storage; what is not JSON is no draft. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Keeps what was typed, without masked fields. False when the browser has no room or keeps nothing. */
export function writeDraft(
  storage: DraftStorage,
  key: string,
  pages: FormPage[],
  { values, clashes, replaced }: Omit<Draft, 'savedAt'>,
  now: number,
): boolean {
  const text = JSON.stringify({
    values: withoutMasked({ pages }, values),
    clashes,
    replaced: replaced && { ...replaced, other: withoutMasked({ pages }, replaced.other) },
    savedAt: now,
  });
  if (text.length > MOST_CHARACTERS) {
    return false;
  }
  try {
    storage.setItem(PREFIX + key, text);
    return true;
  } catch {
    return false;
  }
}

export function removeDraft(storage: DraftStorage, key: string): void {
  storage.removeItem(PREFIX + key);
}
