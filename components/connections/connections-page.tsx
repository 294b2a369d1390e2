'use client';

import { PageHeader } from '#components/patterns/page-header.tsx';
import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { patchList } from '#lib/browser/view/patches.ts';
import { useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import { CONNECTION_GROUPS, type ConnectionRow, troublesOf } from '#lib/domain/connection/row.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { ConnectionsData } from '#lib/views/connections/read.ts';
import { Attention } from './attention.tsx';
import { ConnectionLine } from './connection-line.tsx';

const CONNECTIONS: ViewQuery<ConnectionsData> = {
  name: 'connections',
  patches: {
    connections: patchList<ConnectionsData, ConnectionRow>(
      ({ connections }) => connections,
      (data, connections) => ({ ...data, connections: [...connections] }),
    ),
  },
};

/** Every connection and queue of the portal: what does not work first, then all of them in an order that stays. */
export function ConnectionsPage({ initial }: { initial: ViewResult<ConnectionsData> }) {
  const { connections } = useView(CONNECTIONS, initial).data;
  const troubles = troublesOf(connections);
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader title="Connections" description={<Summary connections={connections} troubles={troubles.length} />} />
      <Attention troubles={troubles} />
      <div className="grid min-w-0 items-start gap-4 xl:grid-cols-2">
        {CONNECTION_GROUPS.map((group) => {
          const rows = connections.filter((row) => row.group === group);
          return rows.length === 0 ? null : (
            <Card key={group} title={group} flush>
              <ul aria-label={group}>
                {rows.map((row) => (
                  <ConnectionLine key={row.id} connection={row} />
                ))}
              </ul>
            </Card>
          );
        })}
      </div>
    </div>
  );
}

function Summary({ connections, troubles }: { connections: readonly ConnectionRow[]; troubles: number }) {
  const isStarting = connections.some(({ state }) => state === 'starting');
  const isFine = troubles === 0;
  const words = isFine
    ? isStarting
      ? 'Nothing is wrong so far; some connections have not been asked yet.'
      : 'Everything works.'
    : `${troubles} ${troubles === 1 ? 'thing needs' : 'things need'} attention.`;
  return (
    <p role="status" className="flex items-center gap-1.5">
      <Icon name={isFine ? 'healthy' : 'warn'} size={14} className={isFine ? 'text-ok' : 'text-warn'} />
      {words}
    </p>
  );
}
