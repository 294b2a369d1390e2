import type { Reply } from '../../http/router.ts';
import type { ApiRequest } from '../api/api-request.ts';
import type { ApiServer } from '../api/api-server.ts';
import { conflict, invalid } from '../api/errors.ts';
import { invalidValue } from '../api/field-errors.ts';
import { removeIfReleased } from '../deletion.ts';
import type { KubeObject } from '../object.ts';
import { objectReply, storedObject } from '../read/serve-read.ts';
import { prepareForUpdate } from '../storage/preparation.ts';
import { checkVersion } from '../store.ts';
import { isDryRun } from './dry-run.ts';
import { fitToPath } from './incoming.ts';
import { preparedBy } from './prepared.ts';
import { validateObject } from './validate-object.ts';

/** Replaces an object by the one that was sent (PUT). Throws ApiError 400, 404, 409 or 422. */
export function updateObject(server: ApiServer, request: ApiRequest, sent: Record<string, unknown>): Promise<Reply> {
  const stored = storedObject(server, request);
  const object = fitToPath(request, sent);
  const { resourceVersion } = object.metadata;
  if (request.resource.isCustom && (resourceVersion === undefined || resourceVersion === '')) {
    const { kind, group } = request.resource;
    throw invalid(`${kind}.${group}`, object.metadata.name, [
      invalidValue('metadata.resourceVersion', 0, 'must be specified for an update'),
    ]);
  }
  return writeUpdate(server, request, object, stored);
}

/** Writes a changed object in the place of the stored one: all of it, or the part its subresource is. */
export function writeUpdate(
  server: ApiServer,
  request: ApiRequest,
  changed: KubeObject,
  stored: KubeObject,
): Promise<Reply> {
  const { store } = server;
  const { resource, info } = request;
  const { uid, resourceVersion } = changed.metadata;
  if (uid !== undefined && uid !== stored.metadata.uid) {
    throw conflict(
      resource,
      info.name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${stored.metadata.uid}`,
    );
  }
  const object = {
    ...partWritten(request, changed, stored),
    metadata: {
      ...(info.subresource === '' ? changed.metadata : stored.metadata),
      resourceVersion: resourceVersion === '' ? undefined : resourceVersion,
    },
  };
  validateObject(resource, object);
  const prepared = info.subresource === '' ? preparedBy(server, resource, object, stored) : object;
  if (isDryRun(request.query)) {
    checkVersion(resource, prepared, stored);
    return objectReply(server, request, prepareForUpdate(resource, prepared, stored));
  }
  return objectReply(server, request, removeIfReleased(store, resource, store.update(resource, prepared)));
}

/** The status only through its own path, everything else only through the main one. */
function partWritten({ resource, info }: ApiRequest, changed: KubeObject, stored: KubeObject): KubeObject {
  switch (info.subresource) {
    case 'status':
      return { ...stored, status: changed.status };
    case 'finalize':
      return { ...stored, spec: { ...stored.spec, finalizers: changed.spec?.finalizers } };
    default:
      return resource.hasStatus ? { ...changed, status: stored.status } : changed;
  }
}
