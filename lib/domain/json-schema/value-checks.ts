import { compilePattern } from '../pattern/pattern.ts';
import { PatternError } from '../pattern/syntax.ts';
import type { Schema, SchemaType } from './schema.ts';

/** A keyword that does not hold, with what it asks for. */
export type Broken = { keyword: keyof Schema; expected: unknown };

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON Schema's name for a value's type; whole numbers are `integer`. */
export function typeOf(value: unknown): SchemaType {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'array';
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'integer' : 'number';
  }
  if (typeof value === 'string') {
    return 'string';
  }
  return typeof value === 'boolean' ? 'boolean' : 'object';
}

export function hasType(value: unknown, wanted: readonly SchemaType[]): boolean {
  const type = typeOf(value);
  return wanted.includes(type) || (type === 'integer' && wanted.includes('number'));
}

/** Equality of JSON values; the order of keys makes no difference. */
export function isSameJson(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isSameJson(item, right[index]));
  }
  if (isObject(left) && isObject(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && isSameJson(left[key], right[key]))
    );
  }
  return left === right;
}

/** The first keyword about a text that does not hold. Lengths count characters as people do, not halves of them. */
export function brokenText(schema: Schema, value: string): Broken | null {
  const length = Array.from(value).length;
  if (schema.minLength !== undefined && length < schema.minLength) {
    return { keyword: 'minLength', expected: schema.minLength };
  }
  if (schema.maxLength !== undefined && length > schema.maxLength) {
    return { keyword: 'maxLength', expected: schema.maxLength };
  }
  return schema.pattern !== undefined && !matches(schema.pattern, value)
    ? { keyword: 'pattern', expected: schema.pattern }
    : null;
}

/** A pattern that cannot be used holds for nothing: whoever wrote it is told when the schema is read. */
function matches(pattern: string, value: string): boolean {
  try {
    return compilePattern(pattern).test(value);
  } catch (error) {
    if (error instanceof PatternError) {
      return false;
    }
    throw error;
  }
}

/** The first keyword about a number that does not hold. */
export function brokenNumber(schema: Schema, value: number): Broken | null {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (minimum !== undefined && (exclusiveMinimum === true ? value <= minimum : value < minimum)) {
    return { keyword: exclusiveMinimum === true ? 'exclusiveMinimum' : 'minimum', expected: minimum };
  }
  if (maximum !== undefined && (exclusiveMaximum === true ? value >= maximum : value > maximum)) {
    return { keyword: exclusiveMaximum === true ? 'exclusiveMaximum' : 'maximum', expected: maximum };
  }
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum) {
    return { keyword: 'exclusiveMinimum', expected: exclusiveMinimum };
  }
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum) {
    return { keyword: 'exclusiveMaximum', expected: exclusiveMaximum };
  }
  return multipleOf !== undefined && multipleOf > 0 && !isMultiple(value, multipleOf)
    ? { keyword: 'multipleOf', expected: multipleOf }
    : null;
}

/** Allows for what doubles lose: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, step: number): boolean {
  const times = value / step;
  return Math.abs(times - Math.round(times)) < 1e-9;
}

/** The first keyword about a list's length or repetition that does not hold. */
export function brokenList(schema: Schema, value: readonly unknown[]): Broken | null {
  if (schema.minItems !== undefined && value.length < schema.minItems) {
    return { keyword: 'minItems', expected: schema.minItems };
  }
  if (schema.maxItems !== undefined && value.length > schema.maxItems) {
    return { keyword: 'maxItems', expected: schema.maxItems };
  }
  return schema.uniqueItems === true && hasRepeats(value) ? { keyword: 'uniqueItems', expected: true } : null;
}

function hasRepeats(items: readonly unknown[]): boolean {
  const seen = new Set(items.map((item) => JSON.stringify(item)));
  return seen.size < items.length;
}
