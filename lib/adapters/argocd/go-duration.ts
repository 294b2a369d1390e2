const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** ms of a length as Go writes it, `1m30s`; digits alone are seconds. Null for what is none. */
export function readGoDuration(value: unknown): number | null {
  if (typeof value !== 'string' || !/^(?:\d{1,9}|(?:\d{1,9}(?:\.\d{1,3})?(?:ms|s|m|h)){1,4})$/.test(value)) {
    return null;
  }
  return /^\d+$/.test(value)
    ? Number(value) * 1000
    : [...value.matchAll(/([\d.]+)(ms|s|m|h)/g)].reduce(
        (sum, [, amount, unit = '']) => sum + Number(amount) * (UNIT_MS[unit] ?? 0),
        0,
      );
}
