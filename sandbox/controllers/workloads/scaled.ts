/** A count, or a percentage of another count: `intstr.GetScaledValueFromIntOrPercent`. */
export function scaledCount(value: unknown, of: number, rounding: 'up' | 'down', fallback: number): number {
  if (typeof value === 'number') {
    return Math.max(0, Math.trunc(value));
  }
  const percent = typeof value === 'string' && /^\d{1,4}%$/.test(value) ? Number(value.slice(0, -1)) : null;
  if (percent === null) {
    return fallback;
  }
  return rounding === 'up' ? Math.ceil((percent * of) / 100) : Math.floor((percent * of) / 100);
}
