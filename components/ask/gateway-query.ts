import { patchSources } from '#lib/browser/live/patch-sources.ts';
import { patchList, patchValue } from '#lib/browser/view/patches.ts';
import type { ViewQuery } from '#lib/browser/view/use-view.ts';
import type { GatewayLine } from '#lib/views/gateway/lines.ts';
import type { WritingModels } from '#lib/views/gateway/models.ts';
import type { GatewayData } from '#lib/views/gateway/read.ts';
import type { GatewayRunData, LiveRun, RunAbilities } from '#lib/views/gateway/run.ts';

/** What was asked of the models, live. */
export const GATEWAY: ViewQuery<GatewayData> = {
  name: 'gateway',
  patches: {
    sources: patchSources,
    'gateway-runs': patchList<GatewayData, GatewayLine>(
      ({ rows }) => rows,
      (data, rows) => ({ ...data, rows: rows.toSorted((a, b) => b.createdAt - a.createdAt) }),
    ),
  },
};

/** Read when somebody chooses: what asking a model means depends on what its server holds at that moment. */
export const WRITING_MODELS: ViewQuery<WritingModels> = { name: 'gateway-models', patches: {} };

export type RunPageData = GatewayRunData & { abilities: RunAbilities };

/** One request; the words come as they are written, all else is read anew when it has changed. */
export const runQuery = (id: string): ViewQuery<RunPageData> => ({
  name: 'gateway-run',
  patches: {
    [`gateway-run/${id}`]: patchValue<RunPageData, LiveRun>((data, live) => (live === null ? data : { ...data, live })),
  },
});
