const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The three forms that RFC 9110 section 5.6.7 has every reader take; Date.parse alone would take much else for a date. */
const FORMS = [
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/,
];

/**
 * A date as it stands in a header of HTTP, in ms since 1970; undefined where there is none that can be read.
 * @param now for a year of two digits, which is never more than 50 years ahead
 */
export function readHttpDate(text: string | undefined | null, now: number): number | undefined {
  for (const form of FORMS) {
    const { day, month = '', year = '', time = '' } = form.exec(text?.trim() ?? '')?.groups ?? {};
    if (day !== undefined) {
      return toMs({ day: Number(day), month: MONTHS.indexOf(month), year: fullYear(year, now), time });
    }
  }
  return undefined;
}

function fullYear(digits: string, now: number): number {
  if (digits.length === 4) {
    return Number(digits);
  }
  const thisYear = new Date(now).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + Number(digits);
  return year > thisYear + 50 ? year - 100 : year;
}

function toMs({ day, month, year, time }: { day: number; month: number; year: number; time: string }) {
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  const at = new Date(Date.UTC(year, month, day, hour, minute, second));
  // The 31st of February would be one of March. A second that is put in counts as the next.
  const isReal = month >= 0 && day > 0 && day <= daysIn(month, year) && hour < 24 && minute < 60 && second <= 60;
  return isReal ? at.getTime() : undefined;
}

function daysIn(month: number, year: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}
