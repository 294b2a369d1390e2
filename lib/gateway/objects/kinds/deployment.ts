import { labelsOf, type MakeableKind, metadataOf, PART } from '../kind.ts';
import { CONTAINER, podSpec } from '../pod.ts';

export const DEPLOYMENT: MakeableKind = {
  id: 'Deployment.apps',
  list: 'workloads',
  shape: {
    type: 'object',
    description: 'Something that runs all the time.',
    required: ['image'],
    additionalProperties: false,
    properties: {
      part: PART,
      replicas: { type: 'integer', minimum: 1, maximum: 10, default: 1 },
      ...CONTAINER,
    },
  },
  make(entry, place) {
    const metadata = metadataOf(place, entry.part);
    const labels = labelsOf(metadata.name);
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: entry.replicas ?? 1,
        revisionHistoryLimit: 5,
        selector: { matchLabels: labels },
        template: { metadata: { labels: metadata.labels }, spec: podSpec(entry, place, metadata.name) },
      },
    };
  },
};
