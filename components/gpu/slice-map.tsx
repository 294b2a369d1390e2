import { Bar } from '#components/patterns/bar.tsx';
import { Age } from '#components/patterns/time/time.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Link } from '#components/ui/link.tsx';
import { plainName } from '#lib/domain/cluster/qualified.ts';
import type { Sharing } from '#lib/domain/gpu/gpu.ts';
import type { HeldPool } from '#lib/domain/gpu/ledger.ts';
import { type SliceCell, sliceCells } from './slice-cells.ts';

export type SliceMapProps = { pool: HeldPool; sharing: Sharing; applications: Readonly<Record<string, string>> | null };

/** The slices of a pool, each named by who holds it. Only MIG separates memory, so only its slices have walls. */
export function SliceMap({ pool, sharing, applications }: SliceMapProps) {
  const cells = sliceCells(pool);
  if (cells === null) {
    return (
      <Bar
        label={`Slices of ${pool.resource}`}
        segments={[{ id: 'held', label: 'held', value: pool.taken }]}
        total={pool.allocatable}
        format={String}
      />
    );
  }
  const isApart = sharing === 'mig-single' || sharing === 'mig-mixed' || sharing === 'none';
  const hasWalls = isApart && pool.perDevice === 1;
  return (
    <ul
      aria-label={`Slices of ${pool.resource}`}
      className={classNames(
        'grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] overflow-hidden rounded-md',
        hasWalls ? 'gap-1.5' : 'border border-line-strong bg-sunken',
      )}
    >
      {cells.map((cell) => (
        <Slice key={cell.id} cell={cell} hasWalls={hasWalls} application={applications?.[cell.holder?.pod ?? '']} />
      ))}
    </ul>
  );
}

type SliceProps = { cell: SliceCell; hasWalls: boolean; application: string | undefined };

function Slice({ cell: { holder, isOver }, hasWalls, application }: SliceProps) {
  const name = nameOf(application ?? holder?.pod ?? '');
  return (
    <li
      className={classNames(
        'flex min-h-14 min-w-0 flex-col justify-center px-2.5 py-1.5 text-xs',
        hasWalls ? 'rounded-md border-2' : 'border-e border-dashed last:border-e-0',
        isOver ? 'border-bad' : 'border-line-strong',
        holder === null ? 'text-muted' : 'bg-selected',
      )}
    >
      {holder === null ? (
        'free'
      ) : (
        <>
          <span className="truncate font-medium" title={plainName(holder.pod)}>
            {application === undefined ? name : <Link href={`/applications/${application}`}>{name}</Link>}
          </span>
          <span className="truncate text-muted">
            {holder.isPending ? 'starting' : holder.since === null ? 'held' : <Age since={holder.since} />}
            {isOver && <span className="text-bad"> · beyond what is handed out</span>}
          </span>
        </>
      )}
    </li>
  );
}

/** Of `namespace/name`. The application says more than its pod, whose name ends in letters that nobody chose. */
function nameOf(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}
