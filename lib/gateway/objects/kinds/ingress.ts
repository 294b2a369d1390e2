import { type MakeableKind, metadataOf, nameOf, PART } from '../kind.ts';

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
      service: { type: 'string', maxLength: 20, description: 'The part of the service that it leads to.' },
    },
  },
  make(entry, place) {
    const backend = { service: { name: nameOf(place, entry.service ?? entry.part), port: { name: 'main' } } };
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: metadataOf(place, entry.part),
      spec: { rules: [{ host: entry.host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] },
    };
  },
};
