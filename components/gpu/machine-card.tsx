import type { ReactNode } from 'react';
import { formatBytes } from '#components/patterns/format-bytes.ts';
import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { nameInWords, plainName } from '#lib/domain/cluster/qualified.ts';
import type { GpuMachine } from '#lib/views/gpu/machine.ts';
import type { GpuRow } from '#lib/views/gpu/nodes.ts';
import { HoldersTable } from './holders-table.tsx';
import { PoolHead } from './pool-head.tsx';
import { cardsInWords, sharingInWords } from './sharing-words.ts';
import { SliceMap } from './slice-map.tsx';
import { VramLedger } from './vram-ledger.tsx';

const MIB = 1024 ** 2;

/** A machine's cards: what they are, how they are divided, who holds which slice, and how full their memory is. */
export function MachineCard({
  machine: { id, node, vram },
  trouble = null,
}: {
  machine: GpuMachine;
  /** How fresh what is known of it is, where that is worth a word. */
  trouble?: ReactNode;
}) {
  return (
    <Card
      title={nameInWords(id)}
      actions={
        <>
          {trouble}
          {node === null ? <span className="text-muted text-xs">outside of the cluster</span> : <NodeState {...node} />}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {node !== null && <Division row={node} />}
        {vram !== null && <VramLedger book={vram} />}
        {node !== null && <Slices row={node} />}
      </div>
    </Card>
  );
}

function NodeState({ ready, unschedulable }: Pick<GpuRow, 'ready' | 'unschedulable'>) {
  if (ready !== 'True') {
    return <span className="text-bad text-xs">{ready === 'False' ? 'not ready' : 'not heard of'}</span>;
  }
  return unschedulable ? <span className="text-warn text-xs">takes no new pods</span> : null;
}

function Division({ row: { gpu, taints } }: { row: GpuRow }) {
  const facts = [
    eachInWords(gpu),
    gpu.driver === '' ? null : `driver ${gpu.driver}`,
    gpu.cuda === '' ? null : `CUDA ${gpu.cuda}`,
    ...taints.map(({ key, value, effect }) => `taint ${key}${value === '' ? '' : `=${value}`}:${effect}`),
  ].filter((fact) => fact !== null);
  return (
    <>
      <div className="flex flex-col gap-0.5 text-sm">
        <p className="font-medium">{cardsInWords(gpu)}</p>
        {facts.length > 0 && <p className="break-words text-muted text-xs">{facts.join(' · ')}</p>}
        <p className="text-muted">{sharingInWords(gpu)}</p>
      </div>
      {gpu.notices.map(({ kind, text }) => (
        <p key={kind} className="flex gap-2 text-sm">
          <Icon
            name={kind === 'reconfiguring' ? 'progressing' : 'warn'}
            size={14}
            className="mt-0.5 flex-none text-warn"
          />
          <span className="min-w-0">{text}</span>
        </p>
      ))}
    </>
  );
}

function eachInWords({ cardMemoryMiB, registeredMiB }: GpuRow['gpu']): string | null {
  if (cardMemoryMiB !== null) {
    return `${formatBytes(cardMemoryMiB * MIB)} each`;
  }
  return registeredMiB === undefined ? null : `${formatBytes(registeredMiB * MIB)} of each handed out by HAMi`;
}

function Slices({ row: { name, gpu, pools, unasked, applications } }: { row: GpuRow }) {
  return (
    <>
      {pools.map((pool) => (
        <section key={pool.resource} aria-label={pool.resource} className="flex flex-col gap-2">
          <PoolHead pool={pool} />
          <SliceMap pool={pool} sharing={gpu.sharing} applications={applications} />
        </section>
      ))}
      {pools.some(({ holders }) => holders.length > 0) && (
        <HoldersTable
          caption={`Who holds the slices of ${nameInWords(name)}`}
          pools={pools}
          applications={applications}
        />
      )}
      {unasked.length > 0 && (
        <p className="text-sm">
          <span className="font-medium">
            {unasked.length === 1 ? 'One pod sees' : `${unasked.length} pods see`} the card without having asked for it
          </span>{' '}
          <span className="break-words text-muted">
            ({unasked.map(plainName).join(', ')}): no slice is taken, but memory can be.
          </span>
        </p>
      )}
    </>
  );
}
