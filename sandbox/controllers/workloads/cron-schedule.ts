/** The minutes a cron expression names; null when the text is no schedule. */
export type CronSchedule = { matches(at: Date): boolean };

const MACROS: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const RANGES: [least: number, most: number][] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];
const PART = /^(\*|\d{1,2}(?:-\d{1,2})?)(?:\/(\d{1,2}))?$/;

function fieldValues(text: string, [least, most]: [number, number]): Set<number> | null {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const match = PART.exec(part);
    if (match === null) {
      return null;
    }
    const [, span = '', step] = match;
    const [from, to] = span === '*' ? [least, most] : span.split('-').map(Number);
    const last = to ?? (step === undefined ? from : most);
    if (from === undefined || last === undefined || from < least || last > most || step === '0') {
      return null;
    }
    for (let value = from; value <= last; value += Number(step ?? 1)) {
      values.add(value);
    }
  }
  return values;
}

/** Five fields or a macro, in UTC as the controller of k3s runs. */
export function parseCron(text: string): CronSchedule | null {
  const fields = (MACROS[text.trim()] ?? text).trim().split(/\s+/);
  if (fields.length !== 5) {
    return null;
  }
  const sets = fields.map((field, index) => fieldValues(field, RANGES[index] ?? [0, 0]));
  const [minutes, hours, days, months, weekdays] = sets;
  if (!minutes || !hours || !days || !months || !weekdays) {
    return null;
  }
  // With both a day of the month and a weekday given, either is enough.
  const isEitherDay = fields[2] !== '*' && fields[4] !== '*';
  return {
    matches(at) {
      const isDay = days.has(at.getUTCDate());
      const isWeekday = weekdays.has(at.getUTCDay()) || (at.getUTCDay() === 0 && weekdays.has(7));
      return (
        minutes.has(at.getUTCMinutes()) &&
        hours.has(at.getUTCHours()) &&
        months.has(at.getUTCMonth() + 1) &&
        (isEitherDay ? isDay || isWeekday : isDay && isWeekday)
      );
    },
  };
}

const MINUTE_MS = 60_000;
/** Far enough for the 29th of February. */
const SEARCHED_MINUTES = 4 * 366 * 24 * 60;

/** The first minute after `after` that the schedule names, in ms; null when there is none in four years. */
export function nextRun(schedule: CronSchedule, after: number): number | null {
  let at = Math.floor(after / MINUTE_MS) * MINUTE_MS;
  for (let count = 0; count < SEARCHED_MINUTES; count += 1) {
    at += MINUTE_MS;
    if (schedule.matches(new Date(at))) {
      return at;
    }
  }
  return null;
}
