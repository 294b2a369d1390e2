import type { Schema } from '#lib/domain/json-schema/schema.ts';
import { writeManifest } from '#lib/domain/manifest/write-yaml.ts';
import { objectsShape } from '../objects/index.ts';
import type { MakeableKind } from '../objects/kind.ts';
import { fenced, type GatewayQuestion, type Request, RULES, requestTexts } from '../question.ts';
import { MOST_EDITS } from './make-edits.ts';
import type { EditablePart } from './part.ts';

/**
 * Asks what has to be another than it is: places and values, of which the portal writes the files.
 * @param kinds of which whole objects may be added
 */
export function askForEdits(
  request: Request,
  parts: readonly EditablePart[],
  kinds: readonly MakeableKind[],
): GatewayQuestion {
  const system = [
    RULES,
    `The application ${request.appName} is there already. Name each field that has to be another, so that it becomes what is asked for. Leave everything else as it is.`,
    'A field is named from the top of its object, such as spec.replicas, spec.template.spec.containers[0].image or spec.template.spec.containers[0].env[+]. In brackets stands the place in a list, the name of an entry, or + for one more. Images carry a version, never "latest".',
    ...(kinds.length === 0
      ? []
      : [
          `What is missing as a whole, such as an address or a volume, stands in "add"; leave that empty where fields will do. The portal writes its manifest, with a name, labels and limits: ${request.appName}, or ${request.appName}-part where it has a part. What it leads to is named as it is called here.`,
        ]),
  ].join('\n\n');
  const texts = [
    ...requestTexts(request),
    ...parts.map(({ id, value }) => ({ title: `What there is as ${id}`, text: writeManifest(value) })),
  ];
  return {
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: fenced(texts) },
    ],
    shape: editsShape(parts, kinds),
  };
}

function editsShape(parts: readonly EditablePart[], kinds: readonly MakeableKind[]): Schema {
  return {
    type: 'object',
    required: ['why', 'edits'],
    additionalProperties: false,
    properties: {
      // First, so that the edits follow from it.
      why: { type: 'string', maxLength: 300, description: 'One sentence.' },
      edits: {
        type: 'array',
        maxItems: MOST_EDITS,
        items: {
          type: 'object',
          required: ['object', 'field', 'action', 'to'],
          additionalProperties: false,
          properties: {
            object: { type: 'string', enum: parts.map(({ id }) => id) },
            field: { type: 'string', maxLength: 300, description: 'Such as spec.replicas.' },
            action: { type: 'string', enum: ['set', 'remove'] },
            to: {
              type: 'string',
              maxLength: 8000,
              description: 'The new value as YAML, such as 3 or true. Empty to remove it.',
            },
          },
        },
      },
      ...(kinds.length === 0
        ? {}
        : { add: { ...objectsShape(kinds), description: 'Whole objects that are missing.' } }),
    },
  };
}

/** As many of the parts as a question of so many characters holds, in their order. */
export function partsWithin(parts: readonly EditablePart[], mostCharacters: number): EditablePart[] {
  let left = mostCharacters;
  return parts.filter(({ value }) => {
    const length = writeManifest(value).length;
    const fits = length <= left;
    left -= fits ? length : 0;
    return fits;
  });
}
