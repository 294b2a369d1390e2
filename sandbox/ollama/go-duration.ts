/** ms of one unit, as Go's time.ParseDuration knows them. */
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

/** The longest time.Duration, which Ollama takes for "never": 292 years. */
export const NEVER_MS = 9_223_372_036_854;

/** `1h30m`, `-1.5s`, `0` in ms; null where Go's time.ParseDuration fails. */
export function parseGoDuration(text: string): number | null {
  const unsigned = text.replace(/^[+-]/, '');
  if (unsigned === '0') {
    return 0;
  }
  const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;
  let sumMs = 0;
  let end = 0;
  for (let match = part.exec(unsigned); match !== null; match = part.exec(unsigned)) {
    sumMs += Number(match[1]) * (UNIT_MS[match[2] ?? ''] ?? 0);
    end = part.lastIndex;
  }
  if (end === 0 || end < unsigned.length) {
    return null;
  }
  return text.startsWith('-') ? -sumMs : sumMs;
}

/**
 * `keep_alive` of a request: a duration text or a number of seconds; anything negative is never.
 * Throws a RangeError with Go's words (api/types.go, Duration.UnmarshalJSON).
 */
export function parseKeepAlive(value: string | number): number {
  const ms = typeof value === 'number' ? value * 1000 : parseGoDuration(value);
  if (ms === null) {
    throw new RangeError(`time: invalid duration ${JSON.stringify(value)}`);
  }
  return ms < 0 ? NEVER_MS : Math.min(ms, NEVER_MS);
}

/**
 * RFC 3339 with nanoseconds in the server's zone, as Go writes times. The sandbox's clock counts ms; what follows them
 * stands for the rest, so that readers meet as many digits as a real server sends.
 */
export function goTimestamp(at: number, zoneOffsetMinutes = 0): string {
  const local = new Date(at + zoneOffsetMinutes * 60_000).toISOString().slice(0, -1);
  const belowMs = String((Math.abs(at) * 7919) % 1_000_000).padStart(6, '0');
  const [seconds, fraction = ''] = `${local}${belowMs}`.split('.');
  const digits = fraction.replace(/0+$/, '');
  return `${seconds}${digits === '' ? '' : `.${digits}`}${zoneSuffix(zoneOffsetMinutes)}`;
}

function zoneSuffix(offsetMinutes: number): string {
  if (offsetMinutes === 0) {
    return 'Z';
  }
  const absolute = Math.abs(offsetMinutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}
