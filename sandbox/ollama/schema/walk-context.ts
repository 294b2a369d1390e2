import type { Instructions } from './instructions.ts';
import type { PromptHints } from './prompt-hints.ts';
import type { Random } from './random.ts';

/** A JSON Schema as it came in: nothing in it may be assumed. */
export type SchemaNode = { readonly [key: string]: unknown };

export type WalkContext = {
  root: SchemaNode;
  random: Random;
  hints: PromptHints;
  instructions: Instructions;
  /** Takes the least that the schema lets through, as small models like to. */
  isHollow: boolean;
};

export function isNode(value: unknown): value is SchemaNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
