import { formatBytes } from '#components/patterns/format-bytes.ts';
import { Time } from '#components/patterns/time/time.tsx';
import { Link } from '#components/ui/link.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from '#components/ui/table.tsx';
import { plainName } from '#lib/domain/cluster/qualified.ts';
import type { HeldPool } from '#lib/domain/gpu/ledger.ts';

const MIB = 1024 ** 2;

export type HoldersTableProps = {
  caption: string;
  pools: readonly HeldPool[];
  /** The application of a pod, by pod; null where that is not known now. */
  applications: Readonly<Record<string, string>> | null;
};

/** The same as the picture, to read and to search. */
export function HoldersTable({ caption, pools, applications }: HoldersTableProps) {
  const holders = pools.flatMap((pool) => pool.holders.map((holder) => ({ ...holder, resource: pool.resource })));
  const hasMemory = holders.some(({ memoryMiB }) => memoryMiB !== null);
  return (
    <Table caption={caption}>
      <TableHead>
        <TableRow>
          <TableHeading>Pod</TableHeading>
          <TableHeading>Containers</TableHeading>
          <TableHeading>Application</TableHeading>
          <TableHeading>Slices</TableHeading>
          {hasMemory && <TableHeading>Memory</TableHeading>}
          <TableHeading>Since</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {holders.map(({ pod, containers, amount, resource, memoryMiB, since }) => {
          const application = applications?.[pod];
          return (
            <TableRow key={`${resource} ${pod}`}>
              <TableHeading scope="row" className="min-w-44 break-words font-normal">
                {plainName(pod)}
              </TableHeading>
              <TableCell>{containers.join(', ')}</TableCell>
              <TableCell>
                {application === undefined ? (
                  <span className="text-muted">{applications === null ? 'not known now' : 'none'}</span>
                ) : (
                  <Link href={`/applications/${application}`}>{application.split('/')[1]}</Link>
                )}
              </TableCell>
              <TableCell className="whitespace-nowrap">
                {amount} × <span className="font-mono text-muted text-xs">{resource}</span>
              </TableCell>
              {hasMemory && <TableCell>{memoryMiB === null ? '' : formatBytes(memoryMiB * MIB)}</TableCell>}
              <TableCell className="whitespace-nowrap">{since === null ? '' : <Time at={since} />}</TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
