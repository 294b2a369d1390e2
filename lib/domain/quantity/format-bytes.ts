const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const STEP = 1_024;

/** Bytes in binary units as Kubernetes counts them: `14.2 GiB`, `512 MiB`, `0 B`; at most one digit behind the point. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) {
    return 'unknown';
  }
  let amount = Math.abs(bytes);
  let unit = 0;
  // 1023.96 would be written as "1024.0": the next unit says it better.
  while (amount >= STEP - 0.05 && unit < UNITS.length - 1) {
    amount /= STEP;
    unit += 1;
  }
  const rounded = unit === 0 ? Math.round(amount) : Math.round(amount * 10) / 10;
  return `${bytes < 0 ? '-' : ''}${rounded} ${UNITS[unit]}`;
}
