import type { Reply } from '../../http/router.ts';
import type { ApiRequest } from '../api/api-request.ts';
import type { ApiServer } from '../api/api-server.ts';
import { badRequest } from '../api/errors.ts';
import { isObject } from '../api/json-shape.ts';
import type { KubeObject } from '../object.ts';
import { storedObject } from '../read/serve-read.ts';
import { createObject } from './create.ts';
import { fitToPath } from './incoming.ts';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';
import { type Body, decodeYaml, parseJson, unsupportedMediaType } from './read-body.ts';
import { applyStrategicMerge } from './strategic-merge-patch.ts';
import { writeUpdate } from './update.ts';

const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';
const STRATEGIC_PATCH = 'application/strategic-merge-patch+json';
const APPLY_PATCH = 'application/apply-patch+yaml';

/**
 * Changes an object by a patch. Server-side apply is done as a merge of what was sent, without owners of fields: what
 * an earlier apply set and this one leaves out stays. Throws ApiError 400, 404, 409, 415 or 422.
 */
export function patchObject(server: ApiServer, request: ApiRequest, body: Body): Promise<Reply> {
  if (body.mediaType === APPLY_PATCH) {
    return applyObject(server, request, body);
  }
  const stored = storedObject(server, request);
  const patched = patchedBy(request, body, stored);
  if (!isObject(patched)) {
    throw badRequest('the patched object is no object');
  }
  return writeUpdate(server, request, fitToPath(request, patched), stored);
}

function patchedBy({ resource }: ApiRequest, { mediaType, bytes }: Body, stored: KubeObject): unknown {
  // A patch that says nothing of the version takes whatever is stored.
  const { resourceVersion, ...metadata } = stored.metadata;
  const target = { ...stored, metadata };
  if (mediaType === JSON_PATCH) {
    // A JSON patch may test the version it was made for.
    return applyJsonPatch(stored, parseJson(bytes));
  }
  if (mediaType === MERGE_PATCH) {
    return applyMergePatch(target, parseJson(bytes));
  }
  if (mediaType === STRATEGIC_PATCH && !resource.isCustom) {
    return applyStrategicMerge(target, parseJson(bytes));
  }
  const accepted = [JSON_PATCH, MERGE_PATCH, ...(resource.isCustom ? [] : [STRATEGIC_PATCH]), APPLY_PATCH];
  throw unsupportedMediaType(accepted);
}

function applyObject(server: ApiServer, request: ApiRequest, { bytes }: Body): Promise<Reply> {
  const { query, resource, info } = request;
  if ((query.get('fieldManager') ?? '') === '') {
    throw badRequest(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  }
  const sent = decodeYaml(bytes);
  const stored = server.store.get(resource, info.namespace, info.name);
  if (stored === undefined && info.subresource === '') {
    return createObject(server, request, sent);
  }
  const current = storedObject(server, request);
  const { resourceVersion, ...metadata } = current.metadata;
  const merged = applyStrategicMerge({ ...current, metadata }, sent);
  return writeUpdate(server, request, fitToPath(request, isObject(merged) ? merged : {}), current);
}
