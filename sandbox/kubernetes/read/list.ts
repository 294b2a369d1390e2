import { badRequest, expired, tooLargeResourceVersion } from '../api/errors.ts';
import type { ListOptions } from '../api/list-options.ts';
import type { KubeObject, ResourceType } from '../object.ts';
import type { Selection } from '../selectors/selection.ts';
import { partitionPoint } from '../storage/binary-search.ts';
import { objectKey } from '../storage/sorted-objects.ts';
import type { ObjectStore } from '../store.ts';
import { type ContinueToken, decodeContinue, encodeContinue, expiredContinue } from './continue-token.ts';

/** A page of a list with the metadata that goes with it. */
export type Page = {
  objects: KubeObject[];
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
};

/** Reads a page of a kind's objects. Throws ApiError 400, 410 or 504. */
export function readPage(store: ObjectStore, resource: ResourceType, selection: Selection, options: ListOptions): Page {
  const token = options.continueToken === '' ? null : decodeContinue(options.continueToken);
  if (token !== null && options.resourceVersion !== null && options.resourceVersion > 0) {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  const revision = revisionOf(store, options, token);
  const all =
    revision === store.revision
      ? store.list(resource, selection.namespace)
      : store.listAt(resource, revision, selection.namespace);
  if (all === null) {
    throw token === null
      ? expired('The resourceVersion for the provided list is too old.')
      : expiredContinue(token.start);
  }
  const keyAt = (index: number) => relativeKey(all[index], selection);
  const start = token === null ? 0 : partitionPoint(all.length, (index) => keyAt(index) < token.start);
  // A list "at any version" is answered from the cache, which pays no heed to the limit (cacher.go).
  const limit = options.resourceVersion === 0 && token === null ? 0 : options.limit;
  const { objects, end } = take(all, start, limit, selection);
  const metadata: Page['metadata'] = { resourceVersion: String(revision) };
  if (end < all.length) {
    metadata.continue = encodeContinue({ revision, start: `${keyAt(end - 1)}\u0000` });
    if (!selection.isSelective) {
      metadata.remainingItemCount = all.length - end;
    }
  }
  return { objects, metadata };
}

/** The revision the list shows: the token's snapshot, the exact one asked for, or the newest. */
function revisionOf(store: ObjectStore, options: ListOptions, token: ContinueToken | null): number {
  const asked = options.resourceVersion ?? 0;
  if (asked > store.revision) {
    throw tooLargeResourceVersion(asked, store.revision);
  }
  if (token !== null) {
    return token.revision ?? store.revision;
  }
  // A limit with a version but no match rule means that very version (the old pagination contract).
  const isExact = options.match === 'Exact' || (options.match === '' && options.limit > 0 && asked > 0);
  return isExact ? asked : store.revision;
}

function relativeKey(object: KubeObject | undefined, selection: Selection): string {
  if (object === undefined) {
    return '';
  }
  const { namespace, name } = object.metadata;
  return selection.namespace === undefined && namespace !== undefined ? objectKey(namespace, name) : name;
}

function take(all: readonly KubeObject[], start: number, limit: number, selection: Selection) {
  if (limit === 0 && !selection.isSelective) {
    return { objects: start === 0 ? [...all] : all.slice(start), end: all.length };
  }
  const objects: KubeObject[] = [];
  let end = start;
  while (end < all.length && (limit === 0 || objects.length < limit)) {
    const object = all[end];
    if (object !== undefined && selection.matches(object)) {
      objects.push(object);
    }
    end += 1;
  }
  return { objects, end };
}
