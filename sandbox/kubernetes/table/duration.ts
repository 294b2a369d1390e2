const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** A span of time in two or three characters and sometimes two units, as kubectl shows it (apimachinery HumanDuration). */
export function formatDuration(ms: number): string {
  if (ms < -SECOND) {
    return '<invalid>';
  }
  if (ms < 2 * MINUTE) {
    return `${Math.max(0, Math.floor(ms / SECOND))}s`;
  }
  if (ms < 10 * MINUTE) {
    return two(ms, MINUTE, 'm', SECOND, 's');
  }
  if (ms < 3 * HOUR) {
    return `${Math.floor(ms / MINUTE)}m`;
  }
  if (ms < 8 * HOUR) {
    return two(ms, HOUR, 'h', MINUTE, 'm');
  }
  if (ms < 2 * DAY) {
    return `${Math.floor(ms / HOUR)}h`;
  }
  if (ms < 8 * DAY) {
    return two(ms, DAY, 'd', HOUR, 'h');
  }
  if (ms < 2 * YEAR) {
    return `${Math.floor(ms / DAY)}d`;
  }
  return ms < 8 * YEAR ? two(ms, YEAR, 'y', DAY, 'd') : `${Math.floor(ms / YEAR)}y`;
}

function two(ms: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)}${largeUnit}${rest === 0 ? '' : `${rest}${smallUnit}`}`;
}

/** How long ago a time of an object was; `<unknown>` where it has none. */
export function formatAge(timestamp: unknown, now: number): string {
  const at = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  return Number.isNaN(at) ? '<unknown>' : formatDuration(now - at);
}
