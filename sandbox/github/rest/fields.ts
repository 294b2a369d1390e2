import type { RequestContext } from '../../http/router.ts';
import { ApiError, invalid } from './api-error.ts';

/** The fields of a JSON body. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whatever type the body says it has: GitHub reads every one as JSON. Throws 400 for what is none. */
export async function readFields(context: RequestContext): Promise<Fields> {
  const text = (await context.readBody()).toString('utf8');
  if (text === '') {
    return {};
  }
  try {
    const fields: unknown = JSON.parse(text);
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) {
      return fields as Fields;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) {
      throw error;
    }
  }
  throw new ApiError(400, 'Problems parsing JSON');
}

/** null where it is not there. Throws 422 for another type. */
export function optionalText(fields: Fields, name: string): string | null {
  const value = fields[name] ?? null;
  if (value !== null && typeof value !== 'string') {
    throw new ApiError(422, `Invalid request.\n\nFor 'properties/${name}', ${JSON.stringify(value)} is not a string.`);
  }
  return value;
}

export function requiredText(fields: Fields, name: string, resource: string): string {
  const text = optionalText(fields, name);
  if (text === null || text === '') {
    throw invalid({ resource, field: name, code: 'missing_field' });
  }
  return text;
}

export function listOf(fields: Fields, name: string): unknown[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value)) {
    throw new ApiError(422, `Invalid request.\n\nFor 'properties/${name}', ${JSON.stringify(value)} is not an array.`);
  }
  return value;
}
