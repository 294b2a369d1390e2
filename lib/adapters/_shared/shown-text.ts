import { withoutSecrets } from '#lib/domain/secret/without-secrets.ts';
import { cutText } from '#lib/domain/value/fields.ts';

const MOST_KEPT = 10_000;
const LONGEST_KEPT = 500;
const kept = new Map<string, string>();

/** A message or an address of another system, as it may be shown: without credentials, then cut; '' for what is no text. */
export function shownText(value: unknown, longest = 256): string {
  return typeof value === 'string'
    ? cutText(value.length > LONGEST_KEPT ? withoutSecrets(value) : clean(value), longest)
    : '';
}

/** Addresses, images and messages come again with every event of their object: each is looked through once. */
function clean(text: string): string {
  const known = kept.get(text);
  if (known !== undefined) {
    return known;
  }
  if (kept.size >= MOST_KEPT) {
    kept.clear();
  }
  const cleaned = withoutSecrets(text);
  kept.set(text, cleaned);
  return cleaned;
}
