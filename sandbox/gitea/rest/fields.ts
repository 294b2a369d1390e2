import type { RequestContext } from '../../http/router.ts';
import { ApiError, unprocessable } from './api-error.ts';

/** The fields of a JSON body. */
export type Fields = Readonly<Record<string, unknown>>;

/** Throws 422 for what is no object of JSON, and 413 past the limit. */
export async function readFields(context: RequestContext): Promise<Fields> {
  try {
    const fields: unknown = await context.readFields();
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) {
      return fields as Fields;
    }
  } catch (error) {
    if (error instanceof RangeError) {
      throw new ApiError(413, 'Request Entity Too Large');
    }
    if (!(error instanceof SyntaxError)) {
      throw error;
    }
  }
  throw unprocessable('[]: Deserialization');
}

/** The text of a field; empty where it is not there, as Go reads it. Throws 422 for another type. */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name] ?? '';
  if (typeof value !== 'string') {
    throw unprocessable(`json: cannot unmarshal ${typeof value} into Go struct field .${name} of type string`);
  }
  return value;
}

/** null where it is not there, where that means to leave things as they are. */
export function optionalText(fields: Fields, name: string): string | null {
  return fields[name] == null ? null : textOf(fields, name);
}

export function requiredText(fields: Fields, name: string): string {
  const text = textOf(fields, name);
  if (text.trim() === '') {
    throw unprocessable(`[${name.charAt(0).toUpperCase()}${name.slice(1)}]: Required`);
  }
  return text;
}

export function listOf(fields: Fields, name: string): unknown[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value)) {
    throw unprocessable(`json: cannot unmarshal ${typeof value} into Go struct field .${name} of type []`);
  }
  return value;
}

export function flagOf(fields: Fields, name: string): boolean {
  return fields[name] === true;
}
