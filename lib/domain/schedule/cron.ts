import { type Zone, zoneOf } from './time-zone.ts';

/**
 * When something begins, in five fields as robfig/cron reads them. Argo CD's parser has no words such as `@daily`
 * (argo-cd types.go: cron.NewParser of minute, hour, day of month, month and day of week).
 */
export type Schedule = { minutes: number[]; hours: number[]; days: Day; zone: Zone | null };

type Day = { ofMonth: Set<number>; months: Set<number>; ofWeek: Set<number>; isEither: boolean };
type Bounds = { least: number; most: number; names?: readonly string[] };
/** `isOpen`: it leaves out nothing, as a star does. */
type Field = { values: number[]; isOpen: boolean };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Bounds[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: MONTHS },
  { least: 0, most: 6, names: WEEKDAYS },
];
/** A rare day, such as the 29th of February, comes within these. */
const MOST_DAYS = 366 * 8 + 2;
const DAY_MS = 86_400_000;
/** Clocks are put forward and back by less: what they showed before is over, and need not be worked out. */
const MOST_SHIFT_MS = 4 * 3_600_000;

/** Null for what is no schedule. */
export function parseSchedule(text: string): Schedule | null {
  const [, zoneName, fieldsText = text] = /^(?:CRON_)?TZ=(\S*) (.*)$/s.exec(text) ?? [];
  const zone = zoneName === undefined ? null : zoneOf(zoneName || 'UTC');
  const texts = fieldsText.trim().toLowerCase().split(/\s+/);
  const fields = FIELDS.map((bounds, index) => readField(texts[index] ?? '', bounds)).filter((field) => field !== null);
  const [minutes, hours, ofMonth, months, ofWeek] = fields;
  if (texts.length !== 5 || !minutes || !hours || !ofMonth || !months || !ofWeek || zone?.isKnown === false) {
    return null;
  }
  const days = {
    ofMonth: new Set(ofMonth.values),
    months: new Set(months.values),
    ofWeek: new Set(ofWeek.values),
    // With both days restricted, either is enough.
    isEither: !(ofMonth.isOpen || ofWeek.isOpen),
  };
  return { minutes: minutes.values, hours: hours.values, days, zone };
}

function readField(text: string, bounds: Bounds): Field | null {
  const ranges = text.split(',').map((part) => (part === '' ? { values: [], isOpen: false } : readRange(part, bounds)));
  const read = ranges.filter((range) => range !== null);
  if (text === '' || read.length < ranges.length) {
    return null;
  }
  const values = new Set(read.flatMap((range) => range.values));
  return { values: [...values].sort((a, b) => a - b), isOpen: read.some(({ isOpen }) => isOpen) };
}

function readRange(text: string, { least, most, names }: Bounds): Field | null {
  const [range = '', step, ...moreSteps] = text.split('/');
  const [from = '', to, ...moreEnds] = range.split('-');
  // What stands behind the hyphen of a star is not looked at.
  const isStar = from === '*' || from === '?';
  const inBounds = (name: string) => numberOf(name, least, names);
  const first = isStar ? least : inBounds(from);
  const last = isStar || (to === undefined && step !== undefined) ? most : to === undefined ? first : inBounds(to);
  const every = step === undefined ? 1 : numberOf(step, 0);
  const isRange = first >= least && last <= most && first <= last && every >= 1;
  if (!isRange || moreSteps.length > 0 || (!isStar && moreEnds.length > 0)) {
    return null;
  }
  const count = Math.floor((last - first) / every) + 1;
  return { values: Array.from({ length: count }, (_, index) => first + index * every), isOpen: isStar && every === 1 };
}

function numberOf(text: string, least: number, names: readonly string[] = []): number {
  const named = names.indexOf(text);
  return named === -1 ? (/^\+?\d{1,9}$/.test(text) ? Number(text) : Number.NaN) : named + least;
}

/**
 * The first beginning after a moment (both in ms since 1970), by the clocks of a time zone unless the schedule names
 * another one; null where none comes.
 */
export function nextStart(schedule: Schedule, after: number, windowZone: Zone): number | null {
  const { offsetAt } = schedule.zone ?? windowZone;
  // As if the clock on the wall were UTC, so that days can be counted.
  const wall = after + offsetAt(after);
  const firstDay = wall - (((wall % DAY_MS) + DAY_MS) % DAY_MS);
  for (let count = 0; count < MOST_DAYS; count += 1) {
    const day = firstDay + count * DAY_MS;
    if (isDay(schedule.days, new Date(day))) {
      for (const hour of schedule.hours) {
        for (const minute of schedule.minutes) {
          const shown = day + (hour * 60 + minute) * 60_000;
          if (shown < wall - MOST_SHIFT_MS) {
            continue;
          }
          const at = shown - offsetAt(shown - offsetAt(shown));
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
