const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const DURATION = /^[-+]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
/** Go counts nanoseconds in 63 bits. */
const LONGEST_MS = 2 ** 63 / 1e6;

/** ms of a length as Go's time.ParseDuration reads it, `1m30s`: it knows no days. Null for what is none. */
export function parseGoDuration(text: string): number | null {
  if (!DURATION.test(text)) {
    return null;
  }
  const ms = [...text.matchAll(/([\d.]+)([a-zµμ]+)/g)].reduce(
    (sum, [, amount, unit = '']) => sum + Number(amount) * (UNIT_MS[unit] ?? 0),
    0,
  );
  return ms >= LONGEST_MS ? null : text.startsWith('-') ? -ms : ms;
}

/** The same where Argo CD takes digits alone for seconds, and nothing goes backwards. */
export function readGoDuration(value: unknown): number | null {
  if (typeof value !== 'string' || value.length > 64) {
    return null;
  }
  const ms = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : parseGoDuration(value);
  return ms !== null && ms < 0 ? null : ms;
}
