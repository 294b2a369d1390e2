'use client';

import { PageHeader } from '#components/patterns/page-header.tsx';
import { Card } from '#components/ui/card.tsx';
import { silentSince } from '#lib/browser/live/event-line.ts';
import { useLiveStatus } from '#lib/browser/live/live-provider.tsx';
import { patchList } from '#lib/browser/view/patches.ts';
import { useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import { CONNECTION_GROUPS, type ConnectionRow, troublesOf } from '#lib/domain/connection/row.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { ConnectionsData } from '#lib/views/connections/read.ts';
import { Attention } from './attention.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { ConnectionsSummary } from './connections-summary.tsx';

const CONNECTIONS: ViewQuery<ConnectionsData> = {
  name: 'connections',
  patches: {
    connections: patchList<ConnectionsData, ConnectionRow>(
      ({ connections }) => connections,
      (data, connections) => ({ ...data, connections: [...connections] }),
    ),
  },
};

const MANY = 24;

/** Every connection and queue of the portal: what does not work first, then all of them in an order that stays. */
export function ConnectionsPage({ initial }: { initial: ViewResult<ConnectionsData> }) {
  const { connections } = useView(CONNECTIONS, initial).data;
  const troubles = troublesOf(connections);
  const summary = (
    <ConnectionsSummary
      states={connections.map(({ state }) => state)}
      troubles={troubles.length}
      silentSince={silentSince(useLiveStatus())}
    />
  );
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader title="Connections" description={summary} />
      <Attention troubles={troubles} />
      <div className="grid min-w-0 items-start gap-4 xl:grid-cols-2">
        {CONNECTION_GROUPS.map((group) => {
          const rows = connections.filter((row) => row.group === group);
          return rows.length === 0 ? null : (
            <Card key={group} title={group} flush>
              <ul aria-label={group}>
                {rows.map((row) => (
                  <ConnectionLine key={row.id} connection={row} isOneOfMany={connections.length > MANY} />
                ))}
              </ul>
            </Card>
          );
        })}
      </div>
    </div>
  );
}
