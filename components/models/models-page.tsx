'use client';

import { useMemo } from 'react';
import { useAddressState } from '#components/frame/use-address-state.ts';
import { withColumns } from '#components/frame/with-columns.ts';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { Link } from '#components/ui/link.tsx';
import { patchDataRows, patchSources } from '#lib/browser/live/patch-sources.ts';
import { patchList } from '#lib/browser/view/patches.ts';
import { useLateView, useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { EndpointRow } from '#lib/views/models/endpoint-rows.ts';
import { formatModelsAddress, type ModelsAddress, parseModelsAddress } from '#lib/views/models/models-params.ts';
import type { AllModelsData, ModelsData } from '#lib/views/models/read.ts';
import { chosenServers, FEW_SERVERS, shownDrift, toServerLine } from '#lib/views/models/server-lines.ts';
import { drawnEndpoints } from './drawn-endpoints.ts';
import { EndpointCard } from './endpoint-card.tsx';
import { type AskedFit, FitCard } from './fit-card.tsx';
import { INSTALLED_COLUMNS } from './installed-columns.tsx';
import { InstalledTable } from './installed-table.tsx';
import { SERVER_COLUMNS, ServerTable } from './server-table.tsx';
import { summaryOf } from './summary.ts';

/** The page comes with the first servers only, which are not kept up to date: all of them are on their way. */
const MODELS: ViewQuery<ModelsData> = { name: 'models', patches: { sources: patchSources } };
const ALL: ViewQuery<AllModelsData> = {
  name: 'installed-models',
  patches: {
    'installed-models': patchDataRows,
    'model-servers': patchList<AllModelsData, EndpointRow>(
      ({ endpoints }) => endpoints,
      (data, endpoints) => ({ ...data, endpoints: [...endpoints] }),
    ),
    sources: patchSources,
  },
};
const ADDRESS = withColumns(
  withColumns<ModelsAddress>(
    { path: '/models', parse: parseModelsAddress, format: formatModelsAddress, typed: 'search' },
    INSTALLED_COLUMNS,
  ),
  SERVER_COLUMNS,
  'serverColumns',
);

/** What is warm and where, what could be, whether it is what git says, and whether one more would fit. */
export function ModelsPage({ initial, fit }: { initial: ViewResult<ModelsData>; fit: AskedFit }) {
  const { data, sources } = useView(MODELS, initial);
  const all = useLateView(ALL, initial.position);
  const whole = all?.data.endpoints;
  const control = useAddressState(ADDRESS);
  const { server, question } = control.state;
  const servers = useMemo(() => whole?.map(toServerLine) ?? data.servers, [whole, data.servers]);
  const endpoints = whole ?? data.endpoints;
  const chosen = chosenServers(endpoints, server);
  const drawn = drawnEndpoints(chosen);
  const hasTable = servers.length > FEW_SERVERS;
  if (servers.length === 0) {
    return (
      <div className="flex min-w-0 flex-col gap-5">
        <PageHeader title="Models" />
        <EmptyState
          icon="models"
          title="No model server is configured"
          hint="Name the addresses of Ollama servers under models in portolan.yaml, in the cluster or outside of it."
        />
      </div>
    );
  }
  const rows = all?.data.rows ?? data.rows;
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader title="Models" description={summaryOf(servers)} />
      {hasTable && <ServerTable control={control} rows={servers} sources={sources} />}
      <div className="grid min-w-0 gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)] xl:items-start">
        <div className="flex min-w-0 flex-col gap-4">
          {drawn.map((endpoint) => (
            <EndpointCard
              key={endpoint.id}
              endpoint={endpoint}
              source={sources.find(({ id }) => id === endpoint.source)}
              drift={shownDrift(endpoint, chosen.length)}
              wholeHref={chosen.length > FEW_SERVERS ? control.href({ server: endpoint.id }) : null}
            />
          ))}
          {hasTable && <Undrawn drawn={drawn.length} servers={servers.length} allHref={control.href({ server: '' })} />}
        </div>
        <FitCard
          fit={fit}
          control={control}
          servers={servers}
          asked={endpoints.find(({ id }) => id === question.server)}
          rows={rows}
        />
      </div>
      <InstalledTable control={control} rows={rows} isComplete={all !== undefined} counted={data} servers={servers} />
    </div>
  );
}

function Undrawn({ drawn, servers, allHref }: { drawn: number; servers: number; allHref: string }) {
  return drawn === servers ? null : (
    <p className="text-muted text-sm">
      {drawn} of {servers} servers {drawn === 1 ? 'is' : 'are'} drawn. Choose one in the table to see it whole
      {drawn === 1 ? (
        <>
          , or <Link href={allHref}>show the first of all</Link>.
        </>
      ) : (
        '.'
      )}
    </p>
  );
}
