import { isObject } from '../api/json-shape.ts';
import { ApiError } from '../api/status.ts';
import { isSameJson } from '../storage/same-json.ts';
import { define } from './merge-patch.ts';

type Operation = { op?: unknown; path?: unknown; from?: unknown; value?: unknown };

/** RFC 6902. Throws ApiError 422 for an operation that cannot be done or a test that fails; nothing is changed then. */
export function applyJsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) {
    throw refused('the patch is no list of operations');
  }
  let document = target;
  for (const operation of patch as Operation[]) {
    document = applyOperation(document, operation);
  }
  return document;
}

function applyOperation(document: unknown, { op, path, from, value }: Operation): unknown {
  const at = pointer(path);
  switch (op) {
    case 'add':
      return write(document, at, 'add', value);
    case 'replace':
      read(document, at);
      return write(document, at, 'replace', value);
    case 'remove':
      return remove(document, at);
    case 'move':
      return write(remove(document, pointer(from)), at, 'add', read(document, pointer(from)));
    case 'copy':
      return write(document, at, 'add', read(document, pointer(from)));
    case 'test':
      if (!isSameJson(read(document, at), value)) {
        throw refused(`testing path ${String(path)} value failed`);
      }
      return document;
    default:
      throw refused(`unexpected kind: ${String(op)}`);
  }
}

/** `/a/b~1c` to its parts; '' is the document itself. */
function pointer(path: unknown): string[] {
  if (path === '') {
    return [];
  }
  if (typeof path !== 'string' || !path.startsWith('/')) {
    throw refused(`bad path: ${String(path)}`);
  }
  return path
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const part of path) {
    if (Array.isArray(value)) {
      value = value[indexOf(part, value.length - 1)];
    } else if (isObject(value) && Object.hasOwn(value, part)) {
      value = value[part];
    } else {
      throw refused(`path does not exist: /${path.join('/')}`);
    }
  }
  return value;
}

function indexOf(part: string, last: number): number {
  const index = /^\d{1,9}$/.test(part) ? Number(part) : Number.NaN;
  if (Number.isNaN(index) || index > last) {
    throw refused(`unable to access invalid index: ${part}`);
  }
  return index;
}

/** The document with the value at the path; parents must be there, and are copied. */
function write(document: unknown, path: readonly string[], how: 'add' | 'replace', value: unknown): unknown {
  const [part, ...rest] = path;
  if (part === undefined) {
    return value;
  }
  if (Array.isArray(document)) {
    const isNew = rest.length === 0 && how === 'add';
    const index =
      part === '-' && isNew ? document.length : indexOf(part, isNew ? document.length : document.length - 1);
    return document.toSpliced(index, isNew ? 0 : 1, isNew ? value : write(document[index], rest, how, value));
  }
  if (!isObject(document) || (rest.length > 0 && !Object.hasOwn(document, part))) {
    throw refused(`path does not exist: /${path.join('/')}`);
  }
  const copy = { ...document };
  define(copy, part, rest.length === 0 ? value : write(document[part], rest, how, value));
  return copy;
}

function remove(document: unknown, path: readonly string[]): unknown {
  const [part, ...rest] = path;
  if (part === undefined) {
    throw refused('unable to remove the whole document');
  }
  read(document, [part]);
  if (Array.isArray(document)) {
    const index = indexOf(part, document.length - 1);
    return rest.length === 0 ? document.toSpliced(index, 1) : document.with(index, remove(document[index], rest));
  }
  const copy = { ...(document as Record<string, unknown>) };
  if (rest.length === 0) {
    delete copy[part];
  } else {
    define(copy, part, remove(copy[part], rest));
  }
  return copy;
}

function refused(why: string): ApiError {
  return new ApiError(422, 'Invalid', `the server rejected our request due to an error in our request: ${why}`, {
    details: {},
  });
}
