import type { KubeObject } from '../object.ts';
import type { Selection } from '../selectors/selection.ts';
import type { StoreEvent } from '../store.ts';

/**
 * What an event is to somebody who sees a selection only: an object that begins to match was added, one that no longer
 * matches was deleted, and is shown as it was when it still did (storage/cacher/cache_watcher.go). Null where it is
 * none of their business.
 */
export function selectEvent(
  { type, object, previous, revision }: StoreEvent,
  selection: Selection,
): { type: StoreEvent['type']; object: KubeObject } | null {
  if (selection.namespace !== undefined && object.metadata.namespace !== selection.namespace) {
    return null;
  }
  if (!selection.isSelective) {
    return { type, object };
  }
  const isNow = type !== 'DELETED' && selection.matches(object);
  const wasBefore = previous !== undefined && selection.matches(previous);
  if (isNow) {
    return { type: wasBefore ? 'MODIFIED' : 'ADDED', object };
  }
  return wasBefore && previous !== undefined ? { type: 'DELETED', object: atRevision(previous, revision) } : null;
}

function atRevision(object: KubeObject, revision: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}
