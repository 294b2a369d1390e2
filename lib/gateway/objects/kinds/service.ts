import { labelsOf, type MakeableKind, metadataOf, nameOf, PART } from '../kind.ts';

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
      workload: { type: 'string', maxLength: 20, description: 'The part of the workload that it leads to.' },
      port: { type: 'integer', minimum: 1, maximum: 65_535 },
    },
  },
  make(entry, place) {
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadataOf(place, entry.part),
      spec: {
        selector: labelsOf(nameOf(place, entry.workload ?? entry.part)),
        ports: [{ name: 'main', port: entry.port, targetPort: 'main' }],
      },
    };
  },
};
