import { formatDuration } from './relative-time.ts';

/** A length of time that is over, from ms. */
export function Duration({ ms, className }: { ms: number; className?: string }) {
  return <span className={className ?? 'whitespace-nowrap'}>{formatDuration(ms)}</span>;
}
