import { likeness } from './instructions.ts';
import { numberValue } from './number-value.ts';
import { UnsupportedSchemaError } from './pattern.ts';
import { NO_HINTS } from './prompt-hints.ts';
import { mergeNodes, resolveReference } from './resolve.ts';
import { textValue } from './text-value.ts';
import { isNode, type SchemaNode, type WalkContext } from './walk-context.ts';

/** Deeper than this, only what is required is written, so that schemas that hold themselves come to an end. */
const CALM_DEPTH = 6;
const DEEPEST = 40;

/** Writes a value for a schema. @param name the property it is for, which tells what to look for in the prompt */
export function valueFor(schema: unknown, name: string, context: WalkContext, depth = 0): unknown {
  if (schema === true || schema === undefined) {
    return textValue({}, name, context);
  }
  if (!isNode(schema) || depth > DEEPEST) {
    throw new UnsupportedSchemaError(
      `${name || 'the schema'}: ${isNode(schema) ? 'it holds itself' : 'allows nothing'}`,
    );
  }
  const calm = depth > CALM_DEPTH ? { ...context, isHollow: true } : context;
  const node = flatten(schema, calm);
  if ('const' in node) {
    return node.const;
  }
  if (Array.isArray(node.enum)) {
    return pickOption(node.enum, name, calm);
  }
  if ('default' in node && !calm.isHollow && calm.hints.after(name) === undefined) {
    return node.default;
  }
  return typedValue(node, name, calm, depth);
}

function typedValue(node: SchemaNode, name: string, context: WalkContext, depth: number): unknown {
  switch (typeOf(node)) {
    case 'object':
      return objectValue(node, context, depth);
    case 'array':
      return arrayValue(node, name, context, depth);
    case 'integer':
      return numberValue(node, name, context, true);
    case 'number':
      return numberValue(node, name, context, false);
    case 'boolean':
      return booleanValue(name, context);
    case 'null':
      return null;
    default:
      return textValue(node, name, context);
  }
}

/** References, allOf, and one branch of anyOf and oneOf, put into one node. */
function flatten(schema: SchemaNode, context: WalkContext): SchemaNode {
  let node = schema;
  for (let step = 0; step < 20; step += 1) {
    const { $ref, allOf, anyOf, oneOf, ...rest } = node;
    if (typeof $ref === 'string') {
      node = mergeNodes(resolveReference($ref, context.root), { ...node, $ref: undefined });
    } else if (Array.isArray(allOf)) {
      node = allOf.filter(isNode).reduce(mergeNodes, { ...rest, anyOf, oneOf });
    } else if (Array.isArray(anyOf) || Array.isArray(oneOf)) {
      const branches = [anyOf, oneOf].find(Array.isArray) ?? [];
      const branch = chooseBranch(branches, context);
      node = mergeNodes({ ...rest, oneOf: Array.isArray(anyOf) ? oneOf : undefined }, branch);
    } else {
      return rest;
    }
  }
  throw new UnsupportedSchemaError('references lead in a circle');
}

function chooseBranch(branches: readonly unknown[], context: WalkContext): SchemaNode {
  const usable = branches.filter(isNode);
  const plain = usable.filter((branch) => branch.type !== 'null' && branch.$ref === undefined);
  const branch = context.random.pick(context.isHollow && plain.length > 0 ? plain : usable);
  if (branch === undefined) {
    throw new UnsupportedSchemaError('none of the alternatives allows anything');
  }
  return branch;
}

function typeOf(node: SchemaNode): string {
  const types = Array.isArray(node.type) ? node.type : [node.type];
  const type = types.find((candidate) => candidate !== 'null') ?? types[0];
  if (typeof type === 'string') {
    return type;
  }
  if (isNode(node.properties) || node.required !== undefined) {
    return 'object';
  }
  return node.items !== undefined || node.prefixItems !== undefined ? 'array' : 'string';
}

