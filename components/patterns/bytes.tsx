import { formatBytes } from './format-bytes.ts';

/** An amount of memory or storage; the exact number of bytes on hover. */
export function Bytes({ value, className }: { value: number; className?: string }) {
  return (
    <span className={className ?? 'whitespace-nowrap'} title={`${value.toLocaleString('en')} bytes`}>
      {formatBytes(value)}
    </span>
  );
}
