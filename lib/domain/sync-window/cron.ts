/** When something begins, as cron writes it: in words of five fields (robfig/cron, ParseStandard). */
export type Schedule = { minutes: number[]; hours: number[]; days: Day };

type Day = { ofMonth: Set<number>; months: Set<number>; ofWeek: Set<number>; isEither: boolean };

const MACROS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const PART = /^(\*|\?|\d{1,2}|[a-z]{3})(?:-(\d{1,2}|[a-z]{3}))?(?:\/(\d{1,2}))?$/;
/** A rare day, such as the 29th of February, comes within these. */
const MOST_DAYS = 366 * 8 + 2;
const DAY_MS = 86_400_000;

/** Null for what is no schedule. */
export function parseSchedule(text: string): Schedule | null {
  const fields = (MACROS[text.trim()] ?? text).trim().toLowerCase().split(/\s+/);
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fields;
  if (fields.length !== 5) {
    return null;
  }
  const minutes = valuesOf(minute, 0, 59);
  const hours = valuesOf(hour, 0, 23);
  const ofMonth = valuesOf(dayOfMonth, 1, 31);
  const months = valuesOf(month, 1, 12, MONTHS);
  const ofWeek = valuesOf(dayOfWeek, 0, 6, WEEKDAYS);
  if (minutes === null || hours === null || ofMonth === null || months === null || ofWeek === null) {
    return null;
  }
  // With both days restricted, either is enough.
  const isEither = ![dayOfMonth, dayOfWeek].some((field) => field === '*' || field === '?');
  const days = { ofMonth: new Set(ofMonth), months: new Set(months), ofWeek: new Set(ofWeek), isEither };
  return { minutes, hours, days };
}

function valuesOf(field = '', least: number, most: number, names: readonly string[] = []): number[] | null {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [, from = '', to, step] = PART.exec(part) ?? [];
    const isAll = from === '*' || from === '?';
    const first = isAll ? least : numberOf(from, least, names);
    const last = isAll ? most : to === undefined ? (step === undefined ? first : most) : numberOf(to, least, names);
    if (!(first >= least && last <= most && first <= last) || step === '0' || (isAll && to !== undefined)) {
      return null;
    }
    for (let value = first; value <= last; value += Number(step ?? 1)) {
      values.add(value);
    }
  }
  return [...values].sort((a, b) => a - b);
}

function numberOf(text: string, least: number, names: readonly string[]): number {
  const named = names.indexOf(text);
  return named === -1 ? (/^\d+$/.test(text) ? Number(text) : Number.NaN) : named + least;
}

/** The first beginning after a moment (both in ms since 1970), by the clocks of a time zone; null where none comes. */
export function nextStart(schedule: Schedule, after: number, timeZone: string): number | null {
  const zone = clockOf(timeZone);
  if (zone === null) {
    return null;
  }
  // As if the clock on the wall were UTC, so that days can be counted.
  const wall = after + zone(after);
  const firstDay = wall - (((wall % DAY_MS) + DAY_MS) % DAY_MS);
  for (let count = 0; count < MOST_DAYS; count += 1) {
    const day = firstDay + count * DAY_MS;
    if (isDay(schedule.days, new Date(day))) {
      for (const hour of schedule.hours) {
        for (const minute of schedule.minutes) {
          const shown = day + (hour * 60 + minute) * 60_000;
          const at = shown - zone(shown - zone(shown));
          if (at > after) {
            return at;
          }
        }
      }
    }
  }
  return null;
}

function isDay({ ofMonth, months, ofWeek, isEither }: Day, day: Date): boolean {
  const [inMonth, inWeek] = [ofMonth.has(day.getUTCDate()), ofWeek.has(day.getUTCDay())];
  return months.has(day.getUTCMonth() + 1) && (isEither ? inMonth || inWeek : inMonth && inWeek);
}

/** How far the clocks of a zone are ahead of UTC at a moment, in ms; null for a zone that is none. */
function clockOf(timeZone: string): ((at: number) => number) | null {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    return (at) => {
      const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
      const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
      return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
    };
  } catch (error) {
    if (error instanceof RangeError) {
      return null;
    }
    throw error;
  }
}
