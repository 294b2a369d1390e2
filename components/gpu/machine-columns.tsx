import type { Column } from '#components/patterns/data-table/column.ts';
import { formatBytes } from '#components/patterns/format-bytes.ts';
import { Icon } from '#components/ui/icon.tsx';
import { type GpuMachine, isInTrouble, slicesOf, usedBytesOf } from '#lib/views/gpu/machine.ts';
import { cardsInWords } from './sharing-words.ts';

function Name({ row }: { row: GpuMachine }) {
  const isBad = isInTrouble(row);
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Icon
        name={isBad ? 'warn' : 'gpu'}
        size={14}
        label={isBad ? 'in trouble' : 'as it should be'}
        className={isBad ? 'text-warn' : 'text-faint'}
      />
      <span className="truncate font-medium">{row.id}</span>
    </span>
  );
}

function slicesInWords(row: GpuMachine): string {
  const slices = slicesOf(row);
  return slices === null ? 'outside' : `${slices.free} of ${slices.all} free`;
}

function memoryInWords({ vram }: GpuMachine): string {
  if (vram === null || vram.totalBytes === null) {
    return 'not known';
  }
  const used = usedBytesOf(vram);
  const words = used === 0 && vram.usedBytes === null ? 'use not known' : formatBytes(used);
  return `${vram.usedBytes === null && used > 0 ? '≥ ' : ''}${words} of ${formatBytes(vram.totalBytes)}`;
}

function productOf({ node, vram }: GpuMachine): string {
  return node === null ? (vram?.cards[0]?.product ?? 'not told') : cardsInWords(node.gpu);
}

/** The table of machines; the ids of sortable columns are the words of the address. */
export const MACHINE_COLUMNS: readonly Column<GpuMachine>[] = [
  {
    id: 'name',
    header: 'Machine',
    isSortable: true,
    narrow: 'title',
    value: isInTrouble,
    render: (row) => <Name row={row} />,
  },
  { id: 'cards', header: 'Cards', size: 'grow-2', narrow: 'meta', render: productOf },
  { id: 'sharing', header: 'Shared', size: 'md', isWideOnly: true, render: (row) => row.node?.gpu.sharing ?? '' },
  {
    id: 'free',
    header: 'Slices',
    isSortable: true,
    size: 'md',
    align: 'end',
    narrow: 'end',
    value: slicesInWords,
    render: slicesInWords,
  },
  {
    id: 'memory',
    header: 'Memory used',
    isSortable: true,
    size: 'lg',
    align: 'end',
    value: memoryInWords,
    render: memoryInWords,
  },
];
