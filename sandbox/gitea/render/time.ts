/** RFC 3339 with whole seconds, as Go writes times. */
export function timeOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** null where it has not happened. */
export function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : timeOf(ms);
}
