/** The clocks of a time zone. */
export type Zone = {
  /** Whether Argo CD knows it; it goes by UTC where not. */
  isKnown: boolean;
  /** How far its clocks are ahead of UTC at a moment, in ms. */
  offsetAt(at: number): number;
};

const UTC: Zone = { isKnown: true, offsetAt: () => 0 };

/** A zone by its name in the time zone database, as Go's time.LoadLocation finds it. */
export function zoneOf(name: string): Zone {
  if (name === 'UTC') {
    return UTC;
  }
  const format = formatIn(name);
  if (format === null) {
    return { ...UTC, isKnown: false };
  }
  const offsetAt = (at: number) => {
    const shown = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(shown) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  };
  return { isKnown: true, offsetAt };
}

/** Null for what is no zone to Go: JavaScript takes `+02:00` for one as well, and names in any case. */
function formatIn(timeZone: string): Intl.DateTimeFormat | null {
  if (/^[+-]/.test(timeZone)) {
    return null;
  }
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    const own = format.resolvedOptions().timeZone;
    return own !== timeZone && own.toLowerCase() === timeZone.toLowerCase() ? null : format;
  } catch (error) {
    if (error instanceof RangeError) {
      return null;
    }
    throw error;
  }
}
