'use client';

import { useState } from 'react';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import type { GatewayLine } from '#lib/views/gateway/lines.ts';
import { RunBadge } from './run-badge.tsx';

/** At first; the rest comes when it is asked for. */
const FIRST_ROWS = 20;

/** What was asked, newest first. */
export function RunList({ rows, accountId }: { rows: readonly GatewayLine[]; accountId: string }) {
  const [isWhole, setWhole] = useState(false);
  if (rows.length === 0) {
    return (
      <EmptyState icon="ai" title="Nothing was asked yet" hint="What you ask for shows here, with what became of it." />
    );
  }
  const shown = isWhole ? rows : rows.slice(0, FIRST_ROWS);
  return (
    <>
      <ul>
        {shown.map((row) => (
          <RunLine key={row.id} row={row} isOwn={row.requester.accountId === accountId} />
        ))}
      </ul>
      {shown.length < rows.length && (
        <div className="p-3">
          <Button onClick={() => setWhole(true)}>Show all {rows.length}</Button>
        </div>
      )}
    </>
  );
}

function RunLine({ row, isOwn }: { row: GatewayLine; isOwn: boolean }) {
  return (
    <li className="relative flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-2 text-sm last:border-b-0 hover:bg-hover">
      <span className="flex min-w-0 flex-1 basis-60 flex-col">
        <Link
          data-row
          href={`/ask/${row.id}`}
          look="plain"
          className="truncate font-medium after:absolute after:inset-0"
        >
          {row.appName}
        </Link>
        <span className="truncate text-muted text-xs">{row.words}</span>
        <span className="truncate text-muted text-xs">
          {isOwn ? 'you' : row.requester.name}, <Time at={row.createdAt} /> · {row.model}
          {row.problem !== '' && <span className="text-warn"> · {row.problem}</span>}
        </span>
      </span>
      <RunBadge state={row.state} place={row.place} />
    </li>
  );
}
