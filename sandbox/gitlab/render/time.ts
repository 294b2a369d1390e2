/** GitLab's way to write a moment: `2026-01-31T12:00:00.000Z`. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

export function isoTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}

/** Dates of git keep the zone of who wrote them and get milliseconds: `2026-01-31T12:00:00.000+02:00`. */
export function gitTime(strict: string): string {
  const zoned = strict.endsWith('Z') ? `${strict.slice(0, -1)}+00:00` : strict;
  return `${zoned.slice(0, 19)}.000${zoned.slice(19)}`;
}

/** `2026-01-31`. */
export function isoDate(ms: number): string {
  return isoTime(ms).slice(0, 10);
}

/** What webhooks write: `2026-01-31 12:00:00 UTC`. */
export function hookTime(ms: number): string {
  return `${isoTime(ms).slice(0, 19).replace('T', ' ')} UTC`;
}

export function hookTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : hookTime(ms);
}