/** The option that the prompt names, or any. */
function pickOption(options: readonly unknown[], name: string, context: WalkContext): unknown {
  if (context.isHollow) {
    return options[0];
  }
  const named = context.hints.after(name)?.toLowerCase();
  const words = context.hints.words.map((word) => word.toLowerCase());
  const spoken = (option: unknown) => String(option).toLowerCase();
  return (
    options.find((option) => spoken(option) === named) ??
    options.find((option) => words.includes(spoken(option))) ??
    likeliest(options, context) ??
    context.random.pick(options)
  );
}

/**
 * The option whose description is about what was asked for, or the one that says that none is; undefined where none is
 * described.
 */
function likeliest(options: readonly unknown[], { hints, instructions }: WalkContext): unknown {
  const scored = options.map((option) => {
    const description = instructions.options.get(String(option));
    const isNone = option === 'none' || description === undefined;
    return { option, score: isNone ? 0 : likeness(`${String(option)} ${description}`, hints.words) };
  });
  const best = scored.toSorted((a, b) => b.score - a.score)[0];
  const isAboutNothing = best === undefined || best.score === 0;
  return isAboutNothing ? options.find((option) => option === 'none') : best.option;
}

function booleanValue(name: string, context: WalkContext): boolean {
  const said = context.hints.after(name)?.toLowerCase();
  if (said === 'true' || said === 'yes' || said === 'on') {
    return true;
  }
  if (context.isHollow || said === 'false' || said === 'no' || said === 'off') {
    return false;
  }
  return context.random.next() < 0.5;
}

function objectValue(node: SchemaNode, context: WalkContext, depth: number): Record<string, unknown> {
  const properties = isNode(node.properties) ? node.properties : {};
  const known = Object.keys(properties);
  const required = Array.isArray(node.required) ? node.required.filter((key) => typeof key === 'string') : [];
  const least = typeof node.minProperties === 'number' ? node.minProperties : 0;
  const optional = known.filter((key) => !required.includes(key));
  const wanted = optional.filter((key) => {
    const isMentioned = context.hints.mentions(key);
    const isTaken = !context.instructions.isCareful && context.random.next() < 0.7;
    return !context.isHollow && (isMentioned || isTaken);
  });
  if (context.instructions.isCareful && required.length + wanted.length === 0) {
    // What is asked for is something, and most of what runs is what stands first.
    wanted.push(...optional.slice(0, 1));
  }
  const spare = optional.filter((key) => !wanted.includes(key));
  const chosen = new Set([
    ...required,
    ...wanted,
    ...spare.slice(0, Math.max(0, least - required.length - wanted.length)),
  ]);
  for (let index = 1; chosen.size < least; index += 1) {
    chosen.add(`key${index}`);
  }
  const ordered = [...known.filter((key) => chosen.has(key)), ...[...chosen].filter((key) => !known.includes(key))];
  return Object.fromEntries(
    ordered.map((key) => {
      const schema = known.includes(key) ? properties[key] : node.additionalProperties;
      return [key, valueFor(schema, key, context, depth + 1)];
    }),
  );
}

function arrayValue(node: SchemaNode, name: string, context: WalkContext, depth: number): unknown[] {
  const prefix = Array.isArray(node.prefixItems) ? node.prefixItems : [];
  const least = typeof node.minItems === 'number' ? node.minItems : prefix.length;
  const most = typeof node.maxItems === 'number' ? node.maxItems : Math.max(least, prefix.length) + 2;
  const { isCareful } = context.instructions;
  const usual = isCareful ? Math.max(least, 1) : context.random.between(least, Math.min(most, least + 3));
  const length = context.isHollow ? least : Math.min(most, usual);
  const items: unknown[] = [];
  // Some tries more than items, because items that must differ can come out the same.
  for (let attempt = 0; items.length < length && attempt < length * 4 + 4; attempt += 1) {
    const schema = items.length < prefix.length ? prefix[items.length] : node.items;
    const isRepeating = attempt > items.length;
    const item = valueFor(
      schema,
      name,
      isRepeating ? { ...context, hints: NO_HINTS, isHollow: false } : context,
      depth + 1,
    );
    const isNew = !items.some((other) => JSON.stringify(other) === JSON.stringify(item));
    if (isNew || node.uniqueItems !== true) {
      items.push(item);
    }
  }
  return items;
}
