import { type MakeableKind, metadataOf, PART } from '../kind.ts';

export const VOLUME: MakeableKind = {
  id: 'PersistentVolumeClaim',
  list: 'volumes',
  shape: {
    type: 'object',
    description: 'Storage that outlives the container. Only where data has to be kept.',
    required: ['size'],
    additionalProperties: false,
    properties: { part: PART, size: { type: 'string', maxLength: 10, description: 'Such as 5Gi.' } },
  },
  make(entry, place) {
    return {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: metadataOf(place, entry.part),
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: entry.size } } },
    };
  },
};
