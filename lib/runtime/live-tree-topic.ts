import { createComputedTopic } from '#lib/live/computed-topic.ts';
import type { Topic } from '#lib/live/topic.ts';
import type { Services } from '#lib/portal/context.ts';
import { engineApiOf } from '#lib/portal/engine-api.ts';
import { toLiveTreeData } from '#lib/views/live-tree/read.ts';

/** What runs of one application; null for a topic of another name. Who listens has it asked for again and again. */
export function createLiveTreeTopic(
  services: Pick<Services, 'engine' | 'engineApi' | 'seenApplications'>,
  name: string,
): Topic | null {
  const [, id] = /^live-tree\/([^/]+\/[^/]+)$/.exec(name) ?? [];
  if (id === undefined) {
    return null;
  }
  const { seenApplications } = services;
  const engineApi = engineApiOf(services.engineApi, id);
  return createComputedTopic({
    name,
    collections: engineApi.isOn ? [engineApi.trees.collection] : [],
    concerns: ({ upserted, removed }) => upserted.has(id) || removed.has(id),
    compute: () => {
      const application = seenApplications.get(id);
      const looked = engineApi.isOn ? engineApi.trees.collection.get(id) : undefined;
      return application === undefined || looked === undefined
        ? []
        : [{ id, ...toLiveTreeData(services, application, looked) }];
    },
    ...(engineApi.isOn ? { heard: () => engineApi.trees.watch(id) } : {}),
  });
}
