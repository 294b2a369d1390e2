import { formatBytes } from '#components/patterns/format-bytes.ts';
import type { HeldPool } from '#lib/domain/gpu/ledger.ts';

const MIB = 1024 ** 2;

/** What a pool of slices is called, and how much of it is left. */
export function PoolHead({
  pool: { resource, profile, perDevice, allocatable, taken, free, memoryMiB },
}: {
  pool: HeldPool;
}) {
  return (
    <p className="flex flex-wrap justify-between gap-x-4 text-xs">
      <span>
        <span className="font-mono">{resource}</span>
        {profile !== '' && perDevice > 1 && (
          <span className="text-muted"> · {perDevice} to a device, sharing its memory</span>
        )}
      </span>
      <span className="tabular-nums">
        {taken} of {allocatable} held,{' '}
        <span className={free < 0 ? 'font-medium text-bad' : 'text-muted'}>
          {free < 0 ? `${-free} more than are handed out` : `${free} free`}
        </span>
        {memoryMiB !== null && <span className="text-muted"> · {formatBytes(memoryMiB * MIB)} each</span>}
      </span>
    </p>
  );
}
