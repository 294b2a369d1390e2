'use client';

import { useAddressState } from '#components/frame/use-address-state.ts';
import { withColumns } from '#components/frame/with-columns.ts';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { patchDataRows, patchSources } from '#lib/browser/live/patch-sources.ts';
import { patchList } from '#lib/browser/view/patches.ts';
import { useLateView, useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { EndpointRow } from '#lib/views/models/endpoint-rows.ts';
import type { InstalledRow } from '#lib/views/models/installed-row.ts';
import { formatModelsAddress, type ModelsAddress, parseModelsAddress } from '#lib/views/models/models-params.ts';
import type { ModelsData } from '#lib/views/models/read.ts';
import { EndpointCard } from './endpoint-card.tsx';
import { type AskedFit, FitCard } from './fit-card.tsx';
import { INSTALLED_COLUMNS } from './installed-columns.tsx';
import { InstalledTable } from './installed-table.tsx';

const MODELS: ViewQuery<ModelsData> = {
  name: 'models',
  patches: {
    sources: patchSources,
    'model-servers': patchList<ModelsData, EndpointRow>(
      ({ endpoints }) => endpoints,
      (data, endpoints) => ({ ...data, endpoints: [...endpoints] }),
    ),
  },
};
const INSTALLED: ViewQuery<{ rows: InstalledRow[] }> = {
  name: 'installed-models',
  patches: { 'installed-models': patchDataRows, sources: patchSources },
};
const ADDRESS = withColumns<ModelsAddress>(
  { path: '/models', parse: parseModelsAddress, format: formatModelsAddress, typed: 'search' },
  INSTALLED_COLUMNS,
);

/** What is warm and where, what could be, whether it is what git says, and whether one more would fit. */
export function ModelsPage({ initial, fit }: { initial: ViewResult<ModelsData>; fit: AskedFit }) {
  const { data, sources } = useView(MODELS, initial);
  const all = useLateView(INSTALLED, initial.position);
  const control = useAddressState(ADDRESS);
  const { endpoints } = data;
  if (endpoints.length === 0) {
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
      <PageHeader title="Models" description={summaryOf(endpoints)} />
      <div className="grid min-w-0 gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)] xl:items-start">
        <div className="flex min-w-0 flex-col gap-4">
          {endpoints.map((endpoint) => (
            <EndpointCard
              key={endpoint.id}
              endpoint={endpoint}
              source={sources.find(({ id }) => id === endpoint.source)}
            />
          ))}
        </div>
        <FitCard fit={fit} control={control} endpoints={endpoints} rows={rows} />
      </div>
      <InstalledTable
        control={control}
        rows={rows}
        isComplete={all !== undefined}
        counted={data}
        endpoints={endpoints}
      />
    </div>
  );
}

function summaryOf(endpoints: readonly EndpointRow[]): string {
  const known = endpoints.flatMap(({ held }) => (held === null ? [] : [held]));
  const loaded = known.reduce((sum, held) => sum + held.loaded.length, 0);
  const installed = known.reduce((sum, held) => sum + held.installed, 0);
  const drift = endpoints.reduce((sum, endpoint) => sum + (endpoint.drift?.total ?? 0), 0);
  const servers = endpoints.length === 1 ? '' : `${endpoints.length} servers: `;
  const unknown = endpoints.length - known.length;
  return [
    `${servers}${loaded} in memory, ${installed} installed`,
    ...(drift === 0 ? [] : [`${drift} not as git says`]),
    ...(unknown === 0 ? [] : [`${unknown} not known`]),
  ].join(', ');
}
