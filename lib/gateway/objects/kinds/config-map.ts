import { fieldsOf, itemsOf, textOf } from '#lib/domain/value/fields.ts';
import { type MakeableKind, metadataOf, PART } from '../kind.ts';

export const CONFIG_MAP: MakeableKind = {
  id: 'ConfigMap',
  list: 'settings',
  shape: {
    type: 'object',
    description: 'Plain settings in files. Never passwords, tokens or keys.',
    required: ['entries'],
    additionalProperties: false,
    properties: {
      part: PART,
      entries: {
        type: 'array',
        minItems: 1,
        maxItems: 20,
        items: {
          type: 'object',
          required: ['key', 'value'],
          additionalProperties: false,
          properties: { key: { type: 'string', maxLength: 200 }, value: { type: 'string', maxLength: 20_000 } },
        },
      },
    },
  },
  make(entry, place) {
    const entries = itemsOf(entry.entries).map(fieldsOf);
    return {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadataOf(place, entry.part),
      data: Object.fromEntries(entries.map(({ key, value }) => [textOf(key), textOf(value, 20_000)])),
    };
  },
};
