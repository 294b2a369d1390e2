import type { LiveTree } from '#lib/domain/application/live-tree.ts';
import { type Prefix, prefixOf } from '#lib/domain/cluster/qualified.ts';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import type { ApplicationDetails } from '#lib/ports/application-details.ts';
import type { Collection } from '#lib/ports/collection.ts';

export type LookedTree = { id: string; value: LiveTree | null; source: SourceStatus };

/** The trees of the applications whose pages are open, by `namespace/name`. */
export type LiveTrees = {
  collection: Collection<LookedTree>;
  /** Somebody looks on. Returns how to say that they no longer do. */
  watch(id: string): () => void;
  /** Throws PortalError where too many are looked at. */
  read(id: string): Promise<LookedTree>;
};

/** What the engine's own API tells, where the portal has a token for it; else how it would get one. */
export type EngineApi = {
  /** Where several clusters have an engine each, and this is that of the first: each of them. */
  byCluster?: ReadonlyMap<Prefix, EngineApi>;
} & (
  | { isOn: false; remedy: string }
  | {
      isOn: true;
      details: ApplicationDetails;
      trees: LiveTrees;
      /** Whether people may have it look at git now: off unless it is configured. */
      mayRefresh: boolean;
    }
);

/** The API that tells of an application, by the application's id. */
export function engineApiOf(engineApi: EngineApi, id: string): EngineApi {
  return engineApi.byCluster?.get(prefixOf(id)) ?? engineApi;
}
