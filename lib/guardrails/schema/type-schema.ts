import type { TSType } from 'oxc-parser';
import type { Schema } from '#lib/domain/json-schema/schema.ts';
import { readMember } from './declarations.ts';

export type TypeContext = {
  file: string;
  /** The definition that a type's name stands for in this file. */
  definitionOf(name: string): string;
  /** What `number` means in this file: declarations do not tell whole numbers from others. */
  number: 'integer' | 'number';
};

/** The schema of a TypeScript type, for the shapes that the model packages use; throws for any other. */
export function schemaOfType(type: TSType, context: TypeContext): Schema {
  switch (type.type) {
    case 'TSStringKeyword':
      return { type: 'string' };
    case 'TSBooleanKeyword':
      return { type: 'boolean' };
    case 'TSNumberKeyword':
      return { type: context.number };
    case 'TSLiteralType':
    case 'TSUnionType':
      return {
        type: 'string',
        enum: (type.type === 'TSUnionType' ? type.types : [type]).map((each) => literal(each, context)),
      };
    case 'TSTypeLiteral':
      return schemaOfLiteral(type.members, context);
    case 'TSTypeReference': {
      const name = type.typeName.type === 'Identifier' ? type.typeName.name : '';
      const [item] = type.typeArguments?.params ?? [];
      return name === 'Array' && item !== undefined
        ? { type: 'array', items: schemaOfType(item, context) }
        : { $ref: context.definitionOf(name) };
    }
    default:
      throw new Error(`${context.file}: the type ${type.type} is not understood`);
  }
}

function literal(type: TSType, context: TypeContext): string {
  if (type.type !== 'TSLiteralType' || type.literal.type !== 'Literal' || typeof type.literal.value !== 'string') {
    throw new Error(`${context.file}: only words can be alternatives`);
  }
  return type.literal.value;
}

/** `{ [key: string]: T }` is a map; anything else lists its fields. */
function schemaOfLiteral(members: readonly { type: string }[], context: TypeContext): Schema {
  const [first] = members;
  if (first?.type === 'TSIndexSignature') {
    const { typeAnnotation } = first as unknown as { typeAnnotation: { typeAnnotation: TSType } };
    return { type: 'object', additionalProperties: schemaOfType(typeAnnotation.typeAnnotation, context) };
  }
  return objectSchema(
    members.map((member) => readMember(context.file, member)),
    context,
  );
}

/** An object with these fields and no others; open when it lists none, as for types that hold anything. */
export function objectSchema(members: readonly ReturnType<typeof readMember>[], context: TypeContext): Schema {
  if (members.length === 0) {
    return { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  }
  const required = members.filter((member) => !member.optional).map((member) => member.name);
  return {
    type: 'object',
    properties: Object.fromEntries(members.map((member) => [member.name, schemaOfType(member.type, context)])),
    ...(required.length > 0 ? { required } : {}),
  };
}
