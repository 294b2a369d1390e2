import type { Column } from '#components/patterns/data-table/column.ts';
import { formatBytes } from '#components/patterns/format-bytes.ts';
import { RowFreshness } from '#components/patterns/freshness/row-freshness.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { nameInWords } from '#lib/domain/cluster/qualified.ts';
import type { VramBook } from '#lib/domain/gpu/vram/vram.ts';
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
      <span className="truncate font-medium">{nameInWords(row.id)}</span>
      {row.node !== null && <RowFreshness id={row.id} />}
    </span>
  );
}

function slicesInWords(row: GpuMachine): string {
  const slices = slicesOf(row);
  return slices === null ? 'outside' : `${slices.free} of ${slices.all} free`;
}

/** Nobody measures it and no model is known to lie there: that is not the same as empty. */
function memoryIsUnknown(vram: Pick<VramBook, 'usedBytes' | 'models'>): boolean {
  return vram.usedBytes === null && usedBytesOf(vram) === 0;
}

function memoryInWords({ vram }: GpuMachine): string {
  if (vram === null || vram.totalBytes === null) {
    return 'not known';
  }
  const used = usedBytesOf(vram);
  const words = memoryIsUnknown(vram) ? 'use not known' : formatBytes(used);
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
    plain: (row) => row.id,
    value: isInTrouble,
    render: (row) => <Name row={row} />,
  },
  { id: 'cards', header: 'Cards', size: 'grow-2', narrow: 'meta', plain: productOf, render: productOf },
  {
    id: 'sharing',
    header: 'Shared',
    size: 'md',
    isWideOnly: true,
    plain: (row) => row.node?.gpu.sharing ?? null,
    render: (row) => row.node?.gpu.sharing ?? '',
  },
  {
    id: 'free',
    header: 'Free slices',
    isSortable: true,
    size: 'md',
    align: 'end',
    narrow: 'end',
    plain: (row) => slicesOf(row)?.free ?? null,
    value: slicesInWords,
    render: slicesInWords,
  },
  {
    id: 'memory',
    header: 'Memory used',
    isSortable: true,
    size: 'lg',
    align: 'end',
    plain: ({ vram }) => (vram === null || memoryIsUnknown(vram) ? null : usedBytesOf(vram)),
    value: memoryInWords,
    render: memoryInWords,
  },
  {
    id: 'slices',
    header: 'All slices',
    size: 'sm',
    align: 'end',
    isExtra: true,
    plain: (row) => slicesOf(row)?.all ?? null,
    render: (row) => slicesOf(row)?.all ?? '',
  },
  {
    id: 'total',
    header: 'All memory',
    size: 'sm',
    align: 'end',
    isExtra: true,
    plain: ({ vram }) => vram?.totalBytes ?? null,
    render: ({ vram }) => (vram === null || vram.totalBytes === null ? 'not known' : formatBytes(vram.totalBytes)),
  },
];
