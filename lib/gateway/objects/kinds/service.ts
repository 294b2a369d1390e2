import { podsOf } from '../existing.ts';
import { type MakeableKind, metadataOf, PART } from '../kind.ts';

export const SERVICE: MakeableKind = {
  id: 'Service',
  list: 'services',
  shape: {
    type: 'object',
    description: 'A name inside the cluster under which a workload is reached.',
    required: ['port'],
    additionalProperties: false,
    properties: {
      part: PART,
      workload: { type: 'string', maxLength: 80, description: 'The part or name of the workload that it leads to.' },
      port: { type: 'integer', minimum: 1, maximum: 65_535 },
    },
  },
  make(entry, place) {
    const { selector, port: targetPort } = podsOf(place, entry);
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadataOf(place, entry.part),
      spec: {
        selector,
        ports: [{ name: 'main', port: entry.port, ...(targetPort === null ? {} : { targetPort }) }],
      },
    };
  },
};
