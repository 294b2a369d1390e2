const MOST_TEXTS = 20_000;
const texts = new Map<string, string>();

/**
 * The same text as one string for all who have it. Kinds, groups, namespaces and addresses are the same in thousands
 * of applications, and a parser makes each occurrence anew. Hostile variety only costs the saving.
 */
export function sharedText(text: string): string {
  const known = texts.get(text);
  if (known !== undefined) {
    return known;
  }
  if (texts.size >= MOST_TEXTS) {
    texts.clear();
  }
  texts.set(text, text);
  return text;
}
