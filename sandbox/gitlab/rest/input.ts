import type { RequestContext } from '../../http/router.ts';
import { ApiError, apiError, invalidParameters } from './api-error.ts';

/** The parameters of an API call: query and body together, as GitLab takes them. */
export type Input = {
  has(name: string): boolean;
  /** As sent; undefined when it was not. */
  raw(name: string): unknown;
  /** Null when it was not sent or was null. */
  text(name: string): string | null;
  integer(name: string): number | null;
  flag(name: string): boolean | null;
  /** Sent as an array, as `name[]=…` or as a comma list. */
  list(name: string): string[] | null;
  /** Throws 400 naming all that are missing. */
  require(...names: string[]): void;
  requiredText(name: string): string;
  /** Throws 400 when the value is none of these. */
  choice<T extends string>(name: string, values: readonly T[]): T | null;
};

/** Reads the body and makes one set of parameters of it and the query. */
export async function readInput(context: RequestContext): Promise<Input> {
  const values = new Map<string, unknown>();
  addPairs(values, context.query);
  const type = context.request.headers['content-type'] ?? '';
  if (context.method !== 'GET' && context.method !== 'HEAD') {
    const body = await readBodyText(context);
    if (body !== '' && type.includes('application/x-www-form-urlencoded')) {
      addPairs(values, new URLSearchParams(body));
    } else if (body !== '') {
      for (const [name, value] of Object.entries(parseObject(body))) {
        values.set(name, value);
      }
    }
  }
  return inputOf(values);
}

async function readBodyText(context: RequestContext): Promise<string> {
  try {
    return (await context.readBody()).toString('utf8');
  } catch (error) {
    if (error instanceof RangeError) {
      throw apiError(413, '413 Request Entity Too Large');
    }
    throw error;
  }
}

function parseObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Said below, in GitLab's words.
  }
  throw new ApiError(400, { error: 'Invalid json', message: 'Invalid json' });
}

function addPairs(values: Map<string, unknown>, pairs: URLSearchParams): void {
  for (const [key, value] of pairs) {
    if (key.endsWith('[]')) {
      const name = key.slice(0, -2);
      const list = values.get(name);
      values.set(name, [...(Array.isArray(list) ? list : []), value]);
    } else {
      values.set(key, value);
    }
  }
}

function inputOf(values: ReadonlyMap<string, unknown>): Input {
  const text = (name: string) => {
    const value = values.get(name);
    return value === undefined || value === null || typeof value === 'object' ? null : String(value);
  };
  const isMissing = (name: string) => values.get(name) === undefined || values.get(name) === null;
  const require = (...names: string[]) => {
    const missing = names.filter(isMissing).map((name) => `${name} is missing`);
    if (missing.length > 0) {
      throw invalidParameters(...missing);
    }
  };
  return {
    has: (name) => values.has(name),
    raw: (name) => values.get(name),
    text,
    require,
    requiredText(name) {
      require(name);
      return text(name) ?? '';
    },
    integer(name) {
      const value = text(name);
      if (value === null || value === '') {
        return null;
      }
      if (!/^-?\d{1,15}$/.test(value)) {
        throw invalidParameters(`${name} is invalid`);
      }
      return Number(value);
    },
    flag(name) {
      const value = text(name)?.toLowerCase() ?? null;
      if (value === null || value === '') {
        return null;
      }
      if (!['true', 'false', '1', '0', 'yes', 'no', 'on', 'off', 't', 'f'].includes(value)) {
        throw invalidParameters(`${name} is invalid`);
      }
      return ['true', '1', 'yes', 'on', 't'].includes(value);
    },
    list(name) {
      const value = values.get(name);
      if (Array.isArray(value)) {
        return value.map(String);
      }
      const joined = text(name);
      return joined === null
        ? null
        : joined
            .split(',')
            .filter((part) => part !== '')
            .map((part) => part.trim());
    },
    choice<T extends string>(name: string, allowed: readonly T[]): T | null {
      const value = text(name);
      if (value === null || value === '') {
        return null;
      }
      const found = allowed.find((each) => each === value);
      if (found === undefined) {
        throw invalidParameters(`${name} does not have a valid value`);
      }
      return found;
    },
  };
}
