import type { LiveTree } from '#lib/domain/application/live-tree.ts';
import type { EngineApi, LookedTree } from '#lib/portal/engine-api.ts';
import type { ApplicationDetails } from '#lib/ports/application-details.ts';
import { testCollection } from './collection.ts';

export type PretendEngineApi = Extract<EngineApi, { isOn: true }> & {
  /** The applications that were refreshed, by name. */
  refreshed: string[];
  /** How many look on, by application. */
  watching: Map<string, number>;
};

/** An API of the engine that answers at once: with this tree, no differences, and as the test says. */
export function pretendEngineApi(
  details: Partial<ApplicationDetails> = {},
  tree: LiveTree = { nodes: [], left: 0 },
): PretendEngineApi {
  const collection = testCollection<LookedTree>();
  const refreshed: string[] = [];
  const watching = new Map<string, number>();
  const count = (id: string, step: number) => watching.set(id, (watching.get(id) ?? 0) + step);
  return {
    isOn: true,
    mayRefresh: true,
    refreshed,
    watching,
    details: {
      readTree: async () => tree,
      readDifference: async () => null,
      refresh: async ({ name }) => {
        refreshed.push(name);
      },
      ...details,
    },
    trees: {
      collection,
      watch(id) {
        count(id, 1);
        return () => count(id, -1);
      },
      read: async (id) => collection.get(id) ?? { id, value: tree, source: collection.source },
    },
  };
}
