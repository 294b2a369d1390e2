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

/** Below 640 px a cell is a part of its holder's card, and says what it is where that is not plain. */
const IN_CARD = 'max-sm:h-auto max-sm:p-0';
const SMALL_IN_CARD = `${IN_CARD} max-sm:text-muted max-sm:text-xs`;

/** The same as the picture, to read and to search. */
export function HoldersTable({ caption, pools, applications }: HoldersTableProps) {
  const holders = pools.flatMap((pool) => pool.holders.map((holder) => ({ ...holder, resource: pool.resource })));
  const hasMemory = holders.some(({ memoryMiB }) => memoryMiB !== null);
  return (
    <Table caption={caption} className="max-sm:block">
      <TableHead className="max-sm:sr-only">
        <TableRow>
          <TableHeading>Pod</TableHeading>
          <TableHeading>Containers</TableHeading>
          <TableHeading>Application</TableHeading>
          <TableHeading>Slices</TableHeading>
          {hasMemory && <TableHeading>Memory</TableHeading>}
          <TableHeading>Since</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody className="max-sm:block">
        {holders.map(({ pod, containers, amount, resource, memoryMiB, since }) => {
          const application = applications?.[pod];
          return (
            <TableRow
              key={`${resource} ${pod}`}
              className="max-sm:flex max-sm:flex-wrap max-sm:items-baseline max-sm:gap-x-2 max-sm:gap-y-0.5 max-sm:py-2 max-sm:before:order-3 max-sm:before:basis-full max-sm:before:content-['']"
            >
              <TableHeading
                scope="row"
                className={`${IN_CARD} break-words font-normal max-sm:order-1 max-sm:w-0 max-sm:flex-1 sm:min-w-32`}
              >
                {plainName(pod)}
              </TableHeading>
              <TableCell className={`${SMALL_IN_CARD} max-sm:order-6 max-sm:before:content-['in_']`}>
                {containers.join(', ')}
              </TableCell>
              <TableCell className={`${SMALL_IN_CARD} max-sm:order-5 max-sm:before:content-['application_']`}>
                {application === undefined ? (
                  <span className="text-muted">{applications === null ? 'not known now' : 'none'}</span>
                ) : (
                  <Link href={`/applications/${application}`}>{application.split('/')[1]}</Link>
                )}
              </TableCell>
              <TableCell className={`${SMALL_IN_CARD} whitespace-nowrap max-sm:order-4`}>
                {amount} × <span className="font-mono text-muted text-xs">{resource}</span>
              </TableCell>
              {hasMemory && (
                <TableCell className={`${SMALL_IN_CARD} max-sm:order-7`}>
                  {memoryMiB === null ? '' : formatBytes(memoryMiB * MIB)}
                </TableCell>
              )}
              <TableCell className={`${SMALL_IN_CARD} whitespace-nowrap max-sm:order-2`}>
                {since === null ? '' : <Time at={since} />}
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
