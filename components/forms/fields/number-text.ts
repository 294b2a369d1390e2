/**
 * What a number field holds for what is typed: a number as soon as the text is one, and the text itself while it is
 * not (`3.`, `-`, `abc`), so that nothing typed is lost and validation can speak of it.
 */
export function numberFromText(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') {
    return undefined;
  }
  const number = Number(trimmed);
  return Number.isFinite(number) && String(number) === trimmed ? number : trimmed;
}

/** The same when the field is left: `3.0` and `007` become what they mean. */
export function settledNumber(value: unknown): unknown {
  const number = typeof value === 'string' && /^[-+\d.e]{1,40}$/i.test(value) ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : value;
}

/** One step up or down within the limits; from nothing it begins at the lower limit or 0. */
export function steppedNumber(
  value: unknown,
  by: 1 | -1,
  { step, minimum, maximum }: { step: number; minimum: number | null; maximum: number | null },
): number {
  const from = typeof value === 'number' ? value : null;
  const next = from === null ? (minimum ?? 0) : Number((from + by * step).toFixed(10));
  return Math.min(maximum ?? next, Math.max(minimum ?? next, next));
}
