const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const JUST_NOW = 5 * SECOND;
const DATE_AFTER = 30 * DAY;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function amount(ms: number): string {
  if (ms < MINUTE) {
    return `${Math.floor(ms / SECOND)} s`;
  }
  if (ms < HOUR) {
    return `${Math.floor(ms / MINUTE)} min`;
  }
  return ms < DAY ? `${Math.floor(ms / HOUR)} h` : `${Math.floor(ms / DAY)} d`;
}

/** How long something has lasted, in one unit: `42 s`, `4 min`, `3 d`. */
export function age(since: number, now: number): string {
  return isTime(since) ? amount(Math.max(0, now - since)) : 'unknown';
}

/** Whole dates are in UTC, so that server and browser write the same. */
function dateOf(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

const LATEST = 8.64e15;

/** Whether a number is a time that a date can hold. */
export function isTime(at: number): boolean {
  return Number.isFinite(at) && Math.abs(at) <= LATEST;
}

/** How long ago, or how far ahead, in one unit: `just now`, `42 s ago`, `in 4 min`; older than 30 days as a date. */
export function relativeTime(at: number, now: number): string {
  if (!isTime(at)) {
    return 'unknown';
  }
  const away = Math.abs(now - at);
  if (away < JUST_NOW) {
    return 'just now';
  }
  if (away >= DATE_AFTER) {
    return dateOf(at);
  }
  return at <= now ? `${amount(away)} ago` : `in ${amount(away)}`;
}

const UNITS: [string, number][] = [
  ['d', DAY],
  ['h', HOUR],
  ['min', MINUTE],
  ['s', SECOND],
];

/** A length of time in its two largest units: `4 min 12 s`, `2 d 3 h`, `850 ms`. Negative ones count as none. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) {
    return 'unknown';
  }
  if (ms < SECOND) {
    return `${Math.max(0, Math.round(ms))} ms`;
  }
  const first = UNITS.findIndex(([, unit]) => ms >= unit);
  const [name, unit] = UNITS[first] ?? ['s', SECOND];
  const whole = Math.floor(ms / unit);
  const [nextName, nextUnit] = UNITS[first + 1] ?? ['', 0];
  const rest = nextUnit > 0 ? Math.floor((ms - whole * unit) / nextUnit) : 0;
  return rest > 0 ? `${whole} ${name} ${rest} ${nextName}` : `${whole} ${name}`;
}

/** Making a format takes longer than a hundred uses of it, and every row of a table has a time. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** That of the browser's own zone is made anew: somebody who travels takes the tab along. */
function formatFor(timeZone: string | undefined): Intl.DateTimeFormat {
  const known = timeZone === undefined ? undefined : FORMATS.get(timeZone);
  if (known !== undefined) {
    return known;
  }
  const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
  if (timeZone !== undefined) {
    FORMATS.set(timeZone, format);
  }
  return format;
}

/** The exact time with its zone: `2026-11-21 03:42:18 UTC`. The zone is the browser's unless told. */
export function exactTime(at: number, timeZone?: string): string {
  if (!isTime(at)) {
    return 'unknown';
  }
  const zone =
    timeZone ??
    new Intl.DateTimeFormat('en', { timeZoneName: 'short' })
      .formatToParts(at)
      .find((part) => part.type === 'timeZoneName')?.value;
  return `${formatFor(timeZone).format(at)} ${zone ?? ''}`.trim();
}
