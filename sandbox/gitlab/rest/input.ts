import type { RequestContext } from '../../http/router.ts';
import { ApiError, apiError, invalidParameters } from './api-error.ts';
import { readBody } from './read-body.ts';

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
    const body = (await readBody(context)).toString('utf8');
    if (body !== '' && type.includes('application/x-www-form-urlencoded')) {
      addPairs(values, new URLSearchParams(body));
    } else if (body !== '') {
      for (const [name, value] of Object.entries(parseObject(body))) {
        values.set(name, value);
      }
    }
  }
  refuseNul(values);
  return inputOf(values);
}

/** GitLab answers 400 to parameters with NUL in them, before it looks at anything. File content is not a parameter. */
function refuseNul(values: ReadonlyMap<string, unknown>): void {
  for (const [name, value] of values) {
    if (name !== 'content' && typeof value === 'string' && value.includes('\0')) {
      throw apiError(400, '400 Bad request');
    }
  }
}

function parseObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    if (isObject(value)) {
      return value;
    }
  } catch {
    // Said below, in GitLab's words.
  }
  throw new ApiError(400, { error: 'Invalid json', message: 'Invalid json' });
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function addPairs(values: Map<string, unknown>, pairs: URLSearchParams): void {
  for (const [key, value] of pairs) {
    const [, parent = '', child = ''] = /^(\w+)\[(\w+)\]$/.exec(key) ?? [];
    if (parent !== '') {
      const known = values.get(parent);
      values.set(parent, { ...(isObject(known) ? known : {}), [child]: value });
    } else if (key.endsWith('[]')) {
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
  const require = (...names: string[]) => {
    const isMissing = (name: string) => values.get(name) === undefined || values.get(name) === null;
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
    integer: (name) => parseInteger(name, text(name)),
    flag: (name) => parseFlag(name, text(name)),
    list: (name) => parseList(values.get(name), text(name)),
    choice: (name, allowed) => parseChoice(name, text(name), allowed),
  };
}

function parseInteger(name: string, value: string | null): number | null {
  if (value === null || value === '') {
    return null;
  }
  if (!/^-?\d{1,15}$/.test(value)) {
    throw invalidParameters(`${name} is invalid`);
  }
  return Number(value);
}

const TRUE = ['true', '1', 'yes', 'on', 't'];
const FALSE = ['false', '0', 'no', 'off', 'f'];

function parseFlag(name: string, value: string | null): boolean | null {
  if (value === null || value === '') {
    return null;
  }
  const word = value.toLowerCase();
  if (!TRUE.includes(word) && !FALSE.includes(word)) {
    throw invalidParameters(`${name} is invalid`);
  }
  return TRUE.includes(word);
}

function parseList(value: unknown, text: string | null): string[] | null {
  if (Array.isArray(value)) {
    return value.map(String);
  }
  const parts = text?.split(',').map((part) => part.trim()) ?? null;
  return parts?.filter((part) => part !== '') ?? null;
}

function parseChoice<T extends string>(name: string, value: string | null, allowed: readonly T[]): T | null {
  if (value === null || value === '') {
    return null;
  }
  const found = allowed.find((each) => each === value);
  if (found === undefined) {
    throw invalidParameters(`${name} does not have a valid value`);
  }
  return found;
}
