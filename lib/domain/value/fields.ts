/**
 * Readers for objects of other systems, where every field may be missing or of a wrong type: they give a plain
 * value of the right type or say that there is none, and never throw.
 */
export type Fields = Readonly<Record<string, unknown>>;

const NO_FIELDS: Fields = Object.freeze({});
const NO_ITEMS: readonly unknown[] = Object.freeze([]);

/** The fields of an object; none for anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : NO_FIELDS;
}

/** The items of a list, at most `limit`; none for anything else. */
export function itemsOf(value: unknown, limit = 10_000): readonly unknown[] {
  if (!Array.isArray(value)) {
    return NO_ITEMS;
  }
  return value.length > limit ? value.slice(0, limit) : value;
}

/** A text of at most `longest` characters, cut with an ellipsis; '' for anything else. */
export function textOf(value: unknown, longest = 256): string {
  return typeof value === 'string' ? cutText(value, longest) : '';
}

/** Cuts a text to at most `longest` characters, of which the last is then an ellipsis. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) {
    return text;
  }
  // By way of JSON, because a slice would keep the whole long text in memory.
  return JSON.parse(JSON.stringify(`${text.slice(0, longest - 1).toWellFormed()}…`)) as string;
}

/** A finite number, or the fallback. */
export function numberOf<Fallback>(value: unknown, fallback: Fallback): number | Fallback {
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

/** True for `true` alone. */
export function flagOf(value: unknown): boolean {
  return value === true;
}

/** ms since 1970 of a time as RFC 3339 writes it; null for anything else. */
export function timeOf(value: unknown): number | null {
  if (typeof value !== 'string' || value.length > 40) {
    return null;
  }
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}

/** The value itself where it is one of those allowed, or the fallback. */
export function oneOf<Choice extends string, Fallback>(
  value: unknown,
  choices: readonly Choice[],
  fallback: Fallback,
): Choice | Fallback {
  return choices.find((choice) => choice === value) ?? fallback;
}

/** The entries whose value is a text, cut to `longest`; at most `limit` of them. For labels and annotations. */
export function textsOf(value: unknown, longest = 256, limit = 256): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [key, text] of Object.entries(fieldsOf(value)).slice(0, limit)) {
    if (typeof text === 'string' && key !== '__proto__') {
      texts[cutText(key, longest)] = cutText(text, longest);
    }
  }
  return texts;
}
