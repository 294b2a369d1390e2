import { serviceOf } from '../existing.ts';
import { type MakeableKind, metadataOf, PART } from '../kind.ts';

export const INGRESS: MakeableKind = {
  id: 'Ingress.networking.k8s.io',
  list: 'addresses',
  shape: {
    type: 'object',
    description: 'An address under which people reach a service in their browser. Only where that is asked for.',
    required: ['host'],
    additionalProperties: false,
    properties: {
      part: PART,
      host: { type: 'string', maxLength: 253 },
      service: { type: 'string', maxLength: 80, description: 'The part or name of the service that it leads to.' },
    },
  },
  make(entry, place) {
    const backend = { service: serviceOf(place, entry) };
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: metadataOf(place, entry.part),
      spec: { rules: [{ host: entry.host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] },
    };
  },
};
